import { describe, expect, it } from "vitest";
import { done, failed, glyphs, study } from "../../../test/study/made-up.js";
import type { CellResult } from "../plan/cell.js";
import type { Study } from "../plan/plan.js";
import { estimate } from "./estimate.js";
import { studyOutput } from "./output.js";
import { compareSchema } from "./schema.js";
import { findings } from "./sentences.js";
import { isStuck, summarize } from "./summary.js";

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

describe("verdicts", () => {
  const of = study({ inits: ["he", "glorot-uniform", "lecun-normal", "random", "zero"] });
  const all = results(of, {
    he: [[0.92], [0.93], [0.95]],
    "glorot-uniform": [[0.9], [0.91], [0.92]],
    "lecun-normal": [[0.905], [0.935], [0.918]],
    random: [[0.8], "crashed", "diverged"],
    zero: [[0.1], [0.1], [0.1]],
  });
  const output = studyOutput(of, all, ["r"]);

  it("are of all pairs that learned, paired by seed and corrected over those with three seeds", () => {
    expect(compareSchema.parse(output)).toBeDefined();
    const [{ verdicts, leader, tied }] = output.verdicts as [(typeof output.verdicts)[0]];
    expect(verdicts.map(({ a, b, n, kind }) => [a, b, n, kind])).toEqual([
      ["he", "lecun-normal", 3, "no-detectable-difference"],
      ["he", "glorot-uniform", 3, "no-detectable-difference"],
      ["he", "random", 1, "too-few-seeds"],
      ["lecun-normal", "glorot-uniform", 3, "no-detectable-difference"],
      ["lecun-normal", "random", 1, "too-few-seeds"],
      ["glorot-uniform", "random", 1, "too-few-seeds"],
    ]);
    // import numpy as np; from scipy import stats
    // a = np.array([.92, .93, .95]); b = np.array([.90, .91, .92]); c = np.array([.905, .935, .918])
    // stats.ttest_rel(a, b) -> p = 0.01980, confidence_interval(.95) 0.0089912 to 0.0376755; stats.ttest_rel(a, c) -> p = 0.32063
    // stats.ttest_rel(c, b) -> p = 0.36787; Holm over three: 3 * 0.01980 = 0.05941, 2 * 0.32063 = 0.64127, 0.64127
    expect(verdicts[1]).toMatchObject({
      mean: expect.closeTo(0.07 / 3, 9),
      low: expect.closeTo(0.0089912, 6),
      high: expect.closeTo(0.0376755, 6),
      p: expect.closeTo(0.0198, 4),
      correctedP: expect.closeTo(0.05941, 4),
      family: 3,
      permutation: { p: 0.25, smallestP: 0.25 },
      wilcoxon: { p: 0.25, smallestP: 0.25 },
    });
    expect(verdicts[0]!.correctedP).toBeCloseTo(0.641268, 5);
    expect(verdicts[0]!.needed!.difference).toBe(0.003);
    expect(leader).toBeNull();
    expect(tied).toEqual(["he", "lecun-normal", "glorot-uniform", "random"]);
  });

  it("name a winner only where the corrected p supports it, and equivalence only where a margin was stated", () => {
    const two = study({ inits: ["he", "glorot-uniform"] });
    const runs = { he: [[0.92], [0.93], [0.95]], "glorot-uniform": [[0.9], [0.91], [0.92]] };
    expect(studyOutput(two, results(two, runs), ["r"]).verdicts[0]).toMatchObject({ leader: "he", tied: ["he"] });
    const wide = study({ inits: ["he", "glorot-uniform"], margin: 0.1 });
    expect(studyOutput(wide, results(wide, runs), ["r"]).verdicts[0]!.verdicts[0]).toMatchObject({
      kind: "equivalent",
      equivalence: { margin: 0.1 },
    });
  });
});

describe("curves", () => {
  it("are timed to the target over all runs, failures counting as never", () => {
    const of = study({ inits: ["he", "random"] });
    const [he, random] = summarize(
      of,
      results(of, {
        he: [
          [0.5, 0.9, 0.9],
          [0.5, 0.5, 0.9],
          [0.9, 0.9, 0.9],
        ],
        random: [[0.5, 0.6, 0.88], "diverged", "diverged"],
      }),
    );
    // 95 % of the best mean.
    expect(he!.epochsToTarget).toEqual({ target: expect.closeTo(0.855, 12), median: 2, reached: 3, n: 3 });
    expect(random!.epochsToTarget).toMatchObject({ median: null, reached: 1, n: 3 });
    // Trapezoids over two intervals: (0.25 + 0.9 + 0.45) / 2, (0.25 + 0.5 + 0.45) / 2, 0.9.
    expect(he!.areaUnderCurve!.mean).toBeCloseTo((0.8 + 0.6 + 0.9) / 3, 12);
    // Wilson (1927), in Python: z = 1.959963984540054; (2 + z²/2 ± z √(2·1/3 + z²/4)) / (3 + z²).
    expect(random!.failureRate).toEqual({
      rate: 2 / 3,
      low: expect.closeTo(0.207656, 5),
      high: expect.closeTo(0.938505, 5),
    });
    const named = study({ inits: ["he"], target: 0.5 });
    expect(summarize(named, results(named, { he: [[0.4, 0.6]] }))[0]!.epochsToTarget).toMatchObject({
      target: 0.5,
      median: 2,
    });
  });
});

describe("several problems", () => {
  it("give ranks, with what so few can show", () => {
    const problems = ["mlp", "lenet5", "mnist_cnn"];
    const of = study({ models: problems, inits: ["he", "glorot-uniform", "random"], seeds: [0, 1] });
    const accuracy = { he: 0.9, "glorot-uniform": 0.8, random: 0.7 } as Record<string, number>;
    const all = of.cells.map((cell) => done(cell, [accuracy[cell.init]! + cell.seed / 100]));
    const { across } = studyOutput(of, all, ["r"]);
    expect(across!.methods.map(({ init, averageRank }) => [init, averageRank])).toEqual([
      ["he", 1],
      ["glorot-uniform", 2],
      ["random", 3],
    ]);
    // scipy.stats.friedmanchisquare([.905]*3, [.805]*3, [.705]*3) -> statistic 6, p = 0.04979; 3!^(1-3) = 1/36
    expect(across!.friedman).toEqual({ p: expect.closeTo(0.049787, 5), smallestP: expect.closeTo(1 / 36, 9) });
    // Demsar 2006, table 5: q = 2.343 for three methods; 2.343 * sqrt(3 * 4 / (6 * 3)).
    expect(across!.criticalDifference).toBeCloseTo(2.343 * Math.sqrt(12 / 18), 2);
    expect(across!.improvement[0]).toMatchObject({ a: "he", b: "glorot-uniform", value: 1 });
    expect(across!.methods[0]!.profile!.find(({ accuracy }) => accuracy === 0.9)!.share).toBe(0.5);
    expect(studyOutput(study(), [], ["r"]).across).toBeNull();
  });

  it("count failures: a method that mostly fails does not lead, and one that always does is last", () => {
    const of = study({ models: ["mlp", "lenet5"], inits: ["random", "he", "zero"], seeds: [0, 1, 2] });
    const all = of.cells.map((cell) => {
      if (cell.init === "zero") return failed(cell, "diverged", "NaN");
      return done(cell, [cell.init === "he" ? 0.9 : cell.seed === 0 ? 0.95 : 0.1]);
    });
    const { across } = studyOutput(of, all, ["r"]);
    expect(
      across!.methods.map(({ init, averageRank, interquartileMean }) => [init, averageRank, interquartileMean]),
    ).toEqual([
      ["random", 2, null],
      // Three seeds: no interval.
      ["he", 1, { value: 0.9, low: null, high: null, n: 3 }],
      ["zero", 3, null],
    ]);
  });
});

describe("findings", () => {
  const say = (of: Study, runs: Parameters<typeof results>[1]) => {
    const all = results(of, runs);
    return findings(of, all, summarize(of, all));
  };

  it("name a lead by the verdict, and say when it is none", () => {
    const of = study({ inits: ["he", "glorot-uniform"] });
    // scipy.stats.ttest_rel([.92, .93, .95], [.90, .91, .92]).pvalue -> 0.0198
    expect(say(of, { he: [[0.92], [0.93], [0.95]], "glorot-uniform": [[0.9], [0.91], [0.92]] })).toEqual([
      "he beats glorot-uniform by 2.33 points of test accuracy [0.90, 3.77], 3 paired seeds, t test p = 0.02.",
    ]);
    const [none] = say(of, { he: [[0.92], [0.9], [0.95]], "glorot-uniform": [[0.9], [0.91], [0.92]] });
    expect(none).toMatch(
      /^no detectable difference between he and glorot-uniform: 1\.33 points of test accuracy \[−3\.84, 6\.50\], 3 paired seeds, t test p = 0\.38; \d+ seeds \(.*\) would be needed to see 0\.30 points\.$/,
    );
    expect(say(of, { he: [[0.92]], "glorot-uniform": [[0.9]] })).toEqual([
      "too few seeds to tell he from glorot-uniform: 2.00 points of test accuracy from 1 paired seed, and 3 are the least.",
    ]);
  });

  it("say so where failures decide", () => {
    const of = study({ inits: ["he", "random"] });
    // he has the lower mean and no failures.
    expect(say(of, { he: [[0.9], [0.91], [0.92]], random: [[0.92], [0.92], "crashed"] }).slice(0, 2)).toEqual([
      "he ranks above random for its failures: 0 of 3 against 1 of 3 runs.",
      "too few seeds to tell he from random: −1.50 points of test accuracy from 2 paired seeds, and 3 are the least.",
    ]);
  });

  it("say that a problem is too easy, and whose lead is beside its failures", () => {
    const of = study({ inits: ["he", "glorot-uniform"] });
    const easy = say(of, { he: [[0.9991], [0.9992], [0.9993]], "glorot-uniform": [[0.999], [0.9993], [0.9991]] });
    expect(easy[1]).toBe(
      "All methods are at 99.50 % of test accuracy or above: so near the ceiling a harder problem would tell them apart better.",
    );
    const five = study({ inits: ["he", "random"], seeds: [0, 1, 2, 3, 4] });
    const beaten = say(five, {
      he: [[0.9], [0.91], [0.92], [0.9], [0.91]],
      random: [[0.95], [0.96], [0.97], [0.951], "diverged"],
    });
    expect(beaten[0]).toBe("he ranks above random for its failures: 0 of 5 against 1 of 5 runs.");
    expect(beaten[2]).toBe("random beats every other where both learned, but fails more often.");
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
      "too few seeds to tell he from random: no seed is common to their runs.",
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
