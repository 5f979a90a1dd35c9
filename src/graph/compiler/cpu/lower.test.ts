import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normals, stream } from "../../../random/index.js";
import { loadRuntime } from "../../../runtime/node/load-runtime.js";
import { GraphBuilder } from "../../builder.js";
import { div, mul, sub } from "../../expressions.js";
import { writeOnnx } from "../../file/write.js";
import { gradients } from "../../gradients/gradients.js";
import type { Graph, Value } from "../../graph.js";
import { sizeOf, type Tensor, tensor } from "../../tensor.js";
import { poolBeforeRelu } from "../pool-before-relu.js";
import { portable } from "../portable/portable.js";
import { simplify } from "../simplify/simplify.js";
import { lower } from "./lower.js";

const { runtime } = await loadRuntime();

/**
 * Runs a graph; inputs are drawn from their names, rounded to integers where `integers` (so that
 * there are ties).
 */
async function run(graph: Graph, integers: boolean): Promise<Record<string, Tensor>> {
  const session = await runtime.createSession(writeOnnx(graph));
  const inputs = Object.fromEntries(
    graph.inputs.map((v) => {
      const draws = normals(stream(1, v.name), sizeOf(v.shape));
      return [v.name, tensor("float32", v.shape, integers ? draws.map(Math.round) : draws)];
    }),
  );
  const outputs = await session.run(inputs);
  await session.release();
  return outputs;
}

function expectClose(actual: Record<string, Tensor>, expected: Record<string, Tensor>, tolerance: number): void {
  for (const [name, { data, shape }] of Object.entries(expected)) {
    expect(actual[name]!.shape, name).toEqual(shape);
    const reference = data as Float32Array;
    const scale = reference.reduce((m, x) => Math.max(m, Math.abs(x)), 1e-30);
    const worst = reference.reduce((m, x, i) => Math.max(m, Math.abs(x - Number(actual[name]!.data[i]))), 0);
    expect(worst / scale, name).toBeLessThanOrEqual(tolerance);
  }
}

/** The loss Σ probe · output: its gradients are generic. */
function withGradients(g: GraphBuilder, output: Value, wrt: readonly Value[]): Graph {
  const probe = g.input("probe", "float32", output.shape);
  gradients(g, [output], wrt, [probe]).forEach((slope, i) => {
    g.output(`d${wrt[i]!.name}`, slope);
  });
  return g.build();
}

const operatorsOf = (graph: Graph) => graph.nodes.map((node) => node.operator);

describe("fast forms equal the portable ones", () => {
  const convolution = fc.record({
    n: fc.integer({ min: 1, max: 4 }),
    c: fc.integer({ min: 1, max: 7 }),
    o: fc.integer({ min: 1, max: 5 }),
    kernel: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
    extra: fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 })),
    pads: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 4, maxLength: 4 }),
    stride: fc.constantFrom(1, 1, 1, 2),
  });

  it("convolution's filter and bias gradients, over random shapes and pads", async () => {
    let fired = 0;
    await fc.assert(
      fc.asyncProperty(convolution, async ({ n, c, o, kernel, extra, pads, stride }) => {
        const g = new GraphBuilder("conv");
        const x = g.input("x", "float32", [n, c, kernel[0] + extra[0], kernel[1] + extra[1]]);
        const w = g.input("w", "float32", [o, c, ...kernel]);
        const b = g.input("b", "float32", [o]);
        const y = g.apply("Conv", [x, w, b], { pads, strides: [stride, stride] });
        const plain = simplify(withGradients(g, y, [x, w, b]));
        const fast = simplify(lower(plain));
        if (operatorsOf(fast).includes("com.microsoft:FusedMatMul")) fired++;
        expectClose(await run(fast, false), await run(plain, false), 1e-5);
      }),
      { numRuns: 60, seed: 1 },
    );
    expect(fired).toBeGreaterThan(20);
  });

  it.each([
    { size: 2, stride: 2, pads: [0, 0, 0, 0], fires: true },
    { size: 3, stride: 3, pads: [0, 0, 0, 0], fires: true },
    { size: 2, stride: 3, pads: [0, 0, 0, 0], fires: true },
    { size: 3, stride: 2, pads: [0, 0, 0, 0], fires: false },
    { size: 2, stride: 2, pads: [1, 1, 1, 1], fires: false },
  ])("max-pooling $size/$stride, pads $pads, at ties: bit for bit", async ({ size, stride, pads, fires }) => {
    const g = new GraphBuilder("pool");
    const x = g.input("x", "float32", [3, 4, 12, 11]);
    const y = g.apply("MaxPool", [x], { kernel_shape: [size, size], strides: [stride, stride], pads });
    const plain = simplify(withGradients(g, y, [x]));
    const fast = simplify(lower(plain));
    expect(operatorsOf(fast).includes("MaxUnpool")).toBe(fires);
    expectClose(await run(fast, true), await run(plain, true), 0);
  });

  it.each([
    { size: [2, 2], strides: [2, 2], pads: [0, 0, 0, 0] },
    { size: [2, 3], strides: [3, 2], pads: [0, 0, 0, 0] },
    { size: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] },
    { size: [3, 2], strides: [1, 1], pads: [0, 1, 2, 0] },
    { size: [2, 2], strides: [2, 2], pads: [0, 0, 0, 0], dilations: [2, 3] },
    { size: [3, 3], strides: [2, 2], pads: [0, 0, 0, 0], ceil_mode: 1 },
  ])("max-pooling without indices, %o, at ties", async ({ size, ...attributes }) => {
    const g = new GraphBuilder("pool");
    const x = g.input("x", "float32", [3, 4, 12, 11]);
    const y = g.apply("MaxPool", [x], { kernel_shape: size, ...attributes });
    const plain = simplify(withGradients(g, y, [x]));
    const compared = simplify(portable(plain));
    const pools = compared.nodes.filter(({ operator }) => operator === "MaxPool");
    expect(pools.map(({ outputs }) => outputs.length)).toEqual([1]);
    expect(operatorsOf(compared)).not.toContain("ScatterElements");
    // Where windows overlap, the gradients of one element may be added in another order.
    expectClose(await run(compared, true), await run(plain, true), 1e-6);
  });

  it.each([0, 0.75])("batch normalization composed, momentum %f: values, statistics, gradients", async (momentum) => {
    const g = new GraphBuilder("batchnorm");
    const x = g.input("x", "float32", [4, 3, 5]);
    const affine = ["scale", "bias"].map((name) => g.input(name, "float32", [3]));
    const running = ["mean", "variance"].map((name) => g.input(name, "float32", [3]));
    const attributes = { training_mode: 1, momentum, epsilon: 1e-3 };
    const [y, ...statistics] = g.applyAll("BatchNormalization", [x, ...affine, ...running], attributes, { outputs: 3 });
    g.output("y", y!);
    statistics.forEach((v, i) => {
      g.output(`statistics${i}`, v);
    });
    const plain = simplify(withGradients(g, y!, [x, ...affine]));
    const composed = simplify(portable(plain));
    expect(operatorsOf(plain)).toContain("BatchNormalization");
    expect(operatorsOf(composed)).not.toContain("BatchNormalization");
    expectClose(await run(composed, false), await run(plain, false), 1e-5);
  });

  it.each([
    ["Conv", 2, 3, 6],
    ["Conv", 4, 1, 5],
    ["ConvTranspose", 3, 2, 1],
  ] as const)("%s in %i groups of %i to %i with filters of zeros", async (operator, group, channels, filters) => {
    const g = new GraphBuilder("groups");
    const x = g.input("x", "float32", [2, group * channels, 6, 5]);
    const kernel = operator === "Conv" ? [group * filters, channels, 3, 2] : [group * channels, filters, 3, 2];
    const [w, b] = [g.input("w", "float32", kernel), g.input("b", "float32", [group * filters])];
    const y = g.apply(operator, [x, w, b], { group, strides: [2, 1], pads: [1, 0, 0, 1] });
    g.output("y", y);
    const plain = simplify(withGradients(g, y, [x, w, b]));
    const padded = simplify(portable(plain));
    expect(operatorsOf(padded)).toContain("Pad");
    expectClose(await run(padded, false), await run(plain, false), 1e-5);
  });

  it("gradient descent's update inside the product that makes the gradient", async () => {
    const g = new GraphBuilder("sgd");
    const x = g.input("x", "float32", [8, 30]);
    const w = g.input("w", "float32", [20, 30]);
    const rate = g.input("rate", "float32", []);
    const slope = withGradients(g, g.apply("Gemm", [x, w], { transB: 1 }), [w]).outputs.get("dw")!;
    g.output("next", sub(g, w, mul(g, slope, rate)));
    const plain = simplify({ ...g.build(), outputs: new Map([["next", g.build().outputs.get("next")!]]) });
    const fast = simplify(lower(plain));
    expect(operatorsOf(plain)).toContain("Sub");
    expect(operatorsOf(fast)).not.toContain("Sub");
    expectClose(await run(fast, false), await run(plain, false), 1e-6);
  });

  it("leaves a gradient that is also returned where it is", () => {
    const g = new GraphBuilder("sgd");
    const x = g.input("x", "float32", [8, 30]);
    const w = g.input("w", "float32", [20, 30]);
    const rate = g.input("rate", "float32", []);
    const dw = withGradients(g, g.apply("Gemm", [x, w], { transB: 1 }), [w]).outputs.get("dw")!;
    g.output("next", sub(g, w, mul(g, dw, rate)));
    expect(operatorsOf(simplify(lower(simplify(g.build()))))).toContain("Sub");
  });
});

describe("pooling before ReLU", () => {
  it("gives the same bits, forward and backward, at ties and below zero", async () => {
    const build = (): { g: GraphBuilder; x: Value; y: Value } => {
      const g = new GraphBuilder("relu_pool");
      const x = g.input("x", "float32", [2, 3, 8, 8]);
      const y = g.apply("MaxPool", [g.apply("Relu", [x])], { kernel_shape: [2, 2], strides: [2, 2] });
      return { g, x, y };
    };
    const before = build();
    before.g.output("y", before.y);
    const plain = withGradients(before.g, before.y, [before.x]);
    const after = build();
    after.g.output("y", after.y);
    const g = GraphBuilder.from(poolBeforeRelu(after.g.build()));
    const moved = withGradients(g, after.y, [after.x]);
    expect(operatorsOf(moved).slice(0, 2)).toEqual(["MaxPool", "Relu"]);
    expectClose(await run(simplify(moved), true), await run(simplify(plain), true), 0);
  });

  it("stays away from a ReLU that feeds anything else", () => {
    const g = new GraphBuilder("shared");
    const x = g.input("x", "float32", [2, 3, 8, 8]);
    const a = g.apply("Relu", [x]);
    g.output("y", g.apply("MaxPool", [a], { kernel_shape: [2, 2], strides: [2, 2] }));
    g.output("mean", div(g, a, g.scalar(2)));
    const graph = g.build();
    expect(poolBeforeRelu(graph).nodes).toEqual(graph.nodes);
  });
});
