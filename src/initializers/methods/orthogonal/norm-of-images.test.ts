/** Convolutions that keep the norm of every image, checked in ONNX Runtime. */
import { describe, expect, test } from "vitest";
import { draw, kernel } from "../../../../test/initializers/orthogonal-kernels.js";
import { runGraph } from "../../../../test/networks.js";
import { GraphBuilder } from "../../../graph/builder.js";
import type { TensorSpecification } from "../../../network/parameter.js";
import { normals, stream } from "../../../random/index.js";
import { circularOrthogonal, deltaOrthogonal, orthogonal, scaleCorrectedUniformOrthogonal } from "./index.js";

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
