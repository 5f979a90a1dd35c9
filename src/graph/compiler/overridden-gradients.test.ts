/** Straight-through estimators and stopped gradients, through every pass. */
import { describe, expect, it } from "vitest";
import { normals, stream } from "../../random/index.js";
import { loadRuntime } from "../../runtime/node/load-runtime.js";
import { GraphBuilder } from "../builder.js";
import { add, mul, reduceMean, reduceSum, reshape, sub } from "../expressions.js";
import { writeOnnx } from "../file/write.js";
import { gradients } from "../gradients/gradients.js";
import type { Graph, Node, Value } from "../graph.js";
import { sizeOf, type Tensor, tensor } from "../tensor.js";
import { blockedLayout } from "./cpu/blocked-layout.js";
import { blockedProducts } from "./cpu/blocked-products.js";
import { composeBlockedNormalization, lower } from "./cpu/lower.js";
import { poolBeforeRelu } from "./pool-before-relu.js";
import { portable } from "./portable/portable.js";
import { replicate } from "./replicas/replicate.js";
import { recompute } from "./schedule/recompute.js";
import { unrolled } from "./schedule/unroll.js";
import { simplify } from "./simplify/simplify.js";

const { runtime } = await loadRuntime();

/**
 * Convolutions, batch normalization, pooling and dense layers, for which each pass has a fast form,
 * with overrides at the nodes that the passes would otherwise fuse, move or look through.
 */
function network(): Graph {
  const g = new GraphBuilder("overrides");
  const x = g.input("x", "float32", [16, 16, 8, 8]);
  const kernel = g.input("kernel", "float32", [16, 16, 3, 3]);
  const w = g.input("w", "float32", [512, 512]);
  const perChannel = (name: string) => g.input(name, "float32", [16]);
  const through = (y: Value, gradientTo: Value | null) => g.apply("Identity", [y], {}, { gradientTo });
  const conv = (v: Value) => g.apply("Conv", [v, kernel], { pads: [1, 1, 1, 1] });

  const first = conv(x);
  // A ReLU between convolution and pooling, which is computed with the one or after the other.
  const relu = g.apply("Relu", [first], {}, { gradientTo: first });
  const pooled = g.apply("MaxPool", [relu], { kernel_shape: [2, 2], strides: [2, 2] });
  const plain = g.apply("MaxPool", [g.apply("Relu", [first])], { kernel_shape: [2, 2], strides: [2, 2] });
  const rounded = through(g.apply("Round", [pooled]), plain);
  const statistics = { training_mode: 1, momentum: 0, epsilon: 1e-3 };
  const [normalized] = g.applyAll(
    "BatchNormalization",
    [conv(rounded), ...["slope", "offset", "mean", "variance"].map(perChannel)],
    statistics,
    { outputs: 3, gradientTo: rounded },
  );
  // A channel's number, an override of it, and a sum: in the blocked layout, one pass.
  const shifted = through(mul(g, normalized!, reshape(g, perChannel("factor"), [16, 1, 1])), null);
  const images = add(g, shifted, g.apply("Relu", [normalized!]));
  const features = reshape(g, images, [16, 256]); // 4 × 4 pixels of 16 channels
  const wide = g.apply("Concat", [features, features], { axis: 1 });
  const turned = g.apply("Transpose", [w], { perm: [1, 0] }, { gradientTo: w });
  const dense = g.apply("Gemm", [wide, w], { transB: 1 });
  const hidden = g.apply("Relu", [dense], {}, { gradientTo: dense });
  const y = g.apply("MatMul", [through(g.apply("Round", [hidden]), hidden), turned]);
  const loss = reduceSum(g, mul(g, y, y), [0, 1], false);
  g.output("loss", loss);
  g.output("means", reduceMean(g, images, [0, 2, 3], false));
  // What only `simplify` takes away.
  g.output("same", g.apply("Identity", [loss]));
  g.output("w:next", through(mul(g, w, g.scalar(0.5)), w));
  return g.build();
}

const graph = network();
const overridden = ({ nodes }: Graph): Node[] => nodes.filter(({ gradientTo }) => gradientTo !== undefined);
const operatorsOf = ({ nodes }: Graph): string[] => nodes.map(({ operator }) => operator);
const successors = new Map([["w", "w:next"]]);

const passes: Readonly<Record<string, { readonly pass: (graph: Graph) => Graph; readonly times?: number }>> = {
  poolBeforeRelu: { pass: poolBeforeRelu },
  simplify: { pass: (g) => simplify(g, { dropGradientTo: false }) },
  portable: { pass: portable },
  lower: { pass: lower },
  "lower beside blocks": { pass: (g) => lower(g, 8) },
  composeBlockedNormalization: { pass: (g) => composeBlockedNormalization(g, 8) },
  blockedLayout: { pass: (g) => blockedLayout(g, 8) },
  blockedProducts: { pass: (g) => blockedProducts(g, 8, successors) },
  replicate: { pass: (g) => replicate(g, 3, ({ name }) => name === "w") },
  unrolled: { pass: (g) => unrolled(g, { steps: 3, perStep: ["x"] }, successors), times: 3 },
};

/**
 * A chain of layers that are rounded, each with a straight-through estimator, and their updates.
 */
function deepStep(): Graph {
  const g = new GraphBuilder("deep");
  const weights = Array.from({ length: 24 }, (_, layer) => g.input(`w${layer}`, "float32", [8, 8]));
  const y = weights.reduce(
    (x, w) => {
      const product = g.apply("Tanh", [g.apply("MatMul", [x, w])]);
      return g.apply("Round", [product], {}, { gradientTo: product });
    },
    g.input("x", "float32", [256, 8]),
  );
  g.output("y", y);
  gradients(g, [y], weights).forEach((slope, layer) => {
    g.output(`w${layer}:next`, sub(g, weights[layer]!, slope));
  });
  return simplify(g.build(), { dropGradientTo: false });
}

/** Each value is an input, a constant, or an output of an earlier node. */
function expectOrdered({ inputs, constants, nodes, outputs }: Graph): void {
  const values = new Set<Value>([...inputs, ...constants.keys()]);
  for (const node of nodes) {
    for (const v of [...node.inputs, node.gradientTo])
      if (v) expect(values.has(v), `${node.operator} reads ${v.name}`).toBe(true);
    for (const v of node.outputs) values.add(v);
  }
  for (const [name, v] of outputs) expect(values.has(v), name).toBe(true);
  const names = [...values].map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
}

describe.each(Object.entries(passes))("%s", (_, { pass, times = 1 }) => {
  it("keeps every override, each with a value of the same graph in the shape of what it overrides", () => {
    const result = pass(graph);
    expectOrdered(result);
    expect(operatorsOf(result), "the pass has something to do").not.toEqual(operatorsOf(graph));
    expect(overridden(result).length).toBe(times * overridden(graph).length);
    for (const { gradientTo, outputs } of overridden(result)) {
      if (gradientTo) expect(gradientTo.shape).toEqual(outputs[0]!.shape);
    }
    const stopped = (g: Graph) => overridden(g).filter(({ gradientTo }) => gradientTo === null).length;
    expect(stopped(result)).toBe(times * stopped(graph));
  });
});

it("recompute keeps every override, in its copies too", () => {
  const step = deepStep();
  const result = recompute(step, ["y"]);
  expectOrdered(result);
  const copies = result.nodes.length - step.nodes.length;
  expect(copies).toBeGreaterThan(10);
  const rounds = (g: Graph) => g.nodes.filter(({ operator }) => operator === "Round").length;
  expect(rounds(result)).toBeGreaterThan(rounds(step));
  expect(overridden(result).length).toBe(rounds(result));
});

describe("gradients are the same after the pass as before", () => {
  const differentiable = ["poolBeforeRelu", "simplify", "portable", "composeBlockedNormalization"];
  it.each(differentiable)("%s", async (name) => {
    expect(overridden(graph).length).toBe(8);
    const expected = await slopes(graph);
    const actual = await slopes(passes[name]!.pass(graph));
    for (const [of, { data }] of Object.entries(expected)) {
      const largest = (data as Float32Array).reduce((most, v) => Math.max(most, Math.abs(v)), 0);
      expect(largest, of).toBeGreaterThan(0);
      const worst = (data as Float32Array).reduce(
        (m, v, i) => Math.max(m, Math.abs(Number(actual[of]!.data[i]) - v)),
        0,
      );
      expect(worst, of).toBeLessThanOrEqual(1e-5 * largest);
    }
  });
});

async function slopes(of: Graph): Promise<Record<string, Tensor>> {
  const g = GraphBuilder.from(of);
  const wrt = of.inputs.filter(({ name }) => ["x", "kernel", "w"].includes(name));
  gradients(g, [of.outputs.get("loss")!], wrt).forEach((slope, i) => {
    g.output(`d${wrt[i]!.name}`, slope);
  });
  const session = await runtime.createSession(writeOnnx(simplify(g.build())));
  const inputs = of.inputs.map(({ name, shape }): [string, Tensor] => [
    name,
    tensor(
      "float32",
      shape,
      normals(stream(1, name), sizeOf(shape)).map((z) => (name === "w" ? z / 20 : Math.abs(z) / 4)),
    ),
  ]);
  const outputs = await session.run(Object.fromEntries(inputs));
  await session.release();
  return outputs;
}
