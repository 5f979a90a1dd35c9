/** Moments of a softmax, against quadrature and closed forms. */
import { describe, expect, it } from "vitest";
import { type AttentionStack, attentionByDepth } from "./attention-phase.js";
import { mapMoments, shareMoments } from "./attention-shares.js";

const many = { depth: 512, queryCosine: 0, directions: Number.POSITIVE_INFINITY };

describe("a causal map", () => {
  const open = Array.from({ length: 16 }, (_, query) => query + 1);

  it("that is uniform has the means over 1, 2 … 16 keys: ln n, 1 / n and (n − 1) / n²", () => {
    const mean = (f: (n: number) => number) => open.reduce((sum, n) => sum + f(n), 0) / 16;
    const moments = mapMoments({ ...many, variance: 0 }, open);
    // 1.9170, as 128 samples of GPT-2's start have.
    expect(moments.entropy).toBeCloseTo(mean(Math.log), 9);
    expect(moments.concentration).toBeCloseTo(
      mean((n) => 1 / n),
      9,
    );
    expect(moments.slopes).toBeCloseTo(
      mean((n) => (n - 1) / n ** 2),
      9,
    );
  });

  it.each([0.1, 1, 10])(
    "has no more entropy than a uniform one, and less by what each query loses (%d)",
    (variance) => {
      const [few, uniform] = [{ ...many, depth: 16, variance }, Math.log];
      const { entropy } = mapMoments(few, open);
      expect(entropy).toBeLessThan(open.reduce((sum, n) => sum + uniform(n), 0) / 16);
      const exact = open.reduce((sum, keys) => sum + shareMoments({ ...few, keys }).entropy, 0) / 16;
      expect(Math.abs(entropy / exact - 1)).toBeLessThan(0.02);
    },
  );
});

describe("the attention of one query", () => {
  it("is uniform where all products are 0", () => {
    const moments = shareMoments({ ...many, variance: 0, keys: 7 });
    expect(moments.concentration).toBeCloseTo(1 / 7, 12);
    expect(moments.common).toBeCloseTo(1 / 7, 12);
    expect(moments.slopes).toBeCloseTo((1 / 7) * (1 - 1 / 7), 12);
    expect(moments.entropy).toBeCloseTo(Math.log(7), 12);
  });

  it.each([0.3, 2, 9])("to two keys is that of a logistic function: variance %d", (variance) => {
    // The difference of two products has twice the variance; 512 units keep queries alike. The
    // moments are means of at most 254 draws, of numbers from 0 to 1 with deviations below 0.2.
    const share = (x: number) => 1 / (1 + Math.exp(-x));
    const grid = Array.from({ length: 1601 }, (_, i) => (i - 800) / 100);
    const over = (f: (a: number) => number) =>
      grid.reduce((sum, z) => sum + (f(share(Math.sqrt(2 * variance) * z)) * Math.exp((-z * z) / 2)) / 100, 0) /
      Math.sqrt(2 * Math.PI);
    const { concentration, slopes, entropy } = shareMoments({ ...many, variance, keys: 2 });
    const room = (4 * 0.2) / Math.sqrt(254);
    const squares = (a: number) => a * a + (1 - a) ** 2;
    expect(Math.abs(concentration - over(squares))).toBeLessThan(room);
    expect(Math.abs(slopes - over((a) => squares(a) - 2 * (a ** 3 + (1 - a) ** 3) + squares(a) ** 2))).toBeLessThan(
      room,
    );
    expect(Math.abs(entropy - over((a) => -a * Math.log(a) - (a < 1 ? (1 - a) * Math.log(1 - a) : 0)))).toBeLessThan(
      room,
    );
  });

  it("to many keys has e^(variance) / keys, while that is small", () => {
    // For normal products E e^2x / (E e^x)² = e^variance; 1 / keys corrections of both means.
    const keys = 4000;
    const { concentration } = shareMoments({ ...many, variance: 0.5, keys });
    expect(Math.abs((concentration * keys) / Math.exp(0.5) - 1)).toBeLessThan(0.03);
  });

  it("is that of the other query where both are one", () => {
    const { concentration, common, slopes, commonSlopes } = shareMoments({
      ...many,
      variance: 1,
      keys: 16,
      queryCosine: 1,
    });
    expect(common).toBeCloseTo(concentration, 12);
    expect(commonSlopes).toBeCloseTo(slopes, 12);
  });

  it("behind a causal mask is uniform over the keys so far", () => {
    const open = [1, 2, 3, 4];
    const { concentration, common, concentrations, entropy } = mapMoments({ ...many, variance: 0 }, open);
    expect([...concentrations]).toEqual(open.map((n) => expect.closeTo(1 / n, 12)));
    expect(concentration).toBeCloseTo((1 + 1 / 2 + 1 / 3 + 1 / 4) / 4, 12);
    expect(entropy).toBeCloseTo((Math.log(2) + Math.log(3) + Math.log(4)) / 4, 12);
    // Of two queries the later one spreads its attention: Σ min(1/i, 1/j) over the common keys.
    const pairs = open.flatMap((i) => open.filter((j) => j > i).map((j) => 1 / j));
    expect(common).toBeCloseTo(pairs.reduce((sum, x) => sum + x, 0) / pairs.length, 12);
  });
});

describe("a stack of attention blocks", () => {
  const stack: AttentionStack = { keys: 32, headUnits: 32, logitDeviation: 0, depth: 6 };

  it("of uniform attention without residual connections has rank one after one block", () => {
    // Dong et al. 2021: pure attention loses rank; at logits of 0 at once.
    expect(attentionByDepth({ ...stack, residualShare: Number.POSITIVE_INFINITY })[0]!.cosine).toBeCloseTo(1, 12);
  });

  it("of uniform attention follows the recursion of Noci et al. 2022", () => {
    const share = 0.5;
    let c = 0;
    for (const { cosine, entropyShare } of attentionByDepth({ ...stack, residualShare: share })) {
      const mean = c + (1 - c) / 32;
      c = (c + share * mean) / (1 + share * mean);
      expect(cosine).toBeCloseTo(c, 12);
      expect(entropyShare).toBeCloseTo(1, 9);
    }
  });

  it("keeps its rank where attention is sharp, which then has no entropy", () => {
    const pure = { ...stack, residualShare: Number.POSITIVE_INFINITY, cosine: 0.2 };
    const at = (logitDeviation: number) => attentionByDepth({ ...pure, logitDeviation });
    const critical = Math.sqrt(2 * Math.log(32));
    const [blunt, sharp] = [at(critical / 8), at(critical * 8)];
    expect(1 - blunt.at(-1)!.cosine).toBeLessThan(1e-6);
    expect(blunt[0]!.entropyShare).toBeGreaterThan(0.9);
    expect(1 - sharp[0]!.cosine).toBeGreaterThan(0.5);
    expect(sharp[0]!.entropyShare).toBeLessThan(0.25);
  });

  it("with residual connections becomes alike the slower, the weaker its branches", () => {
    const cosines = [0.01, 0.1, 1].map((residualShare) => attentionByDepth({ ...stack, residualShare }).at(-1)!.cosine);
    expect(cosines).toEqual([...cosines].sort((a, b) => a - b));
    expect(cosines[0]).toBeLessThan(0.01);
    expect(cosines[2]).toBeGreaterThan(0.1);
  });
});
