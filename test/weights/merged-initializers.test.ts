/** Weights that share one stored tensor, of which some get new numbers and the others keep theirs. */
import { describe, expect, it } from "vitest";
import { parseInitializer } from "../../src/initializers/index.js";
import { weightsOfModel } from "../../src/network/from-onnx/index.js";
import { initializeOnnx } from "../../src/weights/index.js";
import { mergedFile, zeros } from "../diagnosis/merged-file.js";

const kernels = ["0.weight", "2.weight", "4.weight", "6.weight", "8.weight"];
const file = mergedFile(5, 8, 4, zeros);
const method = parseInitializer("he");

/** The weights that are not all 0, in the order of the network's layers. */
function drawn(choice: { readonly only?: readonly string[]; readonly keep?: readonly string[] }) {
  const { onnx, notes } = initializeOnnx(file, { method, seed: 0, ...choice });
  const numbers = Object.entries(weightsOfModel(onnx()).weights);
  // New tensors for what was shared have the name with a number: "4.weight (2)".
  const names = numbers.flatMap(([name, values]) =>
    values.some((x) => x !== 0) ? [name.replace(/ \(\d\)$/, "")] : [],
  );
  return { names, notes };
}

describe("weights that share a stored tensor", () => {
  it.each(kernels)("%s alone gets new numbers", (name) => {
    expect(drawn({ only: [name] }).names).toEqual([name]);
  });

  it.each(kernels)("%s alone keeps its numbers", (name) => {
    const { names, notes } = drawn({ keep: [name] });
    expect(names).toEqual(kernels.filter((other) => other !== name));
    expect(notes.join(" ")).toContain(`Kept, as you asked: ${name}.`);
  });

  it("have the same draws, whichever others keep their numbers", () => {
    const whole = weightsOfModel(initializeOnnx(file, { method, seed: 0 }).onnx()).weights;
    const alone = weightsOfModel(initializeOnnx(file, { method, seed: 0, only: ["2.weight"] }).onnx()).weights;
    expect(alone["2.weight (2)"]).toEqual(whole["2.weight"]);
  });
});
