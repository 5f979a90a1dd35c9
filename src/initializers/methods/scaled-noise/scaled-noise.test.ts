/**
 * Distributions of a million draws, by Kolmogorov and Smirnov; options; formulas of the unit-wise
 * methods.
 */
import { describe, expect, test } from "vitest";
import { InputError } from "../../../errors.js";
import type { TensorRole } from "../../../network/parameter.js";
import { normalCdf } from "../../../random/index.js";
import { findInitializer, initialWeights, parseInitializer } from "../../index.js";
import { truncatedMoments } from "../../parts/noise.js";

/** Kolmogorov's distance that a right sample exceeds once in a thousand. */
const N = 1_000_000;
const CRITICAL = 1.95 / Math.sqrt(N);

function distance(sample: Float32Array, cdf: (x: number) => number): number {
  const sorted = sample.slice().sort();
  let worst = 0;
  // Every twentieth will do: between them the distance changes by less than 20 / N, a hundredth of
  // what is critical.
  for (let i = 0; i < sorted.length; i += 20) {
    const expected = cdf(sorted[i]!);
    worst = Math.max(worst, Math.abs(expected - i / N), Math.abs(expected - (i + 1) / N));
  }
  return worst;
}

const normal =
  (std: number, mean = 0) =>
  (x: number) =>
    normalCdf((x - mean) / std);
const uniform = (low: number, high: number) => (x: number) => Math.min(1, Math.max(0, (x - low) / (high - low)));
const cut =
  (sigma: number, low: number, high: number, centre = 0) =>
  (x: number) =>
    (normalCdf(Math.max(low, Math.min(high, (x - centre) / sigma))) - normalCdf(low)) /
    (normalCdf(high) - normalCdf(low));

// Kernels of 1000 × 1000, so fanIn = fanOut = 1000, seed 7; the distribution that each formula
// means, written out.
const CUT = 0.8796256610342398; // scipy.stats.truncnorm(-2, 2).std()
test.each<[string, (x: number) => number, Partial<TensorRole>?]>([
  ["random:std=0.3", normal(0.3)],
  ["standard-normal", normal(1)],
  ["normal:mean=0.5,std=2", normal(2, 0.5)],
  ["uniform:low=-1,high=3", uniform(-1, 3)],
  ["truncated-normal:std=0.1", cut(0.1 / CUT, -2, 2)],
  ["truncated-normal:std=0.1,corrected=no", cut(0.1, -2, 2)],
  // scipy.stats.truncnorm(-1, 3): mean 0.2827861107271541, std 0.7849469634044259
  [
    "truncated-normal:mean=1,std=0.5,low=-1,high=3",
    cut(0.5 / 0.7849469634044259, -1, 3, 1 - (0.5 * 0.2827861107271541) / 0.7849469634044259),
  ],
  ["variance-scaling:scale=3,mode=fanOut,distribution=uniform", uniform(-Math.sqrt(9 / 1000), Math.sqrt(9 / 1000))],
  ["variance-scaling:mode=fanGeometric,distribution=normal", normal(Math.sqrt(1 / 1000))],
  ["variance-scaling", cut(Math.sqrt(1 / 1000) / CUT, -2, 2)],
  ["he", normal(Math.sqrt(2 / 1000))],
  ["he-uniform", uniform(-Math.sqrt(6 / 1000), Math.sqrt(6 / 1000))],
  ["glorot-normal", normal(Math.sqrt(1 / 1000))],
  ["lecun-uniform", uniform(-Math.sqrt(3 / 1000), Math.sqrt(3 / 1000))],
  ["random-walk", normal((Math.SQRT2 * Math.exp(1.2 / 997.6)) / Math.sqrt(1000)), { activation: "relu" }],
  ["siren", uniform(-1 / 1000, 1 / 1000), { first: true }],
  ["siren:omega0=10", uniform(-Math.sqrt(6 / 1000) / 10, Math.sqrt(6 / 1000) / 10)],
  ["siren:carrier=weights", uniform(-Math.sqrt(6 / 1000), Math.sqrt(6 / 1000))],
  ["siren:carrier=weights", uniform(-30 / 1000, 30 / 1000), { first: true }],
  // The gain g* stands in src/signal/gain.test.ts.
  ["activation-aware", normal(1.558759930069 / Math.sqrt(1000)), { activation: "silu" }],
  ["pytorch-default", uniform(-Math.sqrt(1 / 1000), Math.sqrt(1 / 1000))],
  ["pytorch/trunc-normal", cut(1, -2, 2)],
  ["keras/he_normal", cut(Math.sqrt(2 / 1000) / CUT, -2, 2)],
  ["keras-2018/he_normal", cut(Math.sqrt(2 / 1000), -2, 2)],
  ["tfjs/heNormal", cut(Math.sqrt(2 / 1000), -2, 2)],
  ["jax/uniform", uniform(0, 0.01)],
  ["caffe/xavier", uniform(-Math.sqrt(3 / 1000), Math.sqrt(3 / 1000))],
])("a million draws of %s have its distribution", (text, cdf, role = {}) => {
  const { initializer, options } = parseInitializer(text);
  const tensor = {
    name: "w",
    shape: [1000, 1000],
    role: { kind: "kernel", operation: "dense", ...role } as TensorRole,
  };
  expect(distance(initialWeights(initializer, [tensor], 7, options).w!, cdf)).toBeLessThan(CRITICAL);
});

/*
 * SciPy 1.10, /usr/bin/python3:
 *
 * from scipy.stats import truncnorm
 * for a, b in ((-2, 2), (-1, 3), (.5, 4), (-30, 30), (-3, -1)):
 *   print(truncnorm(a, b).mean(), truncnorm(a, b).std())
 */
test.each([
  [-2, 2, 0, 0.8796256610342398],
  [-1, 3, 0.2827861107271541, 0.7849469634044259],
  [0.5, 4, 1.1407611122877965, 0.5172294814872779],
  [-30, 30, 0, 1],
  [-3, -1, -1.5100495132439846, 0.41647677597210686],
])("moments of a normal cut to [%d, %d] are SciPy's", (low, high, mean, std) => {
  const got = truncatedMoments(low, high);
  expect(Math.abs(got.mean - mean)).toBeLessThan(1e-12);
  expect(Math.abs(got.std - std)).toBeLessThan(1e-12);
});

describe("options that are names", () => {
  test("are read, written and checked", () => {
    const choice = parseInitializer("variance-scaling:mode=fanOut,scale=2");
    expect(choice.options).toEqual({ scale: 2, mode: "fanOut", distribution: "truncated-normal" });
    expect(() => parseInitializer("variance-scaling:mode=fanout")).toThrow('did you mean "fanOut"?');
    expect(() => parseInitializer("variance-scaling:mode=fan_avg")).toThrow(
      "Known: fanIn, fanOut, fanAverage, fanGeometric.",
    );
    expect(() => parseInitializer("variance-scaling:mode=2")).toThrow(InputError);
    expect(() => parseInitializer("variance-scaling:scale=fanIn")).toThrow("scale must be a number");
  });

  test("ends the wrong way round are refused", () => {
    const tensor = { name: "w", shape: [3, 3], role: { kind: "kernel" } as const };
    for (const text of ["uniform:low=1", "truncated-normal:low=3"]) {
      const { initializer, options } = parseInitializer(text);
      expect(() => initialWeights(initializer, [tensor], 0, options)).toThrow('(tensor "w")');
    }
  });
});

describe("methods by the unit", () => {
  const draw = (text: string, shape: number[], role: Partial<TensorRole> = {}) => {
    const { initializer, options } = parseInitializer(text);
    const tensor = { name: "w", shape, role: { kind: "kernel", ...role } as TensorRole };
    return initialWeights(initializer, [tensor], 3, options).w!;
  };
  /**
   * The weights of each output unit of a transposed convolution [in, out / groups, positions], by
   * its definition.
   */
  const unitsOf = (values: Float32Array, [first, second, positions]: [number, number, number], groups: number) =>
    Array.from({ length: groups * second }, (_, unit) => {
      const [group, output] = [Math.floor(unit / second), unit % second];
      return Array.from(values).filter((_, i) => {
        const input = Math.floor(i / (second * positions));
        return Math.floor(i / positions) % second === output && Math.floor(input / (first / groups)) === group;
      });
    });

  test("Nguyen–Widrow: every unit's weights have norm 0.7 H^(1/I)", () => {
    const norm = (unit: readonly number[]) => Math.sqrt(unit.reduce((sum, x) => sum + x * x, 0));
    const dense = draw("nguyen-widrow", [20, 3]);
    for (let unit = 0; unit < 20; unit++) {
      expect(norm(Array.from(dense.subarray(3 * unit, 3 * unit + 3)))).toBeCloseTo(0.7 * 20 ** (1 / 3), 6);
    }
    const transposed = draw("nguyen-widrow", [6, 4, 5], { operation: "transposed-convolution", groups: 2 });
    for (const unit of unitsOf(transposed, [6, 4, 5], 2)) {
      expect(unit.length).toBe(15);
      expect(norm(unit)).toBeCloseTo(0.7 * 8 ** (1 / 15), 6);
    }
  });

  test("sparse: 15 weights of each unit, at places that differ; all where there are fewer", () => {
    const values = draw("sparse", [200, 64]);
    const places = Array.from({ length: 64 }, () => 0);
    for (let unit = 0; unit < 200; unit++) {
      const row = values.subarray(64 * unit, 64 * unit + 64);
      expect(row.filter((x) => x !== 0).length).toBe(15);
      row.forEach((x, i) => {
        places[i]! += x === 0 ? 0 : 1;
      });
    }
    // Each place is chosen 200 · 15/64 = 46.9 times, of variance 200 · 15/64 · 49/64: χ² of 63
    // degrees of freedom < 103 (0.999).
    const expected = (200 * 15) / 64;
    expect(places.reduce((sum, n) => sum + (n - expected) ** 2 / ((expected * 49) / 64), 0)).toBeLessThan(
      103 * (64 / 63),
    );
    expect(draw("sparse", [10, 4]).every((x) => x !== 0)).toBe(true);
    const transposed = draw("sparse:nonzero=4", [6, 4, 5], { operation: "transposed-convolution", groups: 2 });
    for (const unit of unitsOf(transposed, [6, 4, 5], 2)) expect(unit.filter((x) => x !== 0).length).toBe(4);
  });

  test("PyTorch's sparse_: ⌈sparsity · rows⌉ zeros in each column", () => {
    const values = draw("pytorch/sparse:sparsity=0.25", [30, 12]);
    for (let column = 0; column < 12; column++) {
      expect(values.filter((x, i) => i % 12 === column && x === 0).length).toBe(Math.ceil(0.25 * 30));
    }
  });

  test("random walk refuses activations that the paper has no g for", () => {
    expect(() => draw("random-walk", [4, 4], { activation: "tanh" })).toThrow('tensor "w" goes through tanh');
    expect(findInitializer("random-walk").formula).toContain("exp(1 / 2N)");
  });
});
