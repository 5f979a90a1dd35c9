/** Paired tests against SciPy and enumeration. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { golden, near } from "../../test/statistics/golden.js";
import { normals, stream } from "../random/index.js";
import { equivalenceTest, holm, midranks, pairBySeed, pairedTTest, permutationTest, wilcoxonTest } from "./index.js";

const few = fc.array(fc.integer({ min: -6, max: 6 }), { minLength: 1, maxLength: 9 });

/** |mean| at least as large, over all signs, the slow way. */
function enumerated(differences: readonly number[]): number {
  let hits = 0;
  const n = differences.length;
  const sum = Math.abs(differences.reduce((s, d) => s + d, 0));
  for (let signs = 0; signs < 1 << n; signs++) {
    const flipped = differences.reduce((s, d, i) => s + ((signs >> i) & 1 ? -d : d), 0);
    if (Math.abs(flipped) >= sum - 1e-9) hits++;
  }
  return hits / 2 ** n;
}

describe("paired differences", () => {
  test("are of the seeds that both have", () => {
    const a = new Map([
      [3, 0.5],
      [1, 0.75],
      [2, 1],
    ]);
    const b = new Map([
      [1, 0.25],
      [3, 0.25],
      [4, 9],
    ]);
    expect(pairBySeed(a, b)).toEqual({ seeds: [3, 1], differences: [0.25, 0.5] });
  });

  test("t test as SciPy's ttest_1samp", () => {
    for (const [d, t, p] of golden.t) {
      const got = pairedTTest(d);
      near(got.t, t);
      near(got.p, p);
      expect(got.n).toBe(d.length);
      expect(got.p <= 0.05).toBe(got.low > 0 || got.high < 0);
    }
  });

  test("differences that do not vary, up to rounding", () => {
    expect(pairedTTest([0, 0, 0])).toMatchObject({ t: 0, p: 1, sd: 0 });
    expect(pairedTTest([0.9513 - 0.9412, 0.8713 - 0.8612, 0.5101 - 0.5])).toMatchObject({ t: Infinity, p: 0, sd: 0 });
  });

  test("equivalence as two of SciPy's one-sided tests, and by the 1 − 2 alpha interval", () => {
    for (const [d, margin, p] of golden.tost) {
      const got = equivalenceTest(d, margin);
      near(got.p, p);
      expect(got.equivalent).toBe(got.low > -margin && got.high < margin);
    }
    // Three that are the same are no certainty: half of all seeds may lie elsewhere.
    expect(equivalenceTest([0, 0, 0], 0.1)).toMatchObject({ basis: "median", equivalent: false, p: 0.125, n: 3 });
    expect(equivalenceTest([1, 1, 1], 0.1)).toMatchObject({ basis: "median", equivalent: false, p: 1 });
  });
});

describe("Holm", () => {
  test("the worked case, order kept, one test unchanged", () => {
    expect(holm([0.01, 0.04, 0.03])).toEqual([0.03, 0.06, 0.06]);
    expect(holm([0.3])).toEqual([0.3]);
    expect(holm([])).toEqual([]);
    expect(holm([0.9, 0.8])).toEqual([1, 1]);
  });

  test("rejects what the step-down procedure rejects", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 0.2, noNaN: true }), { minLength: 1, maxLength: 8 }), (ps) => {
        const order = ps.map((_, i) => i).sort((i, j) => ps[i]! - ps[j]!);
        let going = true;
        const rejected = new Set<number>();
        for (const [rank, i] of order.entries()) {
          going &&= (ps.length - rank) * ps[i]! <= 0.05;
          if (going) rejected.add(i);
        }
        expect(holm(ps).map((p) => p <= 0.05)).toEqual(ps.map((_, i) => rejected.has(i)));
      }),
    );
  });
});

describe("permutation test", () => {
  test("as SciPy's permutation_test over all signs, and the slow enumeration", () => {
    for (const [d, p] of golden.permutation) {
      near(permutationTest(d).p, enumerated(d));
      // SciPy doubles the smaller tail instead of counting |mean|; by symmetry the same, but capped
      // at 1.
      near(permutationTest(d).p, p);
    }
    fc.assert(fc.property(few, (d) => near(permutationTest(d).p, enumerated(d))));
  });

  test("smallest p: 0.25 at three seeds, 0.0625 at five, reached when all agree", () => {
    expect(permutationTest([1, 2, 3])).toMatchObject({ p: 0.25, smallestP: 0.25, n: 3 });
    expect(permutationTest([0.3, 0.1, 0.4, 0.2, 0.5])).toMatchObject({ p: 0.0625, smallestP: 0.0625, method: "exact" });
    expect(permutationTest([0, 0])).toMatchObject({ p: 1, smallestP: 1 });
    expect(permutationTest(new Array(32).fill(1)).p).toBe(2 / 2 ** 32);
  });

  test("above 32 by random signs: same stream, same p; near the t test's; refused without a stream", () => {
    const d = [...normals(stream(1, "test"), 40)].map((z) => z + 0.35);
    const options = { stream: stream(2, "signs"), draws: 20_000 };
    const got = permutationTest(d, options);
    expect(got).toEqual(permutationTest(d, options));
    expect(got.method).toBe("monte-carlo");
    expect(got.p).not.toBe(permutationTest(d, { ...options, stream: stream(3, "signs") }).p);
    expect(Math.abs(got.p - pairedTTest(d).p)).toBeLessThan(0.01 + 4 * got.standardError);
    expect(() => permutationTest(d)).toThrow(/above 32 give \{ stream \}/);
  });

  test("exact up to 32 agrees with random signs", () => {
    const d = [...normals(stream(5, "test"), 28)].map((z) => z + 0.3);
    const padded = [...d, ...new Array(8).fill(1e-13)];
    const random = permutationTest(padded, { stream: stream(2, "signs"), draws: 40_000 });
    expect(Math.abs(permutationTest(d).p - random.p)).toBeLessThan(5 * random.standardError);
  });
});

describe("Wilcoxon", () => {
  test("as SciPy's exact mode without ties, as all signs of the ranks with", () => {
    for (const [d, statistic, p] of golden.wilcoxon) {
      const got = wilcoxonTest(d);
      near(got.p, p);
      near(Math.min(got.positiveRanks, (d.length * (d.length + 1)) / 2 - got.positiveRanks), statistic);
    }
    for (const [d, positive, p] of golden.wilcoxonWithTies) {
      expect(wilcoxonTest(d)).toMatchObject({ positiveRanks: positive, ties: d.length > 3, n: d.length });
      near(wilcoxonTest(d).p, p);
    }
  });

  test("is the permutation test of the signed ranks", () => {
    fc.assert(
      fc.property(few, (d) => {
        const used = d.filter((x) => x !== 0);
        const ranks = midranks(used.map(Math.abs)).map((rank, i) => Math.sign(used[i]!) * rank);
        near(wilcoxonTest(d).p, ranks.length === 0 ? 1 : permutationTest(ranks).p);
      }),
    );
  });

  test("zeros are counted and left out; ties hidden by rounding are seen; smallest p; large n", () => {
    expect(wilcoxonTest([0, 0, 2])).toMatchObject({ zeros: 2, smallestP: 1, p: 1 });
    expect(wilcoxonTest([0, 0])).toMatchObject({ zeros: 2, smallestP: 1, p: 1 });
    expect(wilcoxonTest([0.9513 - 0.9412, 0.8713 - 0.8612]).ties).toBe(true);
    expect(wilcoxonTest([1, 2, 3, 4, 5])).toMatchObject({ p: 0.0625, smallestP: 0.0625, method: "exact" });
    const many = [...normals(stream(0, "test"), 201)].map((z) => z + 0.1);
    const [exact, normal] = [wilcoxonTest(many.slice(1)), wilcoxonTest(many)];
    expect([exact.method, normal.method]).toEqual(["exact", "normal"]);
    expect(Math.abs(exact.p - normal.p)).toBeLessThan(0.02);
  });
});
