import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normals, stream } from "../../../random/index.js";
import { loadRuntime } from "../../../runtime/node/load-runtime.js";
import { GraphBuilder } from "../../builder.js";
import { mul, pad, slice } from "../../expressions.js";
import { writeOnnx } from "../../file/write.js";
import { gradients } from "../../gradients/gradients.js";
import type { Graph, Value } from "../../graph.js";
import { sizeOf, type Tensor, tensor } from "../../tensor.js";
import { poolBeforeRelu } from "../pool-before-relu.js";
import { simplify } from "../simplify/simplify.js";
import { blockedLayout } from "./blocked-layout.js";
import { findBlock } from "./find-block.js";
import { composeBlockedNormalization, lower } from "./lower.js";

const { runtime } = await loadRuntime();
const { block } = runtime;
if (block === undefined) console.log("skipped: this processor's ONNX Runtime has no blocked layout");

/** Runs a graph on numbers drawn from its inputs' names; whole numbers from −2 to 2 make ties. */
async function run(graph: Graph, integers: boolean): Promise<Record<string, Tensor>> {
  const session = await runtime.createSession(writeOnnx(graph));
  const outputs = await session.run(
    Object.fromEntries(
      graph.inputs.map((v) => {
        const draws = normals(stream(1, v.name), sizeOf(v.shape));
        return [v.name, tensor("float32", v.shape, integers ? draws.map(Math.round) : draws)];
      }),
    ),
  );
  await session.release();
  return outputs;
}

function largestDifference(actual: Record<string, Tensor>, expected: Record<string, Tensor>): number {
  return Math.max(
    ...Object.entries(expected).map(([name, { data, shape }]) => {
      expect(actual[name]!.shape, name).toEqual(shape);
      const reference = data as Float32Array;
      const scale = reference.reduce((m, x) => Math.max(m, Math.abs(x)), 1e-30);
      return reference.reduce((m, x, i) => Math.max(m, Math.abs(x - Number(actual[name]!.data[i]))), 0) / scale;
    }),
  );
}

const operatorsOf = (graph: Graph) => graph.nodes.map((node) => node.operator);

/**
 * A convolution with bias, ReLU and pooling, with all its gradients for a loss that is Σ probe ·
 * output.
 */
function network(form: {
  readonly x: readonly number[];
  readonly filters: number;
  readonly kernel: readonly number[];
  readonly pads: readonly number[];
  readonly stride: number;
  readonly pooled: boolean;
}): Graph {
  const { x: shape, filters, kernel, pads, stride, pooled } = form;
  const g = new GraphBuilder("net");
  const x = g.input("x", "float32", shape);
  const w = g.input("w", "float32", [filters, shape[1]!, ...kernel]);
  const b = g.input("b", "float32", [filters]);
  const a = g.apply("Relu", [g.apply("Conv", [x, w, b], { pads, strides: [stride, stride] })]);
  const y = pooled ? g.apply("MaxPool", [a], { kernel_shape: [2, 2], strides: [2, 2] }) : a;
  g.output("y", y);
  const before = GraphBuilder.from(poolBeforeRelu(g.build()));
  const out = before.build().outputs.get("y")!;
  const probe = before.input("probe", "float32", out.shape);
  gradients(before, [out], [x, w, b], [probe]).forEach((slope, i) => {
    before.output(["dx", "dw", "db"][i]!, slope);
  });
  return simplify(before.build());
}

describe.skipIf(block === undefined)("the blocked layout", () => {
  const fast = (graph: Graph, cache?: number) => {
    const composed = simplify(composeBlockedNormalization(graph, block!));
    return simplify(blockedLayout(simplify(lower(composed, block)), block!, cache));
  };

  it("gives what the plain one does, over random shapes, pads and strides, forward and backward", async () => {
    const seen = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          n: fc.constantFrom(1, 3, block!, 2 * block!),
          c: fc.constantFrom(1, 3, block!, 2 * block!, block! + 1),
          filters: fc.constantFrom(block!, 2 * block!, 5),
          kernel: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
          extra: fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 })),
          pads: fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 4, maxLength: 4 }),
          stride: fc.constantFrom(1, 1, 1, 2),
          pooled: fc.boolean(),
          // The smallest cuts every filter gradient into pieces of one block of samples.
          cache: fc.constantFrom(undefined, 1, 2000),
        }),
        async ({ n, c, filters, kernel, extra, pads, stride, pooled, cache }) => {
          const x = [n, c, kernel[0] + 2 * stride + extra[0], kernel[1] + 2 * stride + extra[1]];
          const plain = network({ x, filters, kernel, pads, stride, pooled });
          const blocked = fast(plain, cache);
          for (const operator of new Set(operatorsOf(blocked))) seen.set(operator, (seen.get(operator) ?? 0) + 1);
          expect(largestDifference(await run(blocked, false), await run(plain, false))).toBeLessThan(2e-5);
        },
      ),
      { numRuns: 80, seed: 3 },
    );
    for (const name of ["Conv", "MaxPool", "ReorderInput", "ReorderOutput"]) {
      expect(seen.get(`com.microsoft.nchwc:${name}`), name).toBeGreaterThan(10);
    }
  });

  it.each([
    [10, 10],
    [9, 7],
  ])("keeps a strided shortcut of %i × %i in the layout, with the zeros of its gradient", async (height, width) => {
    const g = new GraphBuilder("shortcut");
    const x = g.input("x", "float32", [2, block!, height + 2, width + 2]);
    const w = g.input("w", "float32", [block!, block!, 3, 3]);
    const branch = g.input("branch", "float32", [2 * block!, block!, 3, 3]);
    const a = g.apply("Conv", [x, w]);
    const strided = slice(g, a, [2, 3], [0, 0], [height, width], [2, 2]);
    const shortcut = pad(g, strided, [0, 0, 0, 0], [0, block!, 0, 0]);
    const straight = g.apply("Conv", [a, branch], { strides: [2, 2], pads: [1, 1, 1, 1] });
    const y = g.apply("Relu", [g.apply("Add", [shortcut, straight])]);
    g.output("y", y);
    const probe = g.input("probe", "float32", y.shape);
    gradients(g, [y], [x, w, branch], [probe]).forEach((slope, i) => {
      g.output(["dx", "dw", "dbranch"][i]!, slope);
    });
    const plain = simplify(g.build());
    const blocked = fast(plain);
    const singles = blocked.nodes.filter(({ operator, inputs }) => operator === "Pad" && inputs[0]!.shape.length === 6);
    expect(singles).toEqual([]);
    expect(largestDifference(await run(blocked, false), await run(plain, false))).toBeLessThan(2e-5);
  });

  it("cuts a filter gradient of many filters and samples into pieces, and adds them up", async () => {
    const form = { kernel: [3, 3], pads: [1, 1, 1, 1], stride: 1, pooled: false };
    const plain = network({ ...form, x: [2 * block!, 8, 17, 16], filters: 64 });
    const blocked = fast(plain, 100_000);
    const sums = blocked.nodes.filter(({ operator, inputs }) => operator.endsWith(":Conv") && inputs[3] !== undefined);
    // Two halves of the filters, each the sum over two blocks of samples, column by column.
    expect(sums.length).toBe(block === 16 ? 6 : 2);
    expect(largestDifference(await run(blocked, false), await run(plain, false))).toBeLessThan(2e-5);
  });

  it.each([
    [8, 8],
    [9, 7],
    [13, 13],
  ])("pools %i × %i with the first maximum of a window taking all, bit for bit", async (height, width) => {
    // A kernel of 1 × 1 that copies: whole numbers stay whole, and many windows are tied.
    const g = new GraphBuilder("ties");
    const x = g.input("x", "float32", [2, block!, height, width]);
    const w = g.constant(
      tensor(
        "float32",
        [block!, block!, 1, 1],
        Array.from({ length: block! ** 2 }, (_, i) => (i % (block! + 1) === 0 ? 1 : 0)),
      ),
    );
    const y = g.apply("MaxPool", [g.apply("Conv", [x, w])], { kernel_shape: [2, 2], strides: [2, 2] });
    const probe = g.input("probe", "float32", y.shape);
    g.output("y", y);
    g.output("dx", gradients(g, [y], [x], [probe])[0]!);
    const plain = simplify(g.build());
    const blocked = fast(plain);
    expect(operatorsOf(blocked)).toContain("com.microsoft.nchwc:MaxPool");
    expect(largestDifference(await run(blocked, true), await run(plain, true))).toBe(0);
  });

  it("keeps the layout through what is done element by element, and leaves what it cannot serve", async () => {
    const g = new GraphBuilder("chain");
    const x = g.input("x", "float32", [2, 2 * block!, 6, 6]);
    const mask = g.input("mask", "float32", [2, block!, 6, 6]);
    const bias = g.input("bias", "float32", [1, block!, 1, 1]);
    const kernel = (name: string, i: number) => g.input(name, "float32", [block!, i, 3, 3]);
    const pads = [1, 1, 1, 1];
    const first = g.apply("Conv", [x, kernel("w1", 2 * block!)], { pads });
    const masked = g.apply("Tanh", [mul(g, first, mask)]);
    const second = g.apply("Conv", [g.apply("Add", [masked, bias]), kernel("w2", block!)], { pads });
    g.output("y", g.apply("Add", [second, g.apply("Sigmoid", [first])]));
    const plain = simplify(g.build());
    const blocked = fast(plain);
    // x and the mask go in, the end comes out; the bias is added channel by channel in between.
    expect(operatorsOf(blocked).filter((name) => name.endsWith("ReorderInput")).length).toBe(2);
    expect(operatorsOf(blocked).filter((name) => name.endsWith("ReorderOutput")).length).toBe(1);
    expect(largestDifference(await run(blocked, false), await run(plain, false))).toBeLessThan(1e-5);
  });

  it("gives what a comparison finds in the plain layout to nodes that are not in the blocked one", async () => {
    const g = new GraphBuilder("prelu");
    const x = g.input("x", "float32", [2, block!, 6, 6]);
    const slope = g.input("slope", "float32", [block!, 1, 1]);
    const kernel = g.input("w", "float32", [block!, block!, 3, 3]);
    const y = g.apply("Conv", [x, kernel], { pads: [1, 1, 1, 1] });
    const isPositive = g.apply("Greater", [y, g.scalar(0)]);
    g.output("y", g.apply("Where", [isPositive, y, mul(g, y, slope)]));
    // A factor of another shape keeps Where out of the layout: its condition must leave it.
    g.output("z", g.apply("Where", [isPositive, slope, g.scalar(0)]));
    const plain = simplify(g.build());
    expect(largestDifference(await run(fast(plain), false), await run(plain, false))).toBeLessThan(1e-5);
  });

  it("keeps batch normalization, residual sums and ReLU in the layout, forward and backward, in one pass each", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          n: fc.constantFrom(2, 3, block!),
          c: fc.constantFrom(block!, 2 * block!),
          size: fc.integer({ min: 3, max: 9 }),
          depth: fc.integer({ min: 1, max: 2 }),
          after: fc.constantFrom("relu", "sum", "sum of two", "nothing"),
        }),
        async ({ n, c, size, depth, after }) => {
          const g = new GraphBuilder("normalized");
          const variables: Value[] = [];
          const parameter = (name: string, shape: number[]) => {
            variables.push(g.input(name, "float32", shape));
            return variables.at(-1)!;
          };
          const normalized = (x: Value, name: string) => {
            const y = g.apply("Conv", [x, parameter(`w-${name}`, [c, x.shape[1]!, 3, 3])], { pads: [1, 1, 1, 1] });
            const scratch = ["mean", "variance"].map((s) => g.input(`${s}-${name}`, "float32", [c]));
            const affine = [parameter(`scale-${name}`, [c]), parameter(`shift-${name}`, [c])];
            return g.applyAll(
              "BatchNormalization",
              [y, ...affine, ...scratch],
              { epsilon: 1e-5, momentum: 0, training_mode: 1 },
              { outputs: 3 },
            );
          };
          let x = parameter("x", [n, c, size, size]);
          for (let i = 0; i < depth; i++) {
            const [y, mean, variance] = normalized(x, `${i}`);
            g.output(`mean-${i}:next`, mean!);
            g.output(`variance-${i}:next`, variance!);
            if (after === "relu") x = g.apply("Relu", [y!]);
            else if (after === "sum") x = g.apply("Relu", [g.apply("Add", [y!, x])]);
            else if (after === "sum of two")
              x = g.apply("Relu", [g.apply("Add", [y!, normalized(x, `other-${i}`)[0]!])]);
            else x = y!;
          }
          g.output("y", x);
          const probe = g.input("probe", "float32", x.shape);
          gradients(g, [x], variables, [probe]).forEach((slope, i) => {
            g.output(`d-${variables[i]!.name}`, slope);
          });
          const plain = simplify(g.build());
          const blocked = fast(plain);
          expect(operatorsOf(blocked)).not.toContain("BatchNormalization");
          const separate = blocked.nodes.filter(
            (node) => node.operator === "com.microsoft.nchwc:Conv" && node.attributes.group === c,
          );
          if (after !== "nothing") expect(separate.some((node) => node.attributes.activation === "Relu")).toBe(true);
          expect(largestDifference(await run(blocked, false), await run(plain, false))).toBeLessThan(2e-4);
        },
      ),
      { numRuns: 40, seed: 5 },
    );
  });

  it("is found by trying, and not where the operators are missing", async () => {
    expect(await findBlock(runtime)).toBe(block);
    const { runtime: wasm } = await loadRuntime("wasm");
    const size = await findBlock(wasm);
    expect(size === undefined || size === 8 || size === 16).toBe(true);
    expect(wasm.block).toBeUndefined();
  });
});
