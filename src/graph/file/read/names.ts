/** The names that a file's graphs read, and the constants that need none. */
import type { GraphProto } from "onnx-buf";
import type { Graph, Value } from "../../graph.js";

/** Every name that a graph, or one inside it, reads or returns. */
export function namesRead(graph: GraphProto, names: Set<string> = new Set()): Set<string> {
  for (const output of graph.output) names.add(output.name);
  for (const node of graph.node) {
    for (const name of node.input) names.add(name);
    for (const { g } of node.attribute) if (g !== undefined) namesRead(g, names);
  }
  return names;
}

/**
 * The graph without constants that only said what is an attribute now (the axes of ReduceMean), or
 * that were made while reading and are not needed. Those of the file that nothing reads stay.
 */
export function withoutAbsorbed(graph: Graph, ofFile: ReadonlySet<Value>, read: ReadonlySet<string>): Graph {
  const used = new Set<Value | undefined>(graph.outputs.values());
  for (const node of graph.nodes) for (const v of node.inputs) used.add(v);
  const isKept = (v: Value) => used.has(v) || (ofFile.has(v) && !read.has(v.name));
  return { ...graph, constants: new Map([...graph.constants].filter(([v]) => isKept(v))) };
}
