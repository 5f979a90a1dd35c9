import { describe, expect, it } from "vitest";
import { outcomeOf } from "../../../test/study/made-up.js";
import { compareOutput } from "./output.js";
import { compareSchema } from "./schema.js";

describe("the object of compare --json", () => {
  const outcome = outcomeOf(
    {
      inits: ["he", "glorot-uniform", "zero"],
      models: ["mlp", "lenet5"],
      margin: 0.01,
      evaluateTrain: "last",
      validation: 100,
    },
    { he: [[0.9], [0.91], "diverged"], "glorot-uniform": [[0.8], [0.82], [0.81]], zero: [[0.1], [0.1], [0.1]] },
  );
  const output = compareOutput(outcome);

  it("is what the schema says, whole", () => {
    expect(compareSchema.parse(output)).toEqual(output);
    expect(Object.keys(output)).toEqual(["format", "study", "runs", "summary", "advice", "verdicts", "across"]);
    expect(output.format).toBe("stepzero/compare/4");
    expect(() => compareSchema.parse({ ...output, more: 1 })).toThrow();
    expect(() => compareSchema.parse({ ...output, format: "stepzero/compare/5" })).toThrow();
  });

  it("has rows with the labels of data set, network and method", () => {
    expect(output.runs).toHaveLength(2 * 3 * 3);
    expect(output.runs[2]).toMatchObject({ data: "glyphs", model: "mlp", method: "he", seed: 2, ending: "diverged" });
    expect(output.summary.map(({ data, model, method, rank, runs }) => [data, model, method, rank, runs])).toEqual([
      ["glyphs", "mlp", "glorot-uniform", 1, 3],
      ["glyphs", "mlp", "he", 2, 3],
      ["glyphs", "mlp", "zero", null, 3],
      ["glyphs", "lenet5", "glorot-uniform", 1, 3],
      ["glyphs", "lenet5", "he", 2, 3],
      ["glyphs", "lenet5", "zero", null, 3],
    ]);
    expect(output.verdicts.map(({ model, verdicts }) => [model, verdicts.map(({ a, b }) => `${a} ${b}`)])).toEqual([
      ["mlp", ["glorot-uniform he"]],
      ["lenet5", ["glorot-uniform he"]],
    ]);
  });
});
