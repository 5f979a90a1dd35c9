/** Who uses what in a graph. */
import type { Graph, Node, Value } from "../../graph.js";

export type Uses = ReadonlyMap<Value, readonly Node[]>;

/** The nodes that a value is an input of; a node that takes it twice is there twice. */
export function usesOf(graph: Graph): Uses {
  const uses = new Map<Value, Node[]>();
  for (const node of graph.nodes) {
    for (const v of node.inputs) if (v !== undefined) uses.set(v, [...(uses.get(v) ?? []), node]);
  }
  return uses;
}

/** The ReLU that alone uses a node's output, which the graph does not return. */
export function onlyRelu(node: Node, uses: Uses, graph: Graph): Node | undefined {
  const users = uses.get(node.outputs[0]!) ?? [];
  const [first] = users;
  if (users.length !== 1 || first?.operator !== "Relu") return undefined;
  return [...graph.outputs.values()].includes(node.outputs[0]!) ? undefined : first;
}
