/** The fast forms for ONNX Runtime's CPU provider, in one place. */
import type { Graph, Value } from "../onnx/graph.js";
import { filterGradient } from "./filter-gradient.js";
import { unpooling } from "./pooling.js";
import { channelSum } from "./reduction.js";
import { rewriteGraph } from "./rewrite.js";
import { sgdIntoGemm } from "./sgd.js";

/**
 * The same graph in operators that the CPU provider does fast; results agree to rounding. Simplify before and after.
 *
 * @param block as in `Runtime`: what the blocked layout will do better is left to it
 */
export function lower(graph: Graph, block?: number): Graph {
  return rewriteGraph(graph, [channelSum, filterGradient(block), unpooling, sgdIntoGemm(useCounts(graph))]);
}

/** How many inputs and outputs each value is. */
function useCounts(graph: Graph): Map<Value, number> {
  const uses = new Map<Value, number>();
  const count = (v: Value | undefined) => v !== undefined && uses.set(v, (uses.get(v) ?? 0) + 1);
  for (const node of graph.nodes) node.inputs.forEach(count);
  for (const v of graph.outputs.values()) count(v);
  return uses;
}
