import { describe, expect, test } from "vitest";
import { graphOf } from "../../../../test/networks.js";
import { InputError } from "../../../errors.js";
import { sizeOf } from "../../../graph/tensor.js";
import {
  dense,
  firstToken,
  layerNorm,
  patchEmbedding,
  positionEmbedding,
  residual,
  selfAttention,
  sequential,
} from "../../../network/layers/index.js";
import type { TensorSpecification } from "../../../network/parameter.js";
import type { OptionValues } from "../../../options.js";
import { initialWeights } from "../../initial-weights.js";
import type { Initializer } from "../../initializer.js";
import { deepNorm, gpt2, mimetic, tFixup } from "./index.js";

const width = 64;
const heads = 4;
/** A vision transformer of three blocks. */
const vit = (fused: boolean): readonly TensorSpecification[] => {
  const blocks = [1, 2, 3].flatMap(() => [
    residual(sequential(layerNorm(), selfAttention(heads, { fused }))),
    residual(sequential(layerNorm(), dense(2 * width, { activation: "gelu" }), dense(width))),
  ]);
  const layers = sequential(patchEmbedding(width, 4), positionEmbedding(), ...blocks, firstToken(), dense(10));
  return graphOf(layers, [1, 3, 8, 8]).network.parameters.map(({ name, shape, role }) => ({ name, shape, role }));
};
const rms = (values: Float32Array) => Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length);

/** Every kernel's measured standard deviation is that of the formula, to four standard errors. */
function expectStd(
  one: Initializer,
  tensors: readonly TensorSpecification[],
  expected: (tensor: TensorSpecification) => number,
  options: OptionValues = {},
): void {
  const weights = initialWeights(one, tensors, 5, options);
  for (const tensor of tensors) {
    if (tensor.role.kind !== "kernel" && tensor.role.kind !== "position") continue;
    const got = rms(weights[tensor.name]!);
    expect(Math.abs(got / expected(tensor) - 1), tensor.name).toBeLessThan(4 / Math.sqrt(2 * sizeOf(tensor.shape)));
  }
}

const glorotStd = ({ shape }: TensorSpecification) =>
  Math.sqrt(2 / (sizeOf(shape.slice(1)) + (shape[0]! * sizeOf(shape.slice(2))) / (shape.length === 4 ? 16 : 1)));
const onValuePath = ({ role }: TensorSpecification) =>
  role.residual !== undefined && role.projection !== "query" && role.projection !== "key";

describe("sizes by role", () => {
  const unfused = vit(false);

  test("gpt2: 0.02, and 0.02 / √6 back into the stream of six branches", () => {
    for (const tensors of [vit(true), unfused]) {
      const into = (t: TensorSpecification) => t.role.residual?.last;
      expect(tensors.filter((t) => t.role.kind === "kernel" && into(t))).toHaveLength(6);
      expectStd(gpt2, tensors, (t) => (into(t) ? 0.02 / Math.sqrt(6) : 0.02));
      expectStd(gpt2, tensors, (t) => (t.role.kind === "position" ? 0.01 : into(t) ? 0.03 / Math.sqrt(6) : 0.03), {
        std: 0.03,
        positionStd: 0.01,
      });
    }
  });

  test("deepnorm: (8N)^(−1/4) on the path of values, 1 elsewhere", () => {
    expectStd(deepNorm, unfused, (t) =>
      t.role.kind === "position" ? 0.02 : glorotStd(t) * (onValuePath(t) ? 24 ** -0.25 : 1),
    );
  });

  test("t-fixup: 0.67 N^(−1/4), or (9N)^(−1/4) in a decoder", () => {
    const expected = (factor: number) => (t: TensorSpecification) =>
      t.role.kind === "position" ? 0.02 : glorotStd(t) * (onValuePath(t) ? factor : 1);
    expectStd(tFixup, unfused, expected(0.67 * 3 ** -0.25));
    expectStd(tFixup, unfused, expected(27 ** -0.25), { stack: "decoder" });
    // Embeddings: N(0, 1/d) times (9N)^(−1/4), N of the network.
    const embedding: TensorSpecification = { name: "table", shape: [500, 100], role: { kind: "embedding" } };
    const got = rms(initialWeights(tFixup, [...unfused, embedding], 0).table!);
    expect(Math.abs(got / (0.1 * 27 ** -0.25) - 1)).toBeLessThan(4 / Math.sqrt(100_000));
  });

  test.each([deepNorm, tFixup])("$name scales only the value's third of a fused kernel", (one) => {
    const tensors = vit(true);
    const qkv = tensors.find((t) => t.role.projection === "query-key-value")!;
    const values = initialWeights(one, tensors, 0)[qkv.name]!;
    const [query, key, value] = [0, 1, 2].map((i) => rms(values.subarray(i * 4096, (i + 1) * 4096))) as [
      number,
      number,
      number,
    ];
    const factor = one === deepNorm ? 24 ** -0.25 : 0.67 * 3 ** -0.25;
    expect(Math.abs(query * Math.sqrt(64) - 1)).toBeLessThan(0.05);
    expect(Math.abs(key * Math.sqrt(64) - 1)).toBeLessThan(0.05);
    expect(Math.abs((value * Math.sqrt(64)) / factor - 1)).toBeLessThan(0.05);
  });
});

describe("mimetic", () => {
  const attention = { block: 2, name: "block3/attention1" }; // the second block's attention
  /** The four kernels of that attention, [width, width] each. */
  const projections = (tensors: readonly TensorSpecification[], options: OptionValues = {}) => {
    const weights = initialWeights(mimetic, tensors, 11, options);
    const fused = weights[`${attention.name}/query-key-value-kernel`];
    const size = width * width;
    const part = (i: number, name: string) =>
      fused?.subarray(i * size, (i + 1) * size) ?? weights[`${attention.name}/${name}-kernel`]!;
    return {
      query: part(0, "query"),
      key: part(1, "key"),
      value: part(2, "value"),
      output: weights[`${attention.name}/output-kernel`]!,
    };
  };
  /** Σ over rows of [from, to): aᵀ b. */
  const product = (a: Float32Array, b: Float32Array, from = 0, to = width) => {
    const m = new Float64Array(width * width);
    for (let r = from; r < to; r++) {
      for (let i = 0; i < width; i++)
        for (let j = 0; j < width; j++) m[i * width + j]! += a[r * width + i]! * b[r * width + j]!;
    }
    return m;
  };
  const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
  const split = (m: Float64Array) => {
    const diagonal = Array.from(m).filter((_, i) => i % (width + 1) === 0);
    const rest = Array.from(m).filter((_, i) => i % (width + 1) !== 0);
    return { diagonal: mean(diagonal), off: Math.sqrt(mean(rest.map((x) => x * x))) };
  };
  const transposed = (a: Float32Array) => a.map((_, i) => a[(i % width) * width + Math.floor(i / width)]!);

  test.each([true, false])("value times output is 0.4 Z − 0.4 I (fused: %s)", (fused) => {
    const { value, output } = projections(vit(fused));
    // (W_out W_v)[o, i] = Σ_r W_out[o, r] W_v[r, i]; Z's entries have standard deviation 1/√d =
    // 1/8.
    const { diagonal, off } = split(product(transposed(output), value));
    expect(Math.abs(diagonal + 0.4)).toBeLessThan((4 * 0.4) / 8 / Math.sqrt(width));
    expect(Math.abs(off / (0.4 / 8) - 1)).toBeLessThan(4 / Math.sqrt(2 * 64 * 63));
  });

  test("with all singular vectors a head's query times key is 0.7 Z + 0.7 I", () => {
    const one = vit(false).map((t) => ({
      ...t,
      role: { ...t.role, ...(t.role.heads === undefined ? {} : { heads: 1 }) },
    }));
    const { query, key } = projections(one);
    const { diagonal, off } = split(product(query, key));
    expect(Math.abs(diagonal - 0.7)).toBeLessThan((4 * 0.7) / 8 / Math.sqrt(width));
    expect(Math.abs(off / (0.7 / 8) - 1)).toBeLessThan(4 / Math.sqrt(2 * 64 * 63));
  });

  test("each of four heads keeps the best part of its own: a positive diagonal, of rank 16, other for each", () => {
    for (const fused of [true, false]) {
      const { query, key } = projections(vit(fused));
      const traces = [0, 1, 2, 3].map((h) => split(product(query, key, 16 * h, 16 * (h + 1))));
      for (const { diagonal, off } of traces) expect(diagonal).toBeGreaterThan(2 * off);
      expect(new Set(traces.map((t) => t.diagonal)).size).toBe(4);
      // Without noise it is the identity on 16 dimensions.
      const pure = projections(vit(fused), { queryKeyNoise: 0 });
      expect(split(product(pure.query, pure.key, 0, 16)).diagonal * width).toBeCloseTo(0.7 * 16, 4);
    }
  });

  test("one factor alone is refused, as is a network without attention", () => {
    const tensors = vit(false);
    const key = tensors.find((t) => t.role.projection === "key")!;
    expect(() => initialWeights(mimetic, [key], 0)).toThrow(
      `mimetic: the key projection "${key.name}" is one factor of a pair, and there is no query or query-key-value projection before it`,
    );
    const plain = tensors.filter((t) => t.role.projection === undefined);
    expect(() => initialWeights(mimetic, plain, 0)).toThrow(InputError);
    expect(() => initialWeights(mimetic, plain, 0)).toThrow('Initializer "mimetic" acts on attention');
  });
});
