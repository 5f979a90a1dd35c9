/** The initializers and the defaults of TensorFlow.js beside the table and `explain`. */
import { describe, expect, it } from "vitest";
import { haveTensorFlowJs } from "../oracles.js";
import { ask } from "./ask.js";
import { describeFramework } from "./suite.js";

describe.skipIf(!haveTensorFlowJs())("TensorFlow.js", () => {
  describeFramework("tfjs", "tfjs");

  it("takes seed 0 for no seed in normal draws only, and draws the same numbers in layers of one seed", () => {
    const draw = (call: string, seed: number) => ({ call, options: { seed }, shape: [20, 10] });
    const questions = (["glorotNormal", "glorotUniform"] as const).flatMap((call) => [
      draw(call, 0),
      draw(call, 0),
      draw(call, 7),
      draw(call, 7),
    ]);
    const numbers = ask("tfjs", questions, []).initializers.map(({ data }) => data);
    expect(numbers[0]).not.toEqual(numbers[1]);
    expect(numbers[2]).toEqual(numbers[3]);
    expect(numbers[4]).toEqual(numbers[5]);
    expect(numbers[6]).toEqual(numbers[7]);
  });
});
