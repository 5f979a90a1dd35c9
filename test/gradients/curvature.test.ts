/**
 * Derivatives of derivatives on whole networks: Hessian–vector products, and gradients of functions
 * of them.
 */
import { describe, expect, it } from "vitest";
import { GraphBuilder } from "../../src/graph/builder.js";
import { add, matMul, mul, neg, reduceMean, reduceSum } from "../../src/graph/expressions.js";
import { gradients } from "../../src/graph/gradients/gradients.js";
import type { Value } from "../../src/graph/graph.js";
import { sizeOf } from "../../src/graph/tensor.js";
import { evaluate } from "../reference/evaluate.js";
import type { Numbers } from "../reference/kernel.js";
import { numbers } from "../reference/numbers.js";
import { randomFrom } from "./inputs.js";
import { compareWithRuntime } from "./run-onnx.js";

/**
 * A network under test: declares its data and parameters through `input`, gives its loss and its
 * parameters.
 */
type Network = (
  g: GraphBuilder,
  input: (name: string, ...shape: number[]) => Value,
) => {
  loss: Value;
  parameters: Value[];
};

/** Mean cross-entropy; targets are rows of probabilities. */
const crossEntropy = (g: GraphBuilder, logits: Value, targets: Value): Value =>
  neg(g, reduceMean(g, reduceSum(g, mul(g, g.apply("LogSoftmax", [logits]), targets), [1], false), [0], false));

const mlp: Network = (g, input) => {
  const [x, targets] = [input("x", 4, 3), g.apply("Softmax", [input("t", 4, 3)])];
  const parameters = [input("w1", 3, 5), input("b1", 5), input("w2", 5, 3), input("b2", 3)];
  const [w1, b1, w2, b2] = parameters as [Value, Value, Value, Value];
  const h = g.apply("Tanh", [add(g, matMul(g, x, w1), b1)]);
  return { loss: crossEntropy(g, g.apply("Gemm", [h, w2, b2]), targets), parameters };
};

/** Self-attention with one head, layer by layer, into a softmax loss. */
const attention: Network = (g, input) => {
  const [x, targets] = [input("x", 2, 3, 4), g.apply("Softmax", [input("t", 2, 3)])];
  const parameters = [input("wq", 4, 4), input("wk", 4, 4), input("wv", 4, 3)];
  const [q, k, v] = parameters.map((w) => matMul(g, x, w)) as [Value, Value, Value];
  const scores = mul(g, matMul(g, q, g.apply("Transpose", [k], { perm: [0, 2, 1] })), g.scalar(0.5));
  const mixed = g.apply("Gelu", [matMul(g, g.apply("Softmax", [scores]), v)]);
  return { loss: crossEntropy(g, reduceMean(g, mixed, [1], false), targets), parameters };
};

/**
 * Convolution, pooling and a dense layer; smooth but for the pooling's choice, which stays the same
 * nearby.
 */
const cnn: Network = (g, input) => {
  const [x, targets] = [input("x", 2, 1, 6, 6), g.apply("Softmax", [input("t", 2, 3)])];
  const parameters = [
    input("k1", 2, 1, 3, 3),
    input("b1", 2),
    input("k2", 3, 2, 2, 2),
    input("b2", 3),
    input("w", 12, 3),
    input("b", 3),
  ];
  const [k1, b1, k2, b2, w, b] = parameters as [Value, Value, Value, Value, Value, Value];
  const first = g.apply("Tanh", [g.apply("Conv", [x, k1, b1], { pads: [1, 1, 1, 1] })]);
  const pooled = g.apply("MaxPool", [first], { kernel_shape: [2, 2], strides: [2, 2] });
  const second = g.apply("Softplus", [g.apply("Conv", [pooled, k2, b2])]);
  return { loss: crossEntropy(g, g.apply("Gemm", [g.apply("Flatten", [second]), w, b]), targets), parameters };
};

const dot = (g: GraphBuilder, a: readonly Value[], b: readonly Value[]): Value =>
  a
    .map((v, i) => {
      const all = v.shape.map((_, axis) => axis);
      return reduceSum(g, mul(g, v, b[i]!), all, false);
    })
    .reduce((sum, term) => add(g, sum, term));

/** loss, its gradient g, Hv, uᵀHv, and the gradient of ‖Hv‖² + (gᵀHv)², a third derivative. */
function curvatureGraph(network: Network) {
  const g = new GraphBuilder("curvature");
  const random = randomFrom(7);
  const data: Record<string, Numbers> = {};
  const input = (name: string, ...shape: number[]): Value => {
    const values = Array.from({ length: sizeOf(shape) }, () => Math.fround(random() * 2 - 1));
    data[name] = numbers("float32", shape, values);
    return g.input(name, "float32", shape);
  };
  const { loss, parameters } = network(g, input);
  const v = parameters.map((p) => input(`v_${p.name}`, ...p.shape));
  const u = parameters.map((p) => input(`u_${p.name}`, ...p.shape));
  const gradient = gradients(g, [loss], parameters);
  const hv = gradients(g, [dot(g, gradient, v)], parameters);
  const hu = gradients(g, [dot(g, gradient, u)], parameters);
  const along = dot(g, gradient, hv);
  const bent = add(g, dot(g, hv, hv), mul(g, along, along));
  const third = gradients(g, [bent], parameters);
  const list = (prefix: string, values: readonly Value[]) => {
    values.forEach((value, i) => {
      g.output(`${prefix}${i}`, value);
    });
  };
  g.output("loss", loss);
  g.output("vHu", dot(g, v, hu));
  g.output("uHv", dot(g, u, hv));
  g.output("bent", bent);
  list("g", gradient);
  list("Hv", hv);
  list("third", third);
  return { graph: g.build(), data, parameters };
}

describe.each([
  ["an MLP with tanh and a softmax loss", mlp],
  ["self-attention with GELU", attention],
  ["a CNN with max-pooling", cnn],
] as const)("curvature of %s", (_, network) => {
  const { graph, data, parameters } = curvatureGraph(network);
  const at = evaluate(graph, data);

  /** Fourth-order central difference of an output along `direction` (by parameter name). */
  function slope(output: string, direction: Readonly<Record<string, Float64Array>>): Float64Array {
    const h = 1e-3;
    const f = (t: number) => {
      const moved = { ...data };
      for (const p of parameters) {
        const d = direction[p.name];
        if (d !== undefined)
          moved[p.name] = { ...data[p.name]!, data: data[p.name]!.data.map((x, i) => x + t * d[i]!) };
      }
      return evaluate(graph, moved)[output]!.data;
    };
    const [a, b, c, d] = [f(h), f(-h), f(2 * h), f(-2 * h)];
    return a.map((_, i) => (8 * (a[i]! - b[i]!) - (c[i]! - d[i]!)) / (12 * h));
  }

  const expectNear = (got: Float64Array, want: Float64Array) => {
    const scale = Math.max(...want.map(Math.abs));
    expect(scale).toBeGreaterThan(1e-4); // nothing is proved by zeros
    got.forEach((x, i) => {
      expect(Math.abs(x - want[i]!)).toBeLessThanOrEqual(1e-6 * scale);
    });
  };

  it("Hv is the change of the gradient along v", () => {
    const v = Object.fromEntries(parameters.map((p) => [p.name, data[`v_${p.name}`]!.data]));
    parameters.forEach((_, i) => {
      expectNear(at[`Hv${i}`]!.data, slope(`g${i}`, v));
    });
  });

  it("the Hessian is symmetric: vᵀHu = uᵀHv", () => {
    expect(at.vHu!.data[0]! / at.uHv!.data[0]!).toBeCloseTo(1, 12);
  });

  it("the gradient of a function of Hv is that function's change", () => {
    parameters.forEach((p, i) => {
      const direction = data[`u_${p.name}`]!.data;
      const along = at[`third${i}`]!.data.reduce((sum, x, k) => sum + x * direction[k]!, 0);
      expectNear(Float64Array.of(along), slope("bent", { [p.name]: direction }));
    });
  });

  it("ONNX Runtime agrees", async () => {
    await compareWithRuntime(graph, data);
  });
});
