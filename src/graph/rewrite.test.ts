import { describe, expect, it } from "vitest";
import { sampleGraphs } from "../../test/onnx/operator-samples.js";
import { GraphBuilder } from "./builder.js";
import { add, mul } from "./expressions.js";
import type { Graph, Node, Value } from "./graph.js";
import { operators } from "./operators/index.js";
import { indexGraph, rebuild, rewriteNodes } from "./rewrite.js";

const samples = [...operators.keys()].flatMap((name) => sampleGraphs(name));

/**
 * x + x and x · c, where the sum is returned twice; a straight-through estimator and a stopped
 * gradient.
 */
function example() {
  const g = new GraphBuilder("example");
  const x = g.input("x", "float32", [3]);
  const c = g.scalar(2);
  const sum = add(g, x, x);
  const product = mul(g, x, c);
  const through = g.apply("Identity", [g.apply("Round", [product])], {}, { gradientTo: product });
  const stopped = g.apply("Identity", [sum], {}, { gradientTo: null });
  g.output("sum", sum);
  g.output("again", sum);
  g.output("through", through);
  g.output("stopped", stopped);
  return { graph: g.build(), x, c, sum, product, through, stopped };
}

/** The users of a value, by looking at every node. */
const usersOf = (graph: Graph, value: Value): Node[] =>
  graph.nodes.flatMap((node) => [...node.inputs, node.gradientTo].flatMap((v) => (v === value ? [node] : [])));

describe("indexGraph", () => {
  it("gives what a search of all nodes gives", () => {
    for (const graph of [example().graph, ...samples]) {
      const index = indexGraph(graph);
      const outputs = [...graph.outputs.values()];
      const values = [...graph.inputs, ...graph.constants.keys(), ...graph.nodes.flatMap((node) => node.outputs)];
      for (const v of values) {
        const maker = graph.nodes.find((node) => node.outputs.includes(v));
        expect(index.producer(v)).toBe(maker?.gradientTo === undefined ? maker : undefined);
        expect(index.users(v)).toEqual(usersOf(graph, v));
        expect(index.useCount(v)).toBe(usersOf(graph, v).length + outputs.filter((output) => output === v).length);
        expect(index.isReturned(v)).toBe(outputs.includes(v));
        expect(index.constant(v)).toBe(graph.constants.get(v));
      }
    }
  });
});

describe("rebuild", () => {
  it("gives an equal graph where visits say nothing, with the same nodes and values", () => {
    for (const graph of [example().graph, ...samples]) {
      const same = rebuild(graph, () => ({ visit: () => undefined }));
      expect(same).toEqual(graph);
      same.nodes.forEach((node, i) => {
        expect(node).toBe(graph.nodes[i]);
      });
    }
  });

  it("gives copies new names, and moves their overridden gradients along", () => {
    const { graph, x } = example();
    const copied = rebuild(graph, ({ copy }) => ({ visit: copy }));
    const values = copied.nodes.flatMap(({ outputs }) => outputs);
    expect(copied.inputs).toEqual([x]);
    expect(
      new Set([...graph.nodes, ...copied.nodes].flatMap(({ outputs }) => outputs.map(({ name }) => name))).size,
    ).toBe(2 * values.length);
    const overrides = copied.nodes
      .filter(({ gradientTo }) => gradientTo !== undefined)
      .map(({ gradientTo }) => gradientTo);
    expect(overrides).toEqual([values[1], null]);
    expect(overrides[0]).toBe(values[1]);
  });

  it("reads what a visit gives in place of a node's output, in inputs, outputs and overridden gradients", () => {
    const { graph, product } = example();
    const { nodes, outputs } = rebuild(graph, ({ g, renewed }) => ({
      visit: (node) =>
        node.operator === "Mul" ? [add(g, ...([renewed(node.inputs[0]!), node.inputs[0]!] as const))] : undefined,
    }));
    expect(nodes.map(({ operator }) => operator)).toEqual(["Add", "Add", "Round", "Identity", "Identity"]);
    const sum = nodes[1]!.outputs[0]!;
    expect(nodes[2]!.inputs).toEqual([sum]);
    expect(nodes[3]!.gradientTo).toBe(sum);
    expect(nodes.flatMap((node) => [...node.inputs, node.gradientTo])).not.toContain(product);
    expect([...outputs.keys()]).toEqual([...graph.outputs.keys()]);
  });

  it("keeps the override of a node that a visit replaces", () => {
    const { graph, product, through } = example();
    const { nodes, outputs } = rebuild(graph, ({ g }) => ({
      visit: (node) => (node.outputs[0] === through ? [g.apply("Neg", [product])] : undefined),
    }));
    const last = nodes.find(({ outputs: [v] }) => v === outputs.get("through"))!;
    expect([last.operator, last.gradientTo]).toEqual(["Identity", product]);
    expect(() => rebuild(graph, () => ({ visit: (node) => (node.outputs[0] === through ? [] : undefined) }))).toThrow(
      /gave no value for "identity", whose gradient is overridden/,
    );
  });

  it("makes a value when it is first read, once", () => {
    const { graph, sum } = example();
    const read: string[] = [];
    const { nodes } = rebuild(graph, ({ g }) => ({
      visit: (node) => (node.operator === "Add" ? [] : undefined),
      make: (value) => {
        read.push(value.name);
        return g.apply("Neg", [graph.inputs[0]!]);
      },
    }));
    expect(read).toEqual([sum.name]);
    expect(nodes.map(({ operator }) => operator)).toEqual(["Mul", "Round", "Identity", "Neg", "Identity"]);
    expect(() => rebuild(graph, () => ({ visit: (node) => (node.operator === "Add" ? [] : undefined) }))).toThrow(
      'nothing stands for the value "add", which is read',
    );
  });
});

describe("rewriteNodes", () => {
  it("takes the first rewrite that applies, and refuses a value of another type or shape", () => {
    const { graph } = example();
    const { nodes } = rewriteNodes(graph, [
      ({ operator, inputs: [x] }, { g }) => (operator === "Add" ? [g.apply("Neg", [x])] : undefined),
      ({ operator, inputs: [x] }, { g }) =>
        operator === "Add" || operator === "Mul" ? [g.apply("Abs", [x])] : undefined,
    ]);
    expect(nodes.map(({ operator }) => operator)).toEqual(["Neg", "Abs", "Round", "Identity", "Identity"]);
    expect(() =>
      rewriteNodes(graph, [({ operator }, { g }) => (operator === "Add" ? [g.scalar(0)] : undefined)]),
    ).toThrow('Add "add", float32 [3], became float32 []');
  });
});
