import { describe, expect, it } from "vitest";
import { done, failed, records, resultOf, study } from "../../../test/study/made-up.js";
import { glyphs, planned } from "../../../test/study/planned.js";
import type { EpochResult } from "../plan/cell.js";
import type { DataDescription } from "../plan/description.js";
import { analyse } from "./outcome.js";
import { compareOutput } from "./output.js";
import { type RunResult, recordOf, recordsOf } from "./records.js";
import { compareSchema } from "./schema.js";

describe("records", () => {
  const endingOn = (data: DataDescription) => (result: RunResult) =>
    recordOf(study({}, [data]), { id: "0", problem: 0, method: 0, seed: 0 }, result).ending;
  /** Figures after a last epoch, of a run that knows the class shares unless stated otherwise. */
  const ended = (figures: Partial<EpochResult>): RunResult => {
    const [epoch] = done([0.1]).epochs;
    return { status: "done", epochs: [{ ...epoch!, trainAccuracy: 0.1, trainLoss: Math.LN10, ...figures }] };
  };

  it("are made once: how a run ended depends on what the class shares give", () => {
    const imbalanced = { ...glyphs, majority: { className: "1", share: 0.1135 }, testSamples: 10_000 };
    const ending = endingOn(imbalanced);
    // scipy.stats.norm.isf(0.001) = 3.09; 0.1135 + 3.09 sqrt(0.1135 · 0.8865 / 10000) = 0.1233.
    expect([0.1135, 0.1032, 0.12, 0.1234].map((testAccuracy) => ending(ended({ testAccuracy })))).toEqual([
      "stuck",
      "stuck",
      "stuck",
      "learned",
    ]);
    expect(ending(done([0.5, 0.1]))).toBe("stuck");
    for (const status of ["diverged", "crashed", "refused"] as const)
      expect(ending(failed(status, "NaN"))).toBe(status);
  });

  it("count what was learned of training samples, where the test set shows nothing", () => {
    // 19 of 20 samples have one class: −0.95 ln 0.95 − 0.05 ln 0.05 = 0.1985.
    const share = 0.95;
    const training = { className: "no", share, entropy: 0.1985 };
    for (const majority of [
      { className: "no", share },
      { className: "no", share: 1 },
    ]) {
      const ending = endingOn({ ...glyphs, classes: 2, majority, training });
      const always = { testAccuracy: majority.share, trainAccuracy: share, trainLoss: 0.1984 };
      expect(ending(ended(always))).toBe("stuck");
      expect(ending(ended({ ...always, trainLoss: 0.15 }))).toBe("learned");
      expect(ending(ended({ ...always, trainLoss: 3, trainAccuracy: 0.96 }))).toBe("learned");
      expect(ending(ended({ ...always, trainLoss: 3, evalTrainLoss: 0.1 }))).toBe("learned");
      expect(ending(ended({ ...always, trainLoss: Number.NaN }))).toBe("stuck");
    }
  });

  it("of studies that do not know their training classes are judged by the test set alone", () => {
    const { training: _, ...before } = glyphs;
    const ending = endingOn(before);
    expect(ending(ended({ testAccuracy: 0.1003 }))).toBe("learned");
    expect(ending(ended({ testAccuracy: 0.1, trainLoss: 0.1 }))).toBe("stuck");
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
