import { describe, expect, it } from "vitest";
import { done, failed, records, resultOf, study } from "../../../test/study/made-up.js";
import { glyphs, planned } from "../../../test/study/planned.js";
import type { StudyOptions } from "../plan/options.js";
import type { Study } from "../plan/study.js";
import { estimate } from "./estimate.js";
import { analyse, type Outcome } from "./outcome.js";
import { compareOutput } from "./output.js";
import { type RunRecord, type RunResult, recordOf, recordsOf } from "./records.js";
import { compareSchema } from "./schema.js";

type Runs = Readonly<Record<string, readonly (readonly number[] | "diverged" | "crashed")[]>>;

/** Records by initializer: a list of test accuracies per seed, or how it failed. */
function recordsFrom(of: Study, runs: Runs): RunRecord[] {
  return records(of, ({ init, seed }): RunResult | undefined => {
    const run = runs[init]?.[seed];
    if (run === undefined) return undefined;
    if (run === "diverged") return failed(run, `the loss was NaN at step ${seed + 3} (epoch 1)`);
    return run === "crashed" ? failed(run, "its process died of SIGSEGV") : done(run);
  });
}

/** The outcome of a made-up study with these runs. */
function outcomeOf(options: StudyOptions, runs: Runs): Outcome {
  const of = study(options);
  return analyse(of, recordsFrom(of, runs), { runtimes: ["r"] });
}

/** The methods of its only problem. */
const methodsOf = (options: StudyOptions, runs: Runs) => outcomeOf(options, runs).problems[0]!.methods;

describe("estimates", () => {
  it("are the mean with its t interval", () => {
    // scipy.stats.t.interval(0.95, 2, loc=np.mean(x), scale=scipy.stats.sem(x)), x = [0.95, 0.96,
    // 0.985]
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
    const made = recordsOf(of, results.toReversed());
    expect(made.map(({ id }) => id)).toEqual(cells.map(({ id }) => id).toReversed());
    for (const [i, { problem, method, seed, ...record }] of made.toReversed().entries()) {
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
    const kept = JSON.parse(
      JSON.stringify({ ...infinite, epochs: [{ ...infinite.epochs[0], testLoss: Number.POSITIVE_INFINITY }] }),
    ) as RunResult;
    const outcome = analyse(
      of,
      records(of, () => kept),
    );
    expect(outcome.problems[0]!.runs[0]!.epochs[0]!.testLoss).toBeNaN();
    expect(outcome.problems[0]!.methods[0]).toMatchObject({ testLoss: null, testAccuracy: { mean: 0.9 } });
    expect(
      compareSchema.parse(JSON.parse(JSON.stringify(compareOutput(outcome)))).runs[0]!.epochs[0]!.testLoss,
    ).toBeNull();
  });
});

describe("methods", () => {
  it("are ranked by failures, then by mean test accuracy; failures are counted apart, never averaged in", () => {
    const methods = methodsOf(
      { inits: ["zero", "random", "he", "glorot-uniform"] },
      {
        zero: [[0.1], [0.1], [0.1]],
        random: [[0.1], [0.8], "diverged"],
        he: [[0.9], [0.92], [0.94]],
        "glorot-uniform": [[0.93], [0.91], "crashed"],
      },
    );
    const brief = methods.map(({ label, rank, runs, failures, testAccuracy }) => [
      label,
      rank,
      runs.length,
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
    expect(methods.map(({ learned, averaged }) => [learned.length, averaged.length])).toEqual([
      [3, 3],
      [2, 2],
      [1, 1],
      [0, 3],
    ]);
  });

  it("have the figures of the last epoch, and evaluated figures only where they were asked for", () => {
    const [method] = methodsOf({ inits: ["he"], seeds: [0] }, { he: [[0.5, 0.7, 0.6]] });
    expect(method).toMatchObject({
      testAccuracy: { mean: 0.6 },
      trainAccuracy: { mean: 0.61 },
      testLoss: { mean: 0.8 },
    });
    expect(method).not.toHaveProperty("evalTrainAccuracy");
  });

  it("have nothing to average where every run failed", () => {
    const [method] = methodsOf({ inits: ["he"] }, { he: ["diverged", "crashed", "diverged"] });
    expect(method).toMatchObject({ rank: null, testAccuracy: null, trainLoss: null });
    expect(method!.runs).toHaveLength(3);
    expect(method!.failures).toEqual({ diverged: 2, crashed: 1, refused: 0, stuck: 0 });
  });

  it("that have no run are left out, and what is missing is listed", () => {
    const [problem] = outcomeOf({}, { he: [[0.9]] }).problems;
    expect(problem!.methods.map(({ label, runs }) => [label, runs.length])).toEqual([["he", 1]]);
    expect(problem!.missing).toEqual([
      { method: "he", seed: 1 },
      { method: "he", seed: 2 },
      { method: "zero", seed: 0 },
      { method: "zero", seed: 1 },
      { method: "zero", seed: 2 },
    ]);
    expect(outcomeOf({}, {}).problems).toEqual([]);
  });

  it("of all recipes are compared within a problem, each with its complete recipe", () => {
    const of = study({
      inits: ["he", "zero"],
      batch: 64,
      training: [
        { optimizer: "sgd", learningRate: 0.05 },
        { optimizer: "adam", epochs: 3 },
      ],
    });
    const adam = "he [adam, 3 epochs]";
    const sgd = "he [sgd, lr 0.05]";
    const outcome = analyse(
      of,
      records(of, ({ method, init, seed }) => done([init === "zero" ? 0.1 : method === adam ? 0.9 : 0.7 + seed / 100])),
    );
    const [problem] = outcome.problems;
    expect(outcome.problems).toHaveLength(1);
    expect(problem!.methods.map(({ label, rank }) => [label, rank])).toEqual([
      [adam, 1],
      [sgd, 2],
      ["zero [sgd, lr 0.05]", null],
      ["zero [adam, 3 epochs]", null],
    ]);
    expect(problem!.methods[0]!.recipe).toMatchObject({
      optimizer: { kind: "adam", learningRate: 0.001 },
      epochs: 3,
      batch: 64,
    });
    expect(problem!.methods[1]!.recipe).toMatchObject({ optimizer: { kind: "sgd", learningRate: 0.05 }, batch: 64 });
    expect(problem!.verdicts).toMatchObject({ leader: adam, verdicts: [{ a: adam, b: sgd }] });
    expect(problem!.sentences[0]).toMatch(/^he \[adam, 3 epochs\] beats he \[sgd, lr 0\.05\] by 19\.00 points/);
  });
});

describe("verdicts", () => {
  const options = { inits: ["he", "glorot-uniform", "lecun-normal", "random", "zero"] };
  const outcome = outcomeOf(options, {
    he: [[0.92], [0.93], [0.95]],
    "glorot-uniform": [[0.9], [0.91], [0.92]],
    "lecun-normal": [[0.905], [0.935], [0.918]],
    random: [[0.8], "crashed", "diverged"],
    zero: [[0.1], [0.1], [0.1]],
  });

  it("are of all pairs that learned, paired by seed and corrected over those with three seeds", () => {
    const { verdicts, leader, tied } = outcome.problems[0]!.verdicts!;
    expect(verdicts.map(({ a, b, n, kind }) => [a, b, n, kind])).toEqual([
      ["he", "lecun-normal", 3, "no-detectable-difference"],
      ["he", "glorot-uniform", 3, "no-detectable-difference"],
      ["he", "random", 1, "too-few-seeds"],
      ["lecun-normal", "glorot-uniform", 3, "no-detectable-difference"],
      ["lecun-normal", "random", 1, "too-few-seeds"],
      ["glorot-uniform", "random", 1, "too-few-seeds"],
    ]);
    // import numpy as np; from scipy import stats
    // a = np.array([.92, .93, .95]); b = np.array([.90, .91, .92]); c = np.array([.905, .935,
    // .918])
    // stats.ttest_rel(a, b) -> p = 0.01980, confidence_interval(.95) 0.0089912 to 0.0376755;
    // stats.ttest_rel(a, c) -> p = 0.32063
    // stats.ttest_rel(c, b) -> p = 0.36787; Holm over three: 3 * 0.01980 = 0.05941, 2 * 0.32063 =
    // 0.64127, 0.64127
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
    const inits = ["he", "glorot-uniform"];
    const runs = { he: [[0.92], [0.93], [0.95]], "glorot-uniform": [[0.9], [0.91], [0.92]] };
    expect(outcomeOf({ inits }, runs).problems[0]!.verdicts).toMatchObject({ leader: "he", tied: ["he"] });
    expect(outcomeOf({ inits, margin: 0.1 }, runs).problems[0]!.verdicts!.verdicts[0]).toMatchObject({
      kind: "equivalent",
      equivalence: { margin: 0.1 },
    });
  });
});

describe("curves", () => {
  it("are timed to the target over all runs, failures counting as never", () => {
    const [he, random] = methodsOf(
      { inits: ["he", "random"] },
      {
        he: [
          [0.5, 0.9, 0.9],
          [0.5, 0.5, 0.9],
          [0.9, 0.9, 0.9],
        ],
        random: [[0.5, 0.6, 0.88], "diverged", "diverged"],
      },
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
    expect(methodsOf({ inits: ["he"], target: 0.5 }, { he: [[0.4, 0.6]] })[0]!.epochsToTarget).toMatchObject({
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
    const { across } = analyse(
      of,
      records(of, ({ init, seed }) => done([accuracy[init]! + seed / 100])),
    );
    expect(across!.methods.map(({ method, averageRank }) => [method, averageRank])).toEqual([
      ["he", 1],
      ["glorot-uniform", 2],
      ["random", 3],
    ]);
    // scipy.stats.friedmanchisquare([.905]*3, [.805]*3, [.705]*3) -> statistic 6, p = 0.04979;
    // 3!^(1-3) = 1/36
    expect(across!.friedman).toEqual({ p: expect.closeTo(0.049787, 5), smallestP: expect.closeTo(1 / 36, 9) });
    // Demsar 2006, table 5: q = 2.343 for three methods; 2.343 * sqrt(3 * 4 / (6 * 3)).
    expect(across!.criticalDifference).toBeCloseTo(2.343 * Math.sqrt(12 / 18), 2);
    expect(across!.improvement[0]).toMatchObject({ a: "he", b: "glorot-uniform", value: 1 });
    expect(across!.methods[0]!.profile!.find(({ accuracy }) => accuracy === 0.9)!.share).toBe(0.5);
    expect(analyse(study(), []).across).toBeNull();
  });

  it("count failures: a method that mostly fails does not lead, and one that always does is last", () => {
    const of = study({ models: ["mlp", "lenet5"], inits: ["random", "he", "zero"], seeds: [0, 1, 2] });
    const all = records(of, ({ init, seed }) => {
      if (init === "zero") return failed("diverged", "NaN");
      return done([init === "he" ? 0.9 : seed === 0 ? 0.95 : 0.1]);
    });
    const { across } = analyse(of, all);
    expect(
      across!.methods.map(({ method, averageRank, interquartileMean }) => [method, averageRank, interquartileMean]),
    ).toEqual([
      ["random", 2, null],
      // Three seeds: no interval.
      ["he", 1, { value: 0.9, low: null, high: null, n: 3 }],
      ["zero", 3, null],
    ]);
  });
});

describe("findings", () => {
  const say = (of: Study, runs: Runs) => analyse(of, recordsFrom(of, runs)).problems[0]!.sentences;

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
    const of = study({ inits: ["zero"], limit: 256, epochs: 1 });
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

it("the time of an analysis grows with the runs, not with methods times runs", () => {
  /** How often any field of any record is read. */
  const readsOf = (methods: number, seeds: number): number => {
    const inits = Array.from({ length: methods }, (_, i) => `random:std=${(i + 1) / 1000}`);
    const of = study({ inits, seeds });
    let reads = 0;
    const counted = records(of, ({ method, seed }) =>
      done([0.2 + method.length / 1000 + 0.001 * Math.sin(seed), 0.5]),
    ).map(
      (record) =>
        new Proxy(record, {
          get(target, key) {
            reads++;
            return target[key as keyof RunRecord];
          },
        }),
    );
    analyse(of, counted);
    return reads / counted.length;
  };
  const few = readsOf(3, 20);
  // Per record, ten times the methods or the seeds need no more reads.
  expect(readsOf(30, 20)).toBeLessThan(1.1 * few);
  expect(readsOf(3, 200)).toBeLessThan(1.1 * few);
});

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
    expect(Object.keys(output)).toEqual(["format", "study", "runs", "summary", "verdicts", "across"]);
    expect(output.format).toBe("stepzero/compare/2");
    expect(() => compareSchema.parse({ ...output, more: 1 })).toThrow();
    expect(() => compareSchema.parse({ ...output, format: "stepzero/compare/3" })).toThrow();
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
