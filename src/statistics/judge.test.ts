import { expect, test } from "vitest";
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
  expect(verdict).toMatchObject({ kind: "winner", winner: "he", n: 5, family: 1, decidedBy: "t" });
  expect(verdict!.adjustedP).toBe(pairedTTest(differences).p);
  expect(verdict!.permutation!.smallestP).toBe(0.0625);
  // SciPy: t.interval(0.95, 4, 0.31, 0.153 / sqrt(5)) = (0.1200, 0.5000);
  // 2 * t.sf(0.31 / (0.153 / sqrt(5)), 4) = 0.01060
  const words = "he beats xavier-fan-in by 0.31 points of test accuracy [0.12, 0.50], 5 paired seeds, t test p = 0.011";
  expect(verdictSentence(verdict!)).toBe(words);
  const turned = judge([{ a: "xavier-fan-in", b: "he", differences: differences.map((d) => -d) }])[0]!;
  expect(verdictSentence(turned)).toBe(words);
  const loss = judge([{ a: "he", b: "zero", differences: [-0.5, -0.6, -0.4] }], { better: "lower" })[0]!;
  expect(loss.winner).toBe("he");
  expect(verdictSentence(loss, LOSS)).toMatch(
    /^he beats zero by 0.5000 of test loss \[0.2516, 0.7484\], 3 paired seeds, t test p = 0.013$/,
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
    "no detectable difference between he and glorot: −0.04 points of test accuracy [−0.62, 0.54], 5 paired seeds, t test p = 0.86; " +
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
    "he and glorot are equivalent within 0.30 points of test accuracy: 0.05 [0.02, 0.08] (90 % interval), " +
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

test("differences that do not vary are left to the permutation test", () => {
  const same = (n: number) => ({ a: "he", b: "zero", differences: new Array<number>(n).fill(0.01) });
  expect(judge([same(5)])[0]).toMatchObject({
    kind: "no-detectable-difference",
    decidedBy: "permutation",
    adjustedP: 0.0625,
  });
  expect(judge([same(6)])[0]).toMatchObject({ kind: "winner", winner: "he", adjustedP: 0.03125 });
  expect(verdictSentence(judge([same(6)])[0]!)).toMatch(/permutation test p = 0.031$/);
  expect(judge([{ a: "a", b: "b", differences: [0, 0, 0] }])[0]).toMatchObject({ adjustedP: 1, decidedBy: "t" });
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
