/** The orthogonal methods: their blocks, gains, biases and windows. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { blocksOf, draw, gramError, kernel } from "../../../../test/initializers/orthogonal-kernels.js";
import { sizeOf } from "../../../graph/tensor.js";
import type { TensorSpecification } from "../../../network/parameter.js";
import type { OptionValues } from "../../../options.js";
import type { Initializer } from "../../initializer.js";
import { circularOrthogonal, deltaOrthogonal, orthogonal, scaleCorrectedUniformOrthogonal } from "./index.js";

const seeds = fc.nat();
const small = fc.integer({ min: 1, max: 24 });

describe("orthogonal", () => {
  test("every block, flattened, has orthonormal rows or columns to 1e-6", () => {
    const grouped = fc.record({
      out: small,
      in: small,
      groups: fc.integer({ min: 1, max: 4 }),
      k: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(
        grouped,
        fc.constantFrom("dense", "fused", "convolution", "transposed"),
        seeds,
        (size, what, seed) => {
          const { groups: g } = size;
          const tensor = {
            dense: kernel([size.out, size.in]),
            fused: kernel([3 * size.out, size.in], { fused: 3, projection: "query-key-value" }),
            convolution: kernel([g * size.out, size.in, size.k, size.k], { groups: g }),
            transposed: kernel([g * size.in, size.out, size.k], { groups: g, operation: "transposed-convolution" }),
          }[what];
          for (const { rows, columns, places, at } of blocksOf(draw(orthogonal, tensor, seed), tensor)) {
            const error = gramError(rows, columns * places, (i, j) => at(i, Math.floor(j / places), j % places));
            expect(error).toBeLessThan(1e-6);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test("gain multiplies, blocks differ, and the moments are Haar's", () => {
    const one = draw(orthogonal, kernel([7, 5]));
    const tripled = draw(orthogonal, kernel([7, 5]), 0, { gain: 3 });
    expect(tripled.every((x, i) => Math.abs(x - 3 * one[i]!) < 1e-6)).toBe(true);
    const fused = draw(orthogonal, kernel([12, 4], { fused: 3 }));
    expect(fused.subarray(0, 16)).not.toEqual(fused.subarray(16, 32));
    // E w² = 1 / n and E w⁴ = 3 / (n (n + 2)) for an entry of a Haar matrix; four standard errors
    // from E w⁸.
    const n = 4;
    const samples = 3000;
    let [second, fourth, trace] = [0, 0, 0];
    for (let seed = 0; seed < samples; seed++) {
      const w = draw(orthogonal, kernel([n, n]), seed);
      second += w[6]! ** 2 / samples;
      fourth += w[6]! ** 4 / samples;
      trace += (w[0]! + w[5]! + w[10]! + w[15]!) / samples;
    }
    const moment4 = 3 / (n * (n + 2));
    const moment8 = 105 / (n * (n + 2) * (n + 4) * (n + 6));
    expect(Math.abs(second - 1 / n)).toBeLessThan(4 * Math.sqrt((moment4 - 1 / n ** 2) / samples));
    expect(Math.abs(fourth - moment4)).toBeLessThan(4 * Math.sqrt((moment8 - moment4 ** 2) / samples));
    expect(Math.abs(trace)).toBeLessThan(4 / Math.sqrt(samples));
  });
});

test("the gain of the activation that follows, on request", () => {
  const size = (activation: string, options: OptionValues, one: Initializer = orthogonal) => {
    const values = draw(one, kernel([8, 8], { activation }), 0, options);
    return Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / 8);
  };
  for (const one of [orthogonal, deltaOrthogonal, scaleCorrectedUniformOrthogonal, circularOrthogonal]) {
    expect(size("relu", {}, one)).toBeCloseTo(1, 6);
    expect(size("relu", { activationGain: "fixed-point" }, one)).toBeCloseTo(Math.SQRT2, 6);
  }
  expect(size("relu", { activationGain: "unit", gain: 0.5 })).toBeCloseTo(Math.SQRT1_2, 6);
  // E SiLU(g z)² = 1 at g = 1.5588, E tanh(z)² = 1 / 1.5925² (Simpson's rule, independently).
  expect(size("silu", { activationGain: "fixed-point" })).toBeCloseTo(1.5588, 4);
  expect(size("tanh", { activationGain: "unit" })).toBeCloseTo(1.5925, 4);
  expect(size("linear", { activationGain: "unit" })).toBeCloseTo(1, 6);
  expect(() => size("tanh", { activationGain: "fixed-point" })).toThrow("Use the kind unit");
});

test("biases on request, for networks at criticality", () => {
  const bias: TensorSpecification = { name: "b", shape: [10_000], role: { kind: "bias" } };
  for (const one of [orthogonal, deltaOrthogonal]) {
    expect(draw(one, bias).every((x) => x === 0)).toBe(true);
    const variance = draw(one, bias, 0, { biasStd: 0.3 }).reduce((sum, x) => sum + x * x, 0) / 10_000;
    expect(Math.abs(variance / 0.09 - 1)).toBeLessThan(4 * Math.sqrt(2 / 10_000));
  }
});

describe("delta-orthogonal", () => {
  test("is zero but at (k − 1) / 2, rounded down", () => {
    for (const [space, centre] of [
      [[3, 3], 4],
      [[4, 4], 5],
      [[2, 5], 2],
      [[5], 2],
      [[3, 3, 3], 13],
    ] as const) {
      const tensor = kernel([5, 4, ...space]);
      const values = draw(deltaOrthogonal, tensor);
      values.forEach((x, i) => {
        if (i % sizeOf(space) === centre) expect(x).not.toBe(0);
        else expect(x).toBe(0);
      });
    }
  });

  test("refuses convolutions from more channels to fewer, and names a method that accepts them", () => {
    expect(() => draw(deltaOrthogonal, kernel([4, 8, 3, 3], {}, "conv2/kernel"))).toThrow(
      'delta-orthogonal: convolution "conv2/kernel" [4, 8, 3, 3] has 8 input and only 4 output channels, so it cannot keep the length of every signal. It needs inputs ≤ outputs; scale-corrected-uniform-orthogonal accepts any numbers.',
    );
    expect(() => draw(deltaOrthogonal, kernel([4, 8, 3, 3], { groups: 2 }))).toThrow("in each group");
    // A transposed convolution's kernel is [in, out, …].
    const up = { operation: "transposed-convolution" } as const;
    expect(() => draw(deltaOrthogonal, kernel([8, 4, 3, 3], up))).toThrow("has 8 input and only 4 output channels");
    expect(draw(deltaOrthogonal, kernel([4, 8, 3, 3], up)).length).toBe(288);
    const head = kernel([10, 64]);
    expect(gramError(10, 64, (i, j) => draw(deltaOrthogonal, head)[i * 64 + j]!)).toBeLessThan(1e-6);
  });

  test("scale-corrected takes all, with the factor max(√(out / in), 1)", () => {
    for (const [out, inputs, factor] of [
      [6, 24, 1],
      [24, 6, 2],
    ] as const) {
      const values = draw(scaleCorrectedUniformOrthogonal, kernel([out, inputs, 3, 3]));
      const at = (i: number, j: number) => values[(i * inputs + j) * 9 + 4]! / factor;
      expect(gramError(out, inputs, at)).toBeLessThan(1e-6);
    }
  });
});

describe("circular-orthogonal", () => {
  test("kernels of any rank, groups and direction are orthogonal: shifted against themselves they vanish", () => {
    // The operator is orthogonal on every grid if and only if Σ_a K[a]ᵀ K[a + d] is I for d = 0 and
    // 0 for all other shifts.
    const cases = [
      kernel([6, 5, 4]),
      kernel([7, 7, 3, 2]),
      kernel([4, 3, 2, 3, 2]),
      kernel([12, 3, 3], { groups: 3 }),
      kernel([4, 9, 3]), // fewer outputs: the transpose is
      kernel([5, 8, 3, 3], { operation: "transposed-convolution" }),
      kernel([1, 1, 3, 3]),
      kernel([10, 6]),
    ];
    for (const tensor of cases) {
      const space = tensor.shape.slice(2);
      for (const { rows, columns, places, at } of blocksOf(draw(circularOrthogonal, tensor), tensor)) {
        const [n, m] = [Math.max(rows, columns), Math.min(rows, columns)];
        const entry = (place: number, i: number, j: number) => (rows >= columns ? at(i, j, place) : at(j, i, place));
        const indices = Array.from({ length: places }, (_, place) => {
          let rest = place;
          return [...space].reverse().map((size) => {
            const index = rest % size;
            rest = (rest - index) / size;
            return index;
          });
        });
        const sums = new Map<string, Float64Array>();
        for (let a = 0; a < places; a++) {
          for (let b = 0; b < places; b++) {
            const shift = indices[a]!.map((x, axis) => x - indices[b]![axis]!).join();
            const sum = sums.get(shift) ?? new Float64Array(m * m);
            sums.set(shift, sum);
            for (let i = 0; i < m; i++) {
              for (let j = 0; j < m; j++) {
                for (let k = 0; k < n; k++) sum[i * m + j]! += entry(a, k, i) * entry(b, k, j);
              }
            }
          }
        }
        for (const [shift, sum] of sums) {
          const still = shift === space.map(() => 0).join();
          sum.forEach((x, i) => {
            expect(Math.abs(x - (still && i % (m + 1) === 0 ? 1 : 0))).toBeLessThan(1e-6);
          });
        }
      }
    }
  });

  test("uses all of its window", () => {
    const values = draw(circularOrthogonal, kernel([8, 8, 3, 3]));
    for (let place = 0; place < 9; place++) {
      const energy = values.reduce((sum, x, i) => (i % 9 === place ? sum + x * x : sum), 0);
      expect(energy).toBeGreaterThan(0.05);
    }
  });
});
