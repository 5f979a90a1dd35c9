/**
 * Fans by measurement: what ONNX Runtime computes with unit-variance inputs, and gradients, has the
 * variance that fans promise.
 */
import { describe, expect, test } from "vitest";
import { GraphBuilder } from "../../src/graph/builder.js";
import { gradients } from "../../src/graph/gradients/gradients.js";
import type { Value } from "../../src/graph/graph.js";
import { type Shape, sizeOf, type Tensor } from "../../src/graph/tensor.js";
import { fans } from "../../src/initializers/index.js";
import type { TensorRole } from "../../src/network/parameter.js";
import { normals, stream } from "../../src/random/index.js";
import { runGraph } from "../networks.js";

interface Case {
  readonly title: string;
  readonly kernel: Shape;
  readonly role: Partial<TensorRole>;
  readonly input: Shape;
  readonly layer: (g: GraphBuilder, x: Value, w: Value) => Value;
}

/** A convolution without padding, or a transposed one, on images of `size` in every direction. */
function convolution(
  title: string,
  kernel: Shape,
  size: number,
  { transposed = false, groups = 1, stride = 1, dilation = 1 } = {},
): Case {
  const window = kernel.slice(2);
  const strides = window.map(() => stride);
  const dilations = window.map(() => dilation);
  const channels = transposed ? kernel[0]! : kernel[1]! * groups;
  return {
    title,
    kernel,
    role: {
      operation: transposed ? "transposed-convolution" : "convolution",
      groups,
      stride: strides,
      dilation: dilations,
    },
    input: [24, channels, ...window.map(() => size)],
    layer: (g, x, w) =>
      g.apply(transposed ? "ConvTranspose" : "Conv", [x, w], {
        kernel_shape: window,
        strides,
        dilations,
        group: groups,
      }),
  };
}

const affine = (g: GraphBuilder, x: Value, w: Value): Value => g.apply("Gemm", [x, w], { transB: 1 });

const cases: readonly Case[] = [
  { title: "dense", kernel: [150, 90], role: { operation: "dense" }, input: [400, 90], layer: affine },
  {
    title: "tied: an embedding as the head's kernel",
    kernel: [300, 60],
    role: { operation: "dense" },
    input: [400, 60],
    layer: affine,
  },
  convolution("conv 1-D", [48, 24, 5], 60),
  convolution("conv 2-D", [24, 16, 3, 3], 16),
  convolution("conv 3-D", [12, 8, 3, 3, 3], 9),
  convolution("grouped conv", [32, 8, 3, 3], 16, { groups: 4 }),
  convolution("depthwise conv", [96, 1, 3, 3], 16, { groups: 96 }),
  convolution("depthwise conv, multiplier 3", [96, 1, 3, 3], 16, { groups: 32 }),
  convolution("dilated conv", [24, 16, 3, 3], 20, { dilation: 2 }),
  convolution("strided conv", [24, 16, 3, 3], 21, { stride: 2 }),
  convolution("strided 1×1 conv", [48, 32, 1, 1], 21, { stride: 2 }),
  convolution("strided grouped conv", [32, 16, 4, 4], 22, { stride: 3, groups: 2 }),
  convolution("transposed conv", [16, 24, 3, 3], 14, { transposed: true }),
  convolution("transposed conv, stride 2", [16, 24, 4, 4], 12, { transposed: true, stride: 2 }),
  convolution("transposed conv, stride 2, uneven overlap", [16, 24, 3, 3], 12, { transposed: true, stride: 2 }),
  convolution("transposed grouped 1-D conv, stride 3", [24, 16, 5], 40, { transposed: true, stride: 3, groups: 2 }),
];

const noise = (name: string, shape: Shape): Tensor => ({
  type: "float32",
  shape,
  data: Float32Array.from(normals(stream(11, name), sizeOf(shape))),
});

/**
 * The mean square over what lies at least `margin` from the borders of all axes after the second,
 * whole periods of `stride` of it: [of images, number of elements].
 */
function interiorSquare({ shape, data }: Tensor, margin: number, stride: number): [mean: number, count: number] {
  const space = shape.slice(2);
  const ends = space.map((size) => {
    const start = Math.ceil(margin / stride) * stride;
    return [start, start + Math.floor((size - margin - start) / stride) * stride] as const;
  });
  const volume = sizeOf(space);
  let [sum, count] = [0, 0];
  for (let i = 0; i < data.length; i++) {
    let rest = i % volume;
    let inside = true;
    for (let axis = space.length - 1; axis >= 0; axis--) {
      const place = rest % space[axis]!;
      rest = Math.floor(rest / space[axis]!);
      inside &&= place >= ends[axis]![0] && place < ends[axis]![1];
    }
    if (!inside) continue;
    sum += Number(data[i]) ** 2;
    count++;
  }
  return [sum / count, count];
}

/**
 * Four standard errors of a mean square of a form bilinear in independent normal numbers of these
 * counts.
 */
const tolerance = (...counts: readonly number[]) => 4 * Math.sqrt(counts.reduce((sum, n) => sum + 2 / n, 0));

describe("with weights and inputs of variance 1, outputs have fanIn, input gradients fanOut", () => {
  test.each(cases.map((one) => [one.title, one] as const))("%s", async (title, one) => {
    const g = new GraphBuilder("fans");
    const x = g.input("x", "float32", one.input);
    const w = g.input("w", "float32", one.kernel);
    const y = one.layer(g, x, w);
    const seed = g.input("seed", "float32", y.shape);
    g.output("y", y);
    g.output("dx", gradients(g, [y], [x], [seed])[0]!);
    const inputs = {
      x: noise(`${title} x`, one.input),
      w: noise(`${title} w`, one.kernel),
      seed: noise(`${title} seed`, y.shape),
    };
    const got = await runGraph(g.build(), inputs);
    const { operation, stride = [1], dilation = [1] } = one.role;
    const reach = Math.max(0, ...one.kernel.slice(2).map((size) => (size - 1) * dilation[0]!));
    const transposed = operation === "transposed-convolution";
    const promised = fans({ name: "w", shape: one.kernel, role: { kind: "kernel", ...one.role } });
    // A strided convolution leaves the last rows of its input out: one more window of margin.
    const margin = reach + stride[0]! - 1;
    const weights = sizeOf(one.kernel);
    const [forward, outputs] = interiorSquare(got.y!, transposed ? margin : 0, transposed ? stride[0]! : 1);
    const [backward, received] = interiorSquare(got.dx!, transposed ? 0 : margin, transposed ? 1 : stride[0]!);
    expect(outputs).toBeGreaterThan(1000);
    expect(received).toBeGreaterThan(1000);
    expect(Math.abs(forward / promised.fanIn - 1)).toBeLessThan(tolerance(weights, sizeOf(one.input), outputs));
    expect(Math.abs(backward / promised.fanOut - 1)).toBeLessThan(tolerance(weights, sizeOf(y.shape), received));
  });

  test("embedding: a row is looked up; the gradient of the one-hot input sums over its width", async () => {
    const [entries, width, samples] = [500, 64, 300];
    const g = new GraphBuilder("embedding");
    const w = g.input("w", "float32", [entries, width]);
    const indices = g.input("indices", "int64", [samples]);
    const oneHot = g.input("x", "float32", [samples, entries]);
    const y = g.apply("MatMul", [oneHot, w]);
    const seed = g.input("seed", "float32", y.shape);
    g.output("rows", g.apply("Gather", [w, indices], { axis: 0 }));
    g.output("y", y);
    g.output("dx", gradients(g, [y], [oneHot], [seed])[0]!);
    const entryOfSample = Array.from({ length: samples }, (_, i) => (i * 37) % entries);
    const x = new Float32Array(samples * entries);
    entryOfSample.forEach((entry, i) => {
      x[i * entries + entry] = 1;
    });
    const {
      rows,
      y: product,
      dx,
    } = await runGraph(g.build(), {
      w: noise("embedding w", w.shape),
      indices: { type: "int64", shape: [samples], data: BigInt64Array.from(entryOfSample, BigInt) },
      x: { type: "float32", shape: oneHot.shape, data: x },
      seed: noise("embedding seed", seed.shape),
    });
    expect(product!.data).toEqual(rows!.data);
    const promised = fans({ name: "w", shape: w.shape, role: { kind: "kernel", operation: "embedding" } });
    const [forward, outputs] = interiorSquare(rows!, 0, 1);
    const [backward, received] = interiorSquare(dx!, 0, 1);
    expect(promised).toEqual({ fanIn: 1, fanOut: width });
    expect(Math.abs(forward / promised.fanIn - 1)).toBeLessThan(tolerance(outputs));
    expect(Math.abs(backward / promised.fanOut - 1)).toBeLessThan(tolerance(entries * width, outputs, received));
  });

  test("fused query, key and value: each projection has separate fans", async () => {
    const [width, samples] = [96, 300];
    const g = new GraphBuilder("fused");
    const x = g.input("x", "float32", [samples, width]);
    const w = g.input("w", "float32", [3 * width, width]);
    const y = affine(g, x, w);
    const seed = g.input("seed", "float32", y.shape);
    g.output("y", y);
    g.output("dx", gradients(g, [y], [x], [seed])[0]!);
    const keysOnly = noise("fused seed", y.shape);
    for (let i = 0; i < keysOnly.data.length; i++) {
      if (Math.floor((i % (3 * width)) / width) !== 1) keysOnly.data[i] = 0;
    }
    const inputs = { x: noise("fused x", x.shape), w: noise("fused w", w.shape), seed: keysOnly };
    const { y: out, dx } = await runGraph(g.build(), inputs);
    const promised = fans({ name: "w", shape: w.shape, role: { kind: "kernel", operation: "dense", fused: 3 } });
    const all = samples * width;
    const [forward] = interiorSquare(out!, 0, 1);
    const [backward] = interiorSquare(dx!, 0, 1);
    expect(Math.abs(forward / promised.fanIn - 1)).toBeLessThan(tolerance(3 * width * width, all, 3 * all));
    expect(Math.abs(backward / promised.fanOut - 1)).toBeLessThan(tolerance(width * width, all, all));
  });
});
