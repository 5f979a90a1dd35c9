/** Rewriting a graph node by node: the frame that all lowerings share. */
import { GraphBuilder } from "../builder.js";
import type { Graph, Node, Value } from "../graph.js";
import type { Tensor } from "../tensor.js";

/** What a rewrite sees: the old graph around a node, and the builder of the new one. */
export interface Surroundings {
  readonly g: GraphBuilder;
  /** The node of the old graph that makes a value. */
  producer(value: Value | undefined): Node | undefined;
  /** The numbers of an old constant. */
  constant(value: Value | undefined): Tensor | undefined;
  /** The value of the new graph that stands for an old one. */
  renewed(value: Value): Value;
}

/** The new values of a node's outputs, or undefined to leave the node as it is. Nodes left unused are removed afterwards. */
export type Rewrite = (node: Node, around: Surroundings) => readonly Value[] | undefined;

/** The graph with each node replaced by the first rewrite that fires on it. */
export function rewriteGraph(graph: Graph, rewrites: readonly Rewrite[]): Graph {
  const g = GraphBuilder.from({ ...graph, nodes: [], outputs: new Map() });
  const producers = new Map(graph.nodes.flatMap((node) => node.outputs.map((v) => [v, node] as const)));
  const renewed = new Map<Value, Value>();
  const renew = (v: Value): Value => renewed.get(v) ?? v;
  const around: Surroundings = {
    g,
    producer: (v) => (v === undefined ? undefined : producers.get(v)),
    constant: (v) => (v === undefined ? undefined : graph.constants.get(v)),
    renewed: renew,
  };
  for (const node of graph.nodes) {
    g.atLayer(node.layer, () => {
      const made = firstOf(rewrites, node, around) ?? copy(node, around);
      node.outputs.forEach((v, i) => {
        if (made[i] !== undefined) renewed.set(v, made[i]);
      });
    });
  }
  for (const [name, v] of graph.outputs) g.output(name, renew(v));
  return g.build();
}

function firstOf(rewrites: readonly Rewrite[], node: Node, around: Surroundings): readonly Value[] | undefined {
  for (const rewrite of rewrites) {
    const made = rewrite(node, around);
    if (made !== undefined) return made;
  }
  return undefined;
}

function copy(node: Node, { g, renewed }: Surroundings): readonly Value[] {
  const inputs = node.inputs.map((v) => (v === undefined ? undefined : renewed(v)));
  return g.applyAll(node.operator, inputs, node.attributes, { outputs: node.outputs.length });
}
