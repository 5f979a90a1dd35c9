/** Every operator for several replicas at once, against each replica by itself, in float64. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GraphBuilder } from "../../src/graph/builder.js";
import { replicate } from "../../src/graph/compiler/replicas/replicate.js";
import { rules } from "../../src/graph/compiler/replicas/rules/index.js";
import { gradients } from "../../src/graph/gradients/gradients.js";
import type { Graph, Value } from "../../src/graph/graph.js";
import { operators } from "../../src/graph/operators/index.js";
import { type ElementType, type Shape, sizeOf } from "../../src/graph/tensor.js";
import { checks } from "../gradients/cases/index.js";
import { Inputs, randomFrom } from "../gradients/inputs.js";
import { sampleGraphs } from "../onnx/operator-samples.js";
import { evaluate } from "../reference/evaluate.js";
import type { Numbers } from "../reference/kernel.js";
import { numbers } from "../reference/numbers.js";

type ReplicaInputs = Readonly<Record<string, Numbers>>;

/**
 * Replicas of what a graph with inputs of its own for each replica gives, for this choice of
 * stacked inputs.
 */
function expectEachReplica(graph: Graph, replicas: readonly ReplicaInputs[], stacked: ReadonlySet<string>): void {
  const count = replicas.length;
  const together = replicate(graph, count, ({ name }) => stacked.has(name));
  const stackedInputs = Object.fromEntries(
    graph.inputs.map(({ name, type, shape }) => {
      if (!stacked.has(name)) return [name, replicas[0]![name]!];
      const all = replicas.flatMap((inputs) => Array.from(inputs[name]!.data));
      return [name, numbers(type, [count, ...shape], all)];
    }),
  );
  const got = evaluate(together, stackedInputs);
  replicas.forEach((inputs, r) => {
    const ownInputs = Object.fromEntries(
      graph.inputs.map(({ name }) => [name, stacked.has(name) ? inputs[name]! : replicas[0]![name]!]),
    );
    for (const [name, expected] of Object.entries(evaluate(graph, ownInputs))) {
      const size = sizeOf(expected.shape);
      expect(got[name]!.shape).toEqual([count, ...expected.shape]);
      const part = got[name]!.data.slice(r * size, (r + 1) * size);
      const largest = expected.data.reduce((most, v) => Math.max(most, Math.abs(v)), 1);
      expected.data.forEach((v, i) => {
        if (!(Math.abs(part[i]! - v) <= 1e-12 * largest) && !Object.is(part[i], v)) {
          throw new Error(`${name}, replica ${r}, element ${i}: ${part[i]}, by itself ${v} (stacked: ${[...stacked]})`);
        }
      });
    }
  });
}

/** All non-empty subsets. */
const subsets = (list: readonly string[]): string[][] =>
  Array.from({ length: 2 ** list.length - 1 }, (_, bits) => list.filter((_, i) => ((bits + 1) >> i) & 1));

/**
 * Numbers of replica `r` for an input; integers differ within each line of up to four, and from
 * replica to replica.
 */
function drawn(type: ElementType, shape: Shape, r: number, random: () => number): Numbers {
  const of = {
    bool: () => (random() < 0.5 ? 0 : 1),
    int32: (i: number) => (i + r) % 4,
    int64: (i: number) => (i + r) % 4,
    uint8: (i: number) => (i + r) % 4,
    float32: () => 4 * random() - 2,
    float64: () => 4 * random() - 2,
  }[type];
  return numbers(
    type,
    shape,
    Array.from({ length: sizeOf(shape) }, (_, i) => of(i)),
  );
}

// ONNX Runtime's own operators come into graphs after replicas do.
const standard = [...operators.keys()].filter((name) => !name.includes(":"));

describe("each form of an operator, whichever inputs are stacked", () => {
  it.each(standard)("%s", (operator) => {
    for (const graph of sampleGraphs(operator)) {
      const random = randomFrom(1);
      const replicas = [0, 1, 2].map((r) =>
        Object.fromEntries(graph.inputs.map(({ name, type, shape }) => [name, drawn(type, shape, r, random)])),
      );
      for (const stackedNames of subsets(graph.inputs.map(({ name }) => name))) {
        expectEachReplica(graph, replicas, new Set(stackedNames));
      }
    }
  });

  it("has rules only for operators that exist", () => {
    expect(Object.keys(rules).filter((name) => !standard.includes(name))).toEqual([]);
  });
});

it("does what its example shows", () => {
  const g = new GraphBuilder("affine");
  const x = g.input("x", "float32", [8, 784]);
  g.output("y", g.apply("MatMul", [x, g.input("w", "float32", [784, 10])]));
  const four = replicate(g.build(), 4, (input) => input.name === "w");
  expect(four.inputs.map(({ shape }) => shape)).toEqual([
    [8, 784],
    [4, 784, 10],
  ]);
  expect(four.outputs.get("y")!.shape).toEqual([4, 8, 10]);
  expect(() => replicate(g.build(), 1.5, () => true)).toThrow("count must be a positive integer, got 1.5");
});

it("computes once what all share", () => {
  const g = new GraphBuilder("shared");
  const y = g.apply("Relu", [g.input("x", "float32", [8, 4])]);
  g.output("z", g.apply("MatMul", [y, g.input("w", "float32", [4, 10])]));
  const { nodes } = replicate(g.build(), 4, ({ name }) => name === "w");
  expect(nodes.map(({ operator, outputs }) => [operator, outputs[0]!.shape])).toEqual([
    ["Relu", [8, 4]],
    ["MatMul", [4, 8, 10]],
  ]);
});

describe("random graphs and their gradients", () => {
  it.each(Object.keys(checks))("%s", (name) => {
    const check = checks[name]!;
    const build = typeof check === "function" ? check : check.build;
    /**
     * The same graph for every replica, since `gen` decides its form; `random` decides its numbers
     * alone.
     */
    const one = (seed: number, r: number): { graph: Graph; inputs: ReplicaInputs } => {
      const [gen] = fc.sample(fc.gen(), { seed, numRuns: 1 });
      const g = new GraphBuilder("case");
      const x = new Inputs(g, gen!, randomFrom(1000 * seed + r));
      const built = build(g, x);
      const outputs: readonly Value[] = "name" in built ? [built] : built;
      outputs.forEach((y, i) => {
        g.output(`y${i}`, y);
      });
      const inputs = x.floats.slice();
      const smooth = outputs.filter((y) => y.type === "float32");
      const seeds = smooth.map((y) => x.float(y.shape));
      gradients(g, smooth, inputs, seeds).forEach((d, i) => {
        g.output(`d${i}`, d);
      });
      return { graph: g.build(), inputs: Object.fromEntries([...x.values].map(([v, n]) => [v.name, n])) };
    };
    for (let seed = 1; seed <= 8; seed++) {
      const cases = [0, 1, 2].map((r) => one(seed, r));
      const { graph } = cases[0]!;
      const names = graph.inputs.map((input) => input.name);
      const random = randomFrom(seed);
      const some = names.filter(() => random() < 0.5);
      for (const stackedNames of [names, some]) {
        if (stackedNames.length === 0) continue;
        expectEachReplica(
          graph,
          cases.map(({ inputs }) => inputs),
          new Set(stackedNames),
        );
      }
    }
  });
});
