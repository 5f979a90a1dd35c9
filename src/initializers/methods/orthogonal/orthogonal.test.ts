import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { graphOf, runGraph } from "../../../../test/networks.js";
import { GraphBuilder } from "../../../graph/builder.js";
import { type Shape, sizeOf } from "../../../graph/tensor.js";
import {
  activation,
  averagePool,
  conv,
  dense,
  flatten,
  type Layer,
  sequential,
} from "../../../network/layers/index.js";
import type { TensorRole, TensorSpecification } from "../../../network/parameter.js";
import type { OptionValues } from "../../../options.js";
import { normals, stream } from "../../../random/index.js";
import { initialWeights } from "../../initial-weights.js";
import type { Initializer } from "../../initializer.js";
import {
  circularOrthogonal,
  deltaOrthogonal,
  looksLinear,
  orthogonal,
  scaleCorrectedUniformOrthogonal,
} from "./index.js";

const kernel = (shape: Shape, role: Partial<TensorRole> = {}, name = "k"): TensorSpecification => ({
  name,
  shape,
  role: { kind: "kernel", operation: shape.length === 2 ? "dense" : "convolution", ...role },
});
const draw = (one: Initializer, tensor: TensorSpecification, seed = 0, options: OptionValues = {}) =>
  initialWeights(one, [tensor], seed, options)[tensor.name]!;
const seeds = fc.nat();
const small = fc.integer({ min: 1, max: 24 });

/** The kernel's blocks `[rows, columns, places]`: one for each group or projection. */
function blocksOf(values: Float32Array, { shape, role }: TensorSpecification) {
  const count = (role.groups ?? 1) * (role.fused ?? 1);
  const [rows, columns] = [shape[0]! / count, shape[1]!];
  const places = sizeOf(shape.slice(2));
  return Array.from({ length: count }, (_, i) => ({
    rows,
    columns,
    places,
    at: (row: number, column: number, place: number) => values[((i * rows + row) * columns + column) * places + place]!,
  }));
}

/**
 * Largest deviation of M Mᵀ or Mᵀ M, whichever is smaller, from the identity; M is rows × columns.
 */
function gramError(rows: number, columns: number, at: (row: number, column: number) => number): number {
  const [n, m, entry] = rows <= columns ? [rows, columns, at] : [columns, rows, (i: number, j: number) => at(j, i)];
  let worst = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < m; k++) sum += entry(i, k) * entry(j, k);
      worst = Math.max(worst, Math.abs(sum - (i === j ? 1 : 0)));
    }
  }
  return worst;
}

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

/**
 * Σ y² / Σ x² for each image through the circular convolution with that kernel, in ONNX Runtime.
 */
async function normRatios(tensor: TensorSpecification, values: Float32Array): Promise<number[]> {
  const { shape, role } = tensor;
  const groups = role.groups ?? 1;
  const [n, channels, size] = [3, shape[1]! * groups, 8];
  const [kh, kw] = shape.slice(2) as [number, number];
  const x = normals(stream(1, "images"), n * channels * size * size);
  const [height, width] = [size + kh - 1, size + kw - 1];
  const padded = new Float32Array(n * channels * height * width);
  for (let plane = 0; plane < n * channels; plane++) {
    for (let i = 0; i < height; i++) {
      for (let j = 0; j < width; j++) {
        padded[(plane * height + i) * width + j] = x[(plane * size + (i % size)) * size + (j % size)]!;
      }
    }
  }
  const g = new GraphBuilder("circular");
  const input = g.input("x", "float32", [n, channels, height, width]);
  const weights = g.input("w", "float32", shape);
  g.output(
    "y",
    g.apply("Conv", [input, weights], {
      kernel_shape: [kh, kw],
      strides: [1, 1],
      dilations: [1, 1],
      pads: [0, 0, 0, 0],
      group: groups,
    }),
  );
  const { y } = await runGraph(g.build(), {
    x: { type: "float32", shape: input.shape, data: padded },
    w: { type: "float32", shape, data: values },
  });
  expect(y!.shape).toEqual([n, shape[0], size, size]);
  const energy = (data: ArrayLike<number>, i: number) => {
    const length = data.length / n;
    return Array.from({ length }, (_, k) => data[i * length + k]! ** 2).reduce((sum, v) => sum + v, 0);
  };
  return Array.from({ length: n }, (_, i) => energy(y!.data as Float32Array, i) / energy(x, i));
}

describe("convolutions keep the norm of every image, padded circularly, in ONNX Runtime", () => {
  const shapes: [string, TensorSpecification][] = [
    ["3×3", kernel([16, 16, 3, 3])],
    ["more outputs than inputs", kernel([24, 10, 3, 3])],
    ["even and oblong", kernel([8, 8, 4, 2])],
    ["5×1", kernel([6, 6, 5, 1])],
    ["1×1", kernel([6, 5, 1, 1])],
    ["grouped", kernel([16, 4, 3, 3], { groups: 4 })],
    ["depthwise", kernel([8, 1, 3, 3], { groups: 8 })],
  ];
  test.each(shapes)("delta-orthogonal, %s", async (_, tensor) => {
    for (const ratio of await normRatios(tensor, draw(deltaOrthogonal, tensor))) {
      expect(Math.abs(ratio - 1)).toBeLessThan(1e-5);
    }
  });
  test.each(shapes)("circular-orthogonal, %s", async (_, tensor) => {
    const values = draw(circularOrthogonal, tensor);
    for (const ratio of await normRatios(tensor, values)) expect(Math.abs(ratio - 1)).toBeLessThan(1e-5);
  });
  test("scale-corrected: the mean square per unit", async () => {
    const tensor = kernel([24, 10, 3, 3]);
    for (const ratio of await normRatios(tensor, draw(scaleCorrectedUniformOrthogonal, tensor))) {
      expect(Math.abs(ratio - 24 / 10)).toBeLessThan(1e-4);
    }
  });
  test("while the flattened kernel of orthogonal does not", async () => {
    const tensor = kernel([16, 16, 3, 3]);
    const ratios = await normRatios(tensor, draw(orthogonal, tensor));
    expect(Math.max(...ratios.map((ratio) => Math.abs(ratio - 1)))).toBeGreaterThan(0.01);
  });
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

  test("refuses convolutions from more channels to fewer, and says what takes them", () => {
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

describe("looks-linear", () => {
  /** How far f(a x + b y) is from a f(x) + b f(y), relative to f's size. */
  async function nonlinearity(layer: Layer, input: Shape): Promise<number> {
    const size = sizeOf(input.slice(1));
    const { graph, network } = graphOf(layer, input);
    const weights = initialWeights(looksLinear, network.parameters, 3);
    const data = Float32Array.from(normals(stream(2, "x"), 3 * size));
    for (let i = 0; i < size; i++) data[2 * size + i] = 0.75 * data[i]! - 1.5 * data[size + i]!;
    const { y } = await runGraph(graph, {
      x: { type: "float32", shape: input, data },
      ...Object.fromEntries(
        network.parameters.map((p) => [p.name, { type: "float32" as const, shape: p.shape, data: weights[p.name]! }]),
      ),
    });
    const out = y!.data as Float32Array;
    const k = out.length / 3;
    const largest = out.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
    expect(largest).toBeGreaterThan(0.1);
    return Math.max(
      ...Array.from({ length: k }, (_, i) => Math.abs(out[2 * k + i]! - 0.75 * out[i]! + 1.5 * out[k + i]!) / largest),
    );
  }
  const mlp = (name: string) =>
    sequential(...Array.from({ length: 12 }, () => dense(32, { activation: name })), dense(5));

  test.each(["relu", "gelu", "silu", "softplus", "leaky-relu"])(
    "a 12-layer %s network is a linear function",
    async (name) => {
      expect(await nonlinearity(mlp(name), [3, 20])).toBeLessThan(1e-4);
    },
  );

  test("with tanh it is not", async () => {
    expect(await nonlinearity(mlp("tanh"), [3, 20])).toBeGreaterThan(1e-3);
  });

  test("a convolutional one too, through average pooling and flattening", async () => {
    const network = sequential(
      conv(8, 3, { padding: 1, activation: "relu" }),
      averagePool(2),
      conv(16, 3, { padding: 1, bias: false }),
      activation("relu"),
      flatten(),
      dense(12, { activation: "relu" }),
      dense(4),
    );
    expect(await nonlinearity(network, [3, 3, 8, 8])).toBeLessThan(1e-5);
  });

  test("keeps the length of signals: square hidden layers are orthogonal", () => {
    const values = draw(looksLinear, kernel([16, 16], { activation: "relu" }));
    // V alone: the upper left quarter.
    expect(gramError(8, 8, (i, j) => values[i * 16 + j]!)).toBeLessThan(1e-6);
    for (let i = 0; i < 8; i++) {
      for (let j = 0; j < 8; j++) {
        const v = values[i * 16 + j]!;
        expect([values[i * 16 + 8 + j], values[(8 + i) * 16 + j], values[(8 + i) * 16 + 8 + j]]).toEqual([-v, -v, v]);
      }
    }
  });

  test.each<[string, TensorSpecification, string]>([
    [
      "odd widths",
      kernel([7, 8], { activation: "relu" }),
      "has 7 outputs, which do not come in pairs: make the width of every hidden layer even.",
    ],
    ["odd inputs", kernel([4, 5], { head: true }), "has 5 inputs, which do not come in pairs"],
    ["groups", kernel([8, 2, 3, 3], { groups: 2 }), "is of a grouped convolution"],
    ["attention", kernel([8, 8], { projection: "output" }), "is in a residual branch or an attention"],
    ["transposed", kernel([8, 8, 2, 2], { operation: "transposed-convolution" }), "is of a transposed convolution"],
  ])("refuses %s", (_, tensor, message) => {
    expect(() => draw(looksLinear, tensor)).toThrow(`looks-linear: kernel "k" [${tensor.shape.join(", ")}] ${message}`);
  });
});
