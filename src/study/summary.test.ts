import { describe, expect, it } from "vitest";
import { done, failed, glyphs, study } from "../../test/study/made-up.js";
import type { CellResult } from "./cell.js";
import { studyOutput } from "./output.js";
import type { Study } from "./plan.js";
import { compareSchema } from "./schema.js";
import { findings } from "./sentences.js";
import { estimate, isStuck, summarize } from "./summary.js";

/** Results by initializer, one list of test accuracies a seed, or how it failed. */
function results(
  of: Study,
  runs: Record<string, readonly (readonly number[] | "diverged" | "crashed")[]>,
): CellResult[] {
  return of.cells.flatMap((cell) => {
    const run = runs[cell.init]?.[cell.seed];
    if (run === undefined) return [];
    if (run === "diverged") return failed(cell, run, `the loss was NaN at step ${cell.seed + 3} (epoch 1)`);
    return run === "crashed" ? failed(cell, run, "its process died of SIGSEGV") : done(cell, run);
  });
}

describe("estimates", () => {
  it("are the mean with its t interval", () => {
    // scipy.stats.t.interval(0.95, 2, loc=np.mean(x), scale=scipy.stats.sem(x)), x = [0.95, 0.96, 0.985]
    const { mean, low, high, n } = estimate([0.95, 0.96, 0.985])!;
    expect([mean, n]).toEqual([0.965, 3]);
    expect(low).toBeCloseTo(0.9202166, 6);
    expect(high).toBeCloseTo(1.0097834, 6);
  });

  it("have no interval for one run, and do not exist for none", () => {
    expect(estimate([0.5])).toEqual({ mean: 0.5, low: null, high: null, n: 1 });
    expect(estimate([])).toBeNull();
  });
});

describe("a summary", () => {
  it("ranks by failures, then by mean test accuracy, and counts failures apart, never averaged in", () => {
    const of = study({ inits: ["zero", "random", "he", "glorot-uniform"] });
    const summary = summarize(
      of,
      results(of, {
        zero: [[0.1], [0.1], [0.1]],
        random: [[0.1], [0.8], "diverged"],
        he: [[0.9], [0.92], [0.94]],
        "glorot-uniform": [[0.93], [0.91], "crashed"],
      }),
    );
    const brief = summary.map(({ init, rank, runs, failures, testAccuracy }) => [
      init,
      rank,
      runs,
      Object.values(failures),
      testAccuracy && [testAccuracy.mean, testAccuracy.n],
    ]);
    expect(brief).toEqual([
      ["he", 1, 3, [0, 0, 0, 0], [expect.closeTo(0.92, 12), 3]],
      ["glorot-uniform", 2, 3, [0, 1, 0, 0], [expect.closeTo(0.92, 12), 2]],
      ["random", 3, 3, [1, 0, 0, 1], [0.8, 1]],
      // All stuck: the figures are those of the stuck runs, and it has no rank.
      ["zero", null, 3, [0, 0, 0, 3], [expect.closeTo(0.1, 12), 3]],
    ]);
  });

  it("takes the last epoch, and evaluated figures only where they were asked for", () => {
    const of = study({ inits: ["he"], seeds: [0] });
    const [method] = summarize(of, results(of, { he: [[0.5, 0.7, 0.6]] }));
    expect(method).toMatchObject({
      testAccuracy: { mean: 0.6 },
      trainAccuracy: { mean: 0.61 },
      testLoss: { mean: 0.8 },
    });
    expect(method).not.toHaveProperty("evalTrainAccuracy");
  });

  it("has nothing to average where every run failed", () => {
    const of = study({ inits: ["he"] });
    const [method] = summarize(of, results(of, { he: ["diverged", "crashed", "diverged"] }));
    expect(method).toMatchObject({ rank: null, runs: 3, testAccuracy: null, trainLoss: null });
    expect(method!.failures).toEqual({ diverged: 2, crashed: 1, refused: 0, stuck: 0 });
  });

  it("leaves out methods that have not begun", () => {
    const of = study();
    expect(summarize(of, results(of, { he: [[0.9]] })).map(({ init, runs }) => [init, runs])).toEqual([["he", 1]]);
  });

  it("calls a run stuck from the share of the largest class of the test set down", () => {
    const [cell] = study().cells;
    const imbalanced = { ...glyphs, majority: { className: "1", share: 0.1135 }, testSamples: 10_000 };
    for (const [accuracy, stuck] of [
      [0.1135, true],
      [0.1032, true],
      [0.1136, false],
    ] as const) {
      expect(isStuck(done(cell!, [accuracy]), imbalanced)).toBe(stuck);
    }
    expect(isStuck(failed(cell!, "diverged", "NaN"), imbalanced)).toBe(false);
  });
});

it("the first of each problem is compared with the others, seed by seed", () => {
  const of = study({ inits: ["he", "glorot-uniform", "random", "zero"] });
  const all = results(of, {
    he: [[0.92], [0.93], [0.95]],
    "glorot-uniform": [[0.9], [0.91], [0.92]],
    random: [[0.8], "crashed", "diverged"],
    zero: [[0.1], [0.1], [0.1]],
  });
  const { comparisons, ...rest } = studyOutput(of, all, ["r"]);
  expect(compareSchema.parse({ ...rest, comparisons })).toBeDefined();
  expect(comparisons.map(({ leader, init }) => [leader, init])).toEqual([
    ["he", "glorot-uniform"],
    ["he", "random"],
    ["he", "zero"],
  ]);
  // scipy.stats.ttest_rel(a, b).confidence_interval(0.95): 0.0089912 to 0.0376755.
  expect(comparisons[0]!.difference).toEqual({
    mean: expect.closeTo(0.07 / 3, 9),
    low: expect.closeTo(0.0089912, 6),
    high: expect.closeTo(0.0376755, 6),
    n: 3,
  });
  expect(comparisons[1]!.difference).toEqual({ mean: expect.closeTo(0.12, 9), low: null, high: null, n: 1 });
  expect(comparisons[2]!.difference).toBeNull();
});

describe("findings", () => {
  const say = (of: Study, runs: Parameters<typeof results>[1]) => {
    const all = results(of, runs);
    return findings(of, all, summarize(of, all));
  };

  it("name a lead by its paired differences, and say when it is none", () => {
    const of = study({ inits: ["he", "glorot-uniform"] });
    // Differences 0.02, 0.02, 0.03: mean 2.33 points, t interval ± 4.3027 · 0.57735 / √3.
    expect(say(of, { he: [[0.92], [0.93], [0.95]], "glorot-uniform": [[0.9], [0.91], [0.92]] })).toEqual([
      "he is 2.33 points of test accuracy ahead of glorot-uniform (95 % interval 0.90 to 3.77, 3 paired seeds).",
    ]);
    expect(say(of, { he: [[0.92], [0.9], [0.95]], "glorot-uniform": [[0.9], [0.91], [0.92]] })).toEqual([
      "he is 1.33 points of test accuracy ahead of glorot-uniform, no clear difference (95 % interval −3.84 to 6.50, 3 paired seeds).",
    ]);
    expect(say(of, { he: [[0.92]], "glorot-uniform": [[0.9]] })).toEqual([
      "he is 2.00 points of test accuracy ahead of glorot-uniform with one seed, which says nothing about the next seed.",
    ]);
  });

  it("say so where failures decide, and never a lead below zero", () => {
    const of = study({ inits: ["he", "random"] });
    // he has the lower mean and no failures.
    expect(say(of, { he: [[0.9], [0.91], [0.92]], random: [[0.92], [0.92], "crashed"] }).slice(0, 2)).toEqual([
      "he ranks above random for its failures: 0 of 3 against 1 of 3 runs.",
      "random is 1.50 points of test accuracy ahead of he, where both learned, no clear difference (95 % interval −4.85 to 7.85, 2 paired seeds).",
    ]);
    // Equal failures at different seeds: the means and the paired difference disagree.
    const [lead] = say(of, { he: [[0.5], [0.99], "crashed"], random: [[0.51], "crashed", [0.6]] });
    expect(lead).toBe(
      "random is 1.00 points of test accuracy ahead of he, where both learned, with one seed, which says nothing about the next seed.",
    );
  });

  it("say how few steps there were", () => {
    const of = study({ inits: ["zero"], limit: 256, recipe: { epochs: 1 } });
    expect(say(of, { zero: [[0.1], [0.1], [0.1]] })[0]).toMatch(
      /^zero: all 3 runs learned nothing after 2 steps: test /,
    );
  });

  it("say what went wrong, in figures", () => {
    const of = study({ inits: ["he", "zero", "random"] });
    expect(
      say(of, {
        zero: [[0.1], [0.1], [0.1]],
        he: [[0.1, 0.1, 0.9], [0.1, 0.1, 0.9], "crashed"],
        random: ["diverged", "diverged", [0.5, 0.5, 0.5]],
      }).slice(1),
    ).toEqual([
      "he: 1 of 3 runs crashed: its process died of SIGSEGV.",
      "he: the runs that learned were still at chance (10.00 % or less) after the first 2 epochs, on average.",
      "random: 2 of 3 runs diverged: the loss was NaN at step 3 (epoch 1); the loss was NaN at step 4 (epoch 1).",
      'zero: all 3 runs learned nothing: test accuracy 10.00 %, where always answering "ring" gives 10.00 %; training loss 2.3024, where equal odds for all 10 classes give 2.3026.',
    ]);
  });

  it("say nothing of a method alone that went well", () => {
    const of = study({ inits: ["he"] });
    expect(say(of, { he: [[0.9], [0.9], [0.9]] })).toEqual([]);
  });
});
