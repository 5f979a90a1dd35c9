import { describe, expect, test } from "vitest";
import { InputError } from "../errors.js";
import { normals, stream } from "../random/index.js";
import { ACCURACY, allPairs, judge, LOSS, pairedTTest, supportedLeader, verdictSentence } from "./index.js";

/** Differences with exactly this mean and standard deviation, in points of accuracy. */
function spread(n: number, mean: number, sd: number, seed = 0): number[] {
  const z = [...normals(stream(seed, "test"), n)];
  const center = z.reduce((s, x) => s + x, 0) / n;
  const size = Math.sqrt(z.reduce((s, x) => s + (x - center) ** 2, 0) / (n - 1));
  return z.map((x) => (mean + ((x - center) / size) * sd) / 100);
}

test("a winner, in words; the same from the other side, and for a loss", () => {
  const differences = spread(5, 0.31, 0.153);
  const [verdict] = judge([{ a: "he", b: "xavier-fan-in", differences }]);
  expect(verdict).toMatchObject({ kind: "winner", winner: "he", n: 5, family: 1, basis: "mean", departure: null });
  expect(verdict!.adjustedP).toBe(pairedTTest(differences).p);
  expect(verdict!.permutation!.smallestP).toBe(0.0625);
  // SciPy: t.interval(0.95, 4, 0.31, 0.153 / sqrt(5)) = (0.1200, 0.5000);
  // 2 * t.sf(0.31 / (0.153 / sqrt(5)), 4) = 0.01060
  const words =
    "he beats xavier-fan-in by 0.31 points of test accuracy [0.12, 0.50] in the mean and in 5 of 5 paired seeds, t test p = 0.011";
  expect(verdictSentence(verdict!)).toBe(words);
  const turned = judge([{ a: "xavier-fan-in", b: "he", differences: differences.map((d) => -d) }])[0]!;
  expect(verdictSentence(turned)).toBe(words);
  const loss = judge([{ a: "he", b: "zero", differences: [-0.5, -0.6, -0.4] }], { better: "lower" })[0]!;
  expect(loss.winner).toBe("he");
  expect(verdictSentence(loss, LOSS)).toMatch(
    /^he beats zero by 0.5000 of test loss \[0.2516, 0.7484\] in the mean and in 3 of 3 paired seeds, t test p = 0.013$/,
  );
});

test("correction over the family can remove a winner, and the sentence mentions it", () => {
  const comparison = { a: "he", b: "glorot", differences: spread(5, 0.31, 0.2) };
  const alone = judge([comparison])[0]!;
  const noise = [1, 2, 3].map((seed) => ({ a: "he", b: `other${seed}`, differences: spread(5, 0.02, 0.3, seed) }));
  const among = judge([comparison, ...noise])[0]!;
  expect([alone.kind, among.kind]).toEqual(["winner", "no-detectable-difference"]);
  expect(among.adjustedP).toBeCloseTo(4 * alone.test!.p, 12);
  expect(among.winner).toBeNull();
  expect(verdictSentence(among)).toMatch(
    /^no detectable difference between he and glorot: 0.31 points .* t test p = 0.1 after correction$/,
  );
  // Too few seeds are not in the family.
  expect(judge([comparison, { a: "he", b: "x", differences: [1] }])[0]!.kind).toBe("winner");
});

test("no detectable difference comes with the number of seeds needed, and its interval", () => {
  const verdict = judge([{ a: "he", b: "glorot", differences: spread(5, -0.04, 0.47) }], { worthSeeing: 0.003 })[0]!;
  expect(verdict.needed).toMatchObject({ seeds: 22, low: 11, high: 111, n: 5, alpha: 0.05 });
  expect(verdictSentence(verdict)).toBe(
    "no detectable difference between he and glorot: −0.04 points of test accuracy [−0.62, 0.54] in the mean, 5 paired seeds, t test p = 0.86; " +
      "22 seeds (11 to 111, as 5 seeds know their spread) would be needed to see 0.30 points",
  );
  const enough = judge([{ a: "he", b: "glorot", differences: spread(20, 0.01, 0.1) }], { worthSeeing: 0.003 })[0]!;
  expect(verdictSentence(enough)).toMatch(/; one of 0.30 points would have been seen at least 80 times in 100$/);
});

test("equivalent within a margin, detectable or not; never without a margin", () => {
  const comparison = { a: "he", b: "glorot", differences: spread(10, 0.05, 0.06) };
  expect(judge([comparison])[0]!.kind).toBe("winner");
  const verdict = judge([comparison], { margin: 0.003 })[0]!;
  expect(verdict).toMatchObject({ kind: "equivalent", winner: null });
  // SciPy: t.interval(0.9, 9, 0.05, 0.06 / sqrt(10)) = (0.0152, 0.0848)
  expect(verdictSentence(verdict)).toBe(
    "he and glorot are equivalent within 0.30 points of test accuracy: 0.05 [0.02, 0.08] (90 % interval) in the mean, " +
      "10 paired seeds, two one-sided t tests p < 0.001",
  );
  expect(judge([{ ...comparison, differences: spread(3, 0.05, 0.3) }], { margin: 0.003 })[0]!.kind).toBe(
    "no-detectable-difference",
  );
});

test("too few seeds: none, one, two", () => {
  const sentence = (differences: number[]) => verdictSentence(judge([{ a: "he", b: "zero", differences }])[0]!);
  expect(sentence([])).toBe("too few seeds to tell he from zero: no seed is common to their runs");
  expect(sentence([0.87])).toBe(
    "too few seeds to tell he from zero: 87.00 points of test accuracy from 1 paired seed, and 3 are the least",
  );
  expect(sentence([0.87, 0.86])).toMatch(/86.50 points of test accuracy from 2 paired seeds/);
});

test("differences that do not vary are left to the signs: no certainty from a few, in either direction", () => {
  const same = (n: number, difference = 0.01) => ({
    a: "he",
    b: "zero",
    differences: Array<number>(n).fill(difference),
  });
  const five = judge([same(5)])[0]!;
  expect(five).toMatchObject({ kind: "too-few-seeds", basis: "median", departure: { kind: "same", farOut: [] } });
  expect(verdictSentence(five)).toBe(
    "too few seeds to tell he from zero: 1.00 points of test accuracy in the median of 5 paired seeds; all differences are the same, " +
      "and the sign test, which holds then, needs 6",
  );
  expect(judge([same(6)])[0]).toMatchObject({ kind: "winner", basis: "median", winner: "he", adjustedP: 0.03125 });
  expect(verdictSentence(judge([same(6)])[0]!)).toBe(
    "he beats zero by 1.00 points of test accuracy [1.00, 1.00] in the median and in 6 of 6 paired seeds, " +
      "sign test p = 0.031; all differences are the same",
  );
  // Three that lie within the margin: 12.5 % of studies where half of all seeds lie beyond it.
  const equal = (n: number) => judge([same(n, 0)], { margin: 0.003 })[0]!;
  expect(equal(3)).toMatchObject({ kind: "too-few-seeds", equivalence: { p: 0.125, adjustedP: 0.125 } });
  expect(equal(5)).toMatchObject({ kind: "equivalent", basis: "median", equivalence: { adjustedP: 0.03125 } });
  expect(verdictSentence(equal(5))).toBe(
    "he and zero are equivalent within 0.30 points of test accuracy: 0.00 [0.00, 0.00] (93.7 % interval) in the median, " +
      "5 paired seeds, two one-sided sign tests p = 0.031; all differences are the same",
  );
  // In a family of three, five are too few.
  const family = [same(5, 0), { ...same(5, 0), a: "x" }, { ...same(5, 0), b: "y" }];
  expect(judge(family, { margin: 0.003 }).map(({ kind }) => kind)).toEqual(Array(3).fill("too-few-seeds"));
  expect(judge([same(7, 0)])[0]).toMatchObject({ kind: "no-detectable-difference", adjustedP: 1 });
});

describe("differences that the t test does not judge rightly", () => {
  const judgeOne = (differences: readonly number[], margin?: number) =>
    judge([{ a: "he", b: "random", differences, seeds: differences.map((_, i) => i + 10) }], { margin })[0]!;

  test("one far out: by signs where they suffice, which may see what it hides from the mean", () => {
    const differences = [1.1, 0.9, 1.3, 0.8, 1.0, 1.2, 0.7, -80].map((d) => d / 100);
    const verdict = judgeOne(differences);
    expect(verdict.test!.p).toBeGreaterThan(0.3);
    expect(verdict).toMatchObject({
      kind: "no-detectable-difference",
      basis: "median",
      adjustedP: 0.0703125,
      departure: { kind: "far-out", farOut: [{ seed: 17, difference: -0.8 }] },
      needed: null,
    });
    expect(verdictSentence(verdict)).toBe(
      "no detectable difference between he and random: 0.95 points of test accuracy [−80.00, 1.30] in the median, " +
        "8 paired seeds, sign test p = 0.07; seed 17 lies far out (−80.00)",
    );
    const more = judgeOne([...differences, 0.0105]);
    // 2 (1 + 9) / 2^9
    expect(more).toMatchObject({ kind: "winner", winner: "he", basis: "median", adjustedP: 20 / 512 });
    expect(verdictSentence(more)).toBe(
      "he beats random by 1.00 points of test accuracy [0.70, 1.20] in the median and in 8 of 9 paired seeds, " +
        "sign test p = 0.039; seed 17 lies far out (−80.00)",
    );
    const turned = judgeOne([...differences, 0.0105].map((d) => -d));
    expect(turned).toMatchObject({ kind: "winner", winner: "random" });
    expect(verdictSentence(turned)).toMatch(/^random beats he by 1\.00 .* \[0\.70, 1\.20\] .* 8 of 9 /);
    // The loss is lower: the same pair read the other way.
    expect(
      judge([{ a: "he", b: "random", differences }], { better: "lower" })[0]!.departure!.farOut[0]!.seed,
    ).toBeNull();
  });

  test("several far out: named, or counted where they are many or have no names", () => {
    const rest = Array.from({ length: 14 }, (_, i) => 0.01 + ((i * 7) % 14) / 10_000);
    const two = judgeOne([-0.3, ...rest, -0.4]);
    expect(verdictSentence(two)).toMatch(/; seeds 10, 25 lie far out \(−40.00 to −30.00\)/);
    expect(
      verdictSentence({ ...two, departure: { kind: "far-out", farOut: [{ seed: null, difference: -1 }] } }),
    ).toMatch(/; one seed lies far out \(−100.00\)/);
    expect(verdictSentence(judgeOne([-0.3, -0.31, -0.29, -0.33, -0.4, ...rest]))).toMatch(
      /; 5 of 19 seeds lie far out/,
    );
    const skewed = judgeOne(Array.from({ length: 30 }, (_, i) => -Math.log((i + 0.5) / 30) - 0.2));
    expect(skewed).toMatchObject({ basis: "median", departure: { kind: "skewed" } });
    expect(verdictSentence(skewed)).toMatch(/; the differences are skewed$/);
  });

  test("one far out of five: cannot be told, unless the mean and every seed say the same", () => {
    const verdict = judgeOne([0.011, 0.009, 0.013, 0.008, -0.8]);
    expect(verdict).toMatchObject({ kind: "too-few-seeds", basis: "median", adjustedP: null, winner: null });
    expect(verdictSentence(verdict)).toBe(
      "too few seeds to tell he from random: 0.90 points of test accuracy in the median of 5 paired seeds; " +
        "seed 14 lies far out (−80.00), and the sign test, which holds then, needs 6",
    );
    const clear = judgeOne([0.88, 0.87, 0.881, 0.879, 0.7]);
    expect(clear).toMatchObject({ kind: "winner", winner: "he", basis: "mean", departure: { kind: "far-out" } });
    expect(verdictSentence(clear)).toMatch(
      / in the mean and in 5 of 5 paired seeds, t test p < 0.001; seed 14 lies far out \(70.00\)$/,
    );
  });

  test("the mean may not lead where most seeds do not follow", () => {
    // 11 of 20 ahead by much, 9 behind by little: the t test is sure, and the coin is not.
    const differences = Array.from({ length: 20 }, (_, i) => (i < 11 ? 0.4 + i / 10 : -0.05 - (i - 11) / 25));
    const verdict = judgeOne(differences);
    expect(verdict.test!.p).toBeLessThan(0.02);
    expect(verdict).toMatchObject({ kind: "no-detectable-difference", basis: "median", departure: null });
    // scipy.stats.binomtest(11, 20).pvalue -> 0.8238029479980469
    expect(verdict.adjustedP).toBeCloseTo(0.8238029479980469, 12);
    expect(verdictSentence(verdict)).toMatch(/sign test p = 0.82; ahead in the mean, but not in most seeds$/);
  });

  test("equivalence: not by a mean whose seeds lie beyond the margin, and by signs past one far out", () => {
    const beyond = Array.from({ length: 12 }, (_, i) => (i % 2 === 0 ? 1.05 : -0.95) + i / 1000);
    const by = judgeOne(beyond, 1);
    expect(by.equivalence).toMatchObject({ basis: "median" });
    expect(by.kind).toBe("no-detectable-difference");
    const close = judgeOne([0.1, -0.05, 0.02, 0.04, -0.08, 0.06, -0.01, -50], 1);
    // scipy.stats.binomtest(7, 8, alternative="greater").pvalue -> 0.03515625
    expect(close).toMatchObject({ kind: "equivalent", basis: "median", equivalence: { p: 0.03515625 } });
    expect(verdictSentence(close)).toMatch(/two one-sided sign tests p = 0.035; seed 17 lies far out \(−5000.00\)$/);
  });
});

test("p is not rounded across alpha", () => {
  const base = judge([{ a: "a", b: "b", differences: spread(5, 1, 1) }])[0]!;
  const said = (adjustedP: number) =>
    verdictSentence({ ...base, kind: "no-detectable-difference", adjustedP }).match(/p [=<] .*/)![0];
  expect([0.0503, 0.0496, 0.2, 0.00099, 1, 0.00101].map(said)).toEqual([
    "p = 0.0503",
    "p = 0.05",
    "p = 0.2",
    "p < 0.001",
    "p = 1",
    "p = 0.001",
  ]);
});

test("all pairs by common seeds; a leader only where it beat every other", () => {
  const bySeed = (values: readonly number[]) => new Map(values.map((x, seed) => [seed, x]));
  const order = spread(6, 0, 0.1);
  const methods = [
    { name: "he", bySeed: bySeed(order.map((x, i) => 0.98 + x + spread(6, 0, 0.02, 1)[i]!)) },
    { name: "glorot", bySeed: bySeed(order.map((x, i) => 0.97 + x + spread(6, 0, 0.02, 2)[i]!)) },
    { name: "zero", bySeed: bySeed(new Array(5).fill(0.1)) },
  ];
  const pairs = allPairs(methods);
  expect(pairs.map(({ a, b, differences }) => [a, b, differences.length])).toEqual([
    ["he", "glorot", 6],
    ["he", "zero", 5],
    ["glorot", "zero", 5],
  ]);
  const verdicts = judge(pairs);
  expect(supportedLeader(verdicts)).toBe("he");
  expect(supportedLeader(judge(pairs, { better: "lower" }))).toBe("zero");
  expect(supportedLeader(judge(allPairs([methods[0]!, { ...methods[0]!, name: "again" }])))).toBeNull();
  expect(supportedLeader([])).toBeNull();
  expect(verdictSentence(verdicts[0]!, ACCURACY)).toMatch(
    /^he beats glorot by 1.00 points .* p < 0.001 after correction$/,
  );
});

test("bad input names the pair", () => {
  expect(() => judge([{ a: "he", b: "zero", differences: [1, Number.NaN] }])).toThrow(/he − zero: value 2 of 2 is NaN/);
  expect(() => judge([], { margin: -1 })).toThrow(InputError);
  expect(() => judge([], { alpha: 5 })).toThrow(/alpha must be above 0 and below 1/);
  expect(judge([])).toEqual([]);
});
