import { describe, expect, it } from "vitest";
import { done, failed, records, resultOf, study } from "../../../test/study/made-up.js";
import { glyphs, planned } from "../../../test/study/planned.js";
import { analyse } from "./outcome.js";
import { compareOutput } from "./output.js";
import { type RunResult, recordOf, recordsOf } from "./records.js";
import { compareSchema } from "./schema.js";

describe("records", () => {
  it("are made once: how a run ended depends on the share of the largest class of the test set", () => {
    const imbalanced = { ...glyphs, majority: { className: "1", share: 0.1135 }, testSamples: 10_000 };
    const of = study({}, [imbalanced]);
    const ending = (result: RunResult) => recordOf(of, { id: "0", problem: 0, method: 0, seed: 0 }, result).ending;
    expect([0.1135, 0.1032, 0.1136].map((accuracy) => ending(done([accuracy])))).toEqual(["stuck", "stuck", "learned"]);
    expect(ending(done([0.5, 0.1135]))).toBe("stuck");
    for (const status of ["diverged", "crashed", "refused"] as const)
      expect(ending(failed(status, "NaN"))).toBe(status);
  });

  it("of cells stand where their labels say, with all that a run left", () => {
    const { study: of, cells } = planned({
      models: ["mlp", "lenet5"],
      training: [{ optimizer: "sgd" }, { optimizer: "adam" }],
    });
    const cost = { forward: 3, backward: 0, seconds: 0.5 };
    const results = cells.map((cell) =>
      resultOf(cell, {
        ...failed("diverged", "NaN"),
        step: 3,
        initializationCost: cost,
        initializationNotes: ["slow"],
      }),
    );
    const all = recordsOf(of, results.toReversed());
    expect(all.map(({ id }) => id)).toEqual(cells.map(({ id }) => id).toReversed());
    for (const [i, { problem, method, seed, ...record }] of all.toReversed().entries()) {
      const cell = cells[i]!;
      expect([of.problems[problem]!.model, of.methods[method]!.label, seed]).toEqual([
        cell.problem.model.label,
        cell.method.label,
        cell.seed,
      ]);
      expect(record).toEqual({
        id: cell.id,
        ending: "diverged",
        epochs: [],
        reason: "NaN",
        step: 3,
        cost,
        notes: ["slow"],
      });
    }
  });

  it("of another study are refused", () => {
    const { cells } = planned({ inits: ["orthogonal"] });
    expect(() => recordsOf(study(), [resultOf(cells[0]!, done([0.5]))])).toThrow(
      /^The result [0-9a-f]{32} \(glyphs × mlp, orthogonal\) is not of this study\./,
    );
  });

  it("hold NaN where JSON has null for a loss that is not finite, and such losses have no mean", () => {
    const of = study({ inits: ["he"], seeds: [0] });
    const infinite = done([0.9]);
    const stored = JSON.parse(
      JSON.stringify({ ...infinite, epochs: [{ ...infinite.epochs[0], testLoss: Number.POSITIVE_INFINITY }] }),
    ) as RunResult;
    const outcome = analyse(
      of,
      records(of, () => stored),
    );
    expect(outcome.problems[0]!.runs[0]!.epochs[0]!.testLoss).toBeNaN();
    expect(outcome.problems[0]!.methods[0]).toMatchObject({ testLoss: null, testAccuracy: { mean: 0.9 } });
    expect(
      compareSchema.parse(JSON.parse(JSON.stringify(compareOutput(outcome)))).runs[0]!.epochs[0]!.testLoss,
    ).toBeNull();
  });
});
