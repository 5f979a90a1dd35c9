import { describe, expect, it } from "vitest";
import { done, failed, outcomeOf, records, study } from "../../../test/study/made-up.js";
import { typicalSeeds } from "./caveats.js";
import { analyse } from "./outcome.js";
import type { RunRecord } from "./records.js";

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
    // stats.ttest_rel(a, b) -> p = 0.01980, confidence_interval(1 - .05 / 3) -0.0021627 to
    // 0.0488293;
    // stats.ttest_rel(a, c) -> p = 0.32063
    // stats.ttest_rel(c, b) -> p = 0.36787; Holm over three: 3 * 0.01980 = 0.05941, 2 * 0.32063 =
    // 0.64127, 0.64127
    expect(verdicts[1]).toMatchObject({
      mean: expect.closeTo(0.07 / 3, 9),
      low: expect.closeTo(-0.0021627, 6),
      high: expect.closeTo(0.0488293, 6),
      level: expect.closeTo(1 - 0.05 / 3, 12),
      p: expect.closeTo(0.0198, 4),
      correctedP: expect.closeTo(0.05941, 4),
      family: 3,
      basis: "mean",
      departure: null,
      sign: { p: 0.25, smallestP: 0.25, ahead: 3, behind: 0 },
      // All that three values span holds their median three times in four.
      median: {
        value: expect.closeTo(0.02, 9),
        low: expect.closeTo(0.02, 9),
        high: expect.closeTo(0.03, 9),
        level: 0.75,
      },
      permutation: { p: 0.25, smallestP: 0.25 },
      wilcoxon: { p: 0.25, smallestP: 0.25 },
    });
    expect(verdicts[0]!.correctedP).toBeCloseTo(0.641268, 5);
    // The difference seen, which is larger than 0.3 points.
    expect(verdicts[0]!.needed!.difference).toBeCloseTo(0.014, 9);
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

describe("a bad run that is not counted as failed", () => {
  const seeds = [10, 11, 12, 13, 14, 15, 16, 17, 18, 19];
  const he = [0.952, 0.95, 0.953, 0.949, 0.3, 0.951, 0.948, 0.952, 0.95, 0.951];
  const other = [0.94, 0.941, 0.939, 0.94, 0.942, 0.938, 0.94, 0.941, 0.939, 0.937];
  const of = study({ inits: ["he", "random"], seeds });
  const outcome = analyse(
    of,
    records(of, ({ init, seed }) => done([(init === "he" ? he : other)[seed - 10]!])),
  );

  it("hides a difference from the mean, not from the median, and is named by its seed", () => {
    const [verdict] = outcome.problems[0]!.verdicts!.verdicts;
    // By mean accuracy random ranks first; a − b is random − he.
    // scipy.stats.ttest_1samp(d, 0).pvalue -> 0.42899; binomtest(1, 10).pvalue -> 0.021484375
    expect(verdict).toMatchObject({
      a: "random",
      b: "he",
      kind: "winner",
      winner: "he",
      basis: "median",
      correctedP: 0.021484375,
      sign: { ahead: 1, behind: 9 },
      departure: { kind: "far-out", farOut: [{ seed: 14, difference: expect.closeTo(0.642, 9) }] },
      needed: null,
    });
    expect(verdict!.p).toBeCloseTo(0.42899, 5);
    expect(verdict!.sentence).toMatch(
      /^he beats random by 1\.10 points of test accuracy \[.*\] in the median and in 9 of 10 paired seeds, sign test p = 0\.021; seed 14 lies far out \(64\.20\)$/,
    );
  });

  it("leaves the first by its mean without the lead", () => {
    const { verdicts, sentences, advice } = outcome.problems[0]!;
    expect(verdicts).toMatchObject({ leader: "he", reference: "he", tied: ["he"] });
    expect(advice).toMatchObject({ ground: "winner", use: ["he"], worse: [{ method: "random" }] });
    expect(sentences[1]).toBe("random ranks first by its mean, which a few runs decide; in typical seeds he is ahead.");
  });

  it("may be absent from the seeds, which is said where something is claimed", () => {
    // 1 − 0.05^(1/10) = 0.2589
    expect(typicalSeeds(outcome.problems)).toEqual([
      "Verdicts are about typical seeds: 10 can miss what goes wrong in up to 26 % of them.",
    ]);
    expect(typicalSeeds(outcomeOf({ inits: ["he", "random"] }, { he: [[0.9]], random: [[0.8]] }).problems)).toEqual([]);
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
