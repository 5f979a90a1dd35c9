/**
 * At kinks and ties the subgradient is PyTorch's. Expected values: PyTorch 1.13 by the program
 *
 *     import torch
 *     from torch import tensor as t
 *     def grads(f, *xs):
 *         xs = [t(x, dtype=torch.float32, requires_grad=True) for x in xs]
 *         y = f(*xs)
 *         (y * torch.arange(1., y.numel() + 1).reshape(y.shape)).sum().backward()
 *         print([x.grad.tolist() for x in xs])
 *     F = torch.nn.functional
 *     v = [-1., 0., 1., 2.]
 *
 * followed by `grads(…)` with the arguments that stand beside each case.
 */
import { describe, expect, it } from "vitest";
import { GraphBuilder } from "../../src/graph/builder.js";
import { gradients } from "../../src/graph/gradients/gradients.js";
import type { Value } from "../../src/graph/graph.js";
import { type Shape, sizeOf, tensor } from "../../src/graph/tensor.js";
import { evaluate } from "../reference/evaluate.js";
import { numbers } from "../reference/numbers.js";
import { runOnnx } from "./run-onnx.js";

interface Case {
  readonly torch: string;
  readonly inputs: readonly { readonly shape: Shape; readonly values: readonly number[] }[];
  readonly build: (g: GraphBuilder, ...inputs: Value[]) => Value;
  readonly expected: readonly (readonly number[])[];
}

const line = (...values: number[]) => ({ shape: [values.length], values });
const rows = (width: number, ...values: number[]) => ({ shape: [values.length / width, width], values });
const v = line(-1, 0, 1, 2);

const cases: readonly Case[] = [
  {
    torch: "grads(F.relu, v)",
    inputs: [v],
    build: (g, x) => g.apply("Relu", [x]),
    expected: [[0, 0, 3, 4]],
  },
  {
    torch: "grads(lambda x: F.leaky_relu(x, 0.5), v)",
    inputs: [v],
    build: (g, x) => g.apply("LeakyRelu", [x], { alpha: 0.5 }),
    expected: [[0.5, 1, 3, 4]],
  },
  {
    torch: "grads(lambda x: F.elu(x, 2.0), v)",
    inputs: [v],
    build: (g, x) => g.apply("Elu", [x], { alpha: 2 }),
    expected: [[0.735758900642395, 4, 3, 4]],
  },
  {
    torch: "grads(F.selu, v)",
    inputs: [v],
    build: (g, x) => g.apply("Selu", [x]),
    expected: [[0.6467686295509338, 3.5161986351013184, 3.1521029472351074, 4.202804088592529]],
  },
  {
    torch: "grads(torch.abs, v)",
    inputs: [v],
    build: (g, x) => g.apply("Abs", [x]),
    expected: [[-1, 0, 3, 4]],
  },
  {
    torch: "grads(F.hardsigmoid, [-3., 0., 3., 4.])",
    inputs: [line(-3, 0, 3, 4)],
    build: (g, x) => g.apply("HardSigmoid", [x], { alpha: 1 / 6, beta: 0.5 }),
    expected: [[0, 0.3333333432674408, 0, 0]],
  },
  {
    torch: "grads(F.softsign, v)",
    inputs: [v],
    build: (g, x) => g.apply("Softsign", [x]),
    expected: [[0.25, 2, 0.75, 0.444444477558136]],
  },
  {
    torch: "grads(lambda x: x.clamp(0., 1.), v)",
    inputs: [v],
    build: (g, x) => g.apply("Clip", [x, g.scalar(0), g.scalar(1)]),
    expected: [[0, 2, 3, 0]],
  },
  {
    torch: "grads(torch.maximum, [1., 2., 3.], [2., 2., 1.])",
    inputs: [line(1, 2, 3), line(2, 2, 1)],
    build: (g, a, b) => g.apply("Max", [a, b]),
    expected: [
      [0, 1, 3],
      [1, 1, 0],
    ],
  },
  {
    torch: "grads(torch.minimum, [1., 2., 3.], [2., 2., 1.])",
    inputs: [line(1, 2, 3), line(2, 2, 1)],
    build: (g, a, b) => g.apply("Min", [a, b]),
    expected: [
      [1, 1, 0],
      [0, 1, 3],
    ],
  },
  {
    torch: "grads(lambda x: x.max(1).values, [[1., 3., 3.], [2., 2., 2.]])",
    inputs: [rows(3, 1, 3, 3, 2, 2, 2)],
    build: (g, x) => g.apply("ReduceMax", [x], { axes: [1], keepdims: 0 }),
    expected: [[0, 1, 0, 2, 0, 0]],
  },
  {
    torch: "grads(lambda x: x.min(1).values, [[1., 1., 3.], [2., 2., 2.]])",
    inputs: [rows(3, 1, 1, 3, 2, 2, 2)],
    build: (g, x) => g.apply("ReduceMin", [x], { axes: [1], keepdims: 0 }),
    expected: [[1, 0, 0, 2, 0, 0]],
  },
  {
    torch:
      "grads(lambda x: x.permute(1, 0, 2).reshape(2, 4).max(1).values, [[[1., 5.], [7., 2.]], [[5., 3.], [0., 7.]]])",
    inputs: [{ shape: [2, 2, 2], values: [1, 5, 7, 2, 5, 3, 0, 7] }],
    build: (g, x) => g.apply("ReduceMax", [x], { axes: [0, 2], keepdims: 0 }),
    expected: [[0, 1, 2, 0, 0, 0, 0, 0]],
  },
  {
    torch: "grads(lambda x: x.prod(1), [[0., 2., 3.], [0., 0., 3.]])",
    inputs: [rows(3, 0, 2, 3, 0, 0, 3)],
    build: (g, x) => g.apply("ReduceProd", [x], { axes: [1], keepdims: 0 }),
    expected: [[6, 0, 0, 0, 0, 0]],
  },
  {
    torch: "grads(lambda x: torch.linalg.norm(x, dim=1), [[0., 0.], [3., 4.]])",
    inputs: [rows(2, 0, 0, 3, 4)],
    build: (g, x) => g.apply("ReduceL2", [x], { axes: [1], keepdims: 0 }),
    expected: [[0, 0, 1.2000000476837158, 1.600000023841858]],
  },
  {
    torch: "grads(torch.pow, [0., 0., 0., 2.], [0., 1., 2., 0.])",
    inputs: [line(0, 0, 0, 2), line(0, 1, 2, 0)],
    build: (g, a, b) => g.apply("Pow", [a, b]),
    expected: [
      [0, 2, 0, 0],
      [0, 0, 0, 2.7725887298583984],
    ],
  },
  {
    torch: "grads(lambda x: x ** 2, [0., -1., 2.])",
    inputs: [line(0, -1, 2)],
    build: (g, x) => g.apply("Pow", [x, g.scalar(2)]),
    expected: [[0, -4, 12]],
  },
];

describe("subgradients at kinks and ties are PyTorch's", () => {
  it.each(cases)("$torch", async ({ inputs, build, expected }) => {
    const g = new GraphBuilder("ties");
    const values = inputs.map(({ shape }, i) => g.input(`x${i}`, "float32", shape));
    const y = build(g, ...values);
    const weights = Array.from({ length: sizeOf(y.shape) }, (_, i) => i + 1);
    const seed = g.constant(tensor("float32", y.shape, weights));
    gradients(g, [y], values, [seed]).forEach((d, i) => {
      g.output(`d${i}`, d);
    });
    const graph = g.build();
    const data = Object.fromEntries(inputs.map(({ shape, values: x }, i) => [`x${i}`, numbers("float32", shape, x)]));
    for (const results of [evaluate(graph, data), await runOnnx(graph, data)]) {
      expected.forEach((want, i) => {
        want.forEach((w, k) => {
          expect(results[`d${i}`]!.data[k]).toBeCloseTo(w, 6);
        });
      });
    }
  });
});
