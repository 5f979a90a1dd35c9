/** The fast forms for ONNX Runtime's CPU provider, in one place. */
import type { Graph, Value } from "../../graph.js";
import { composedBatchNormalization } from "../portable/batch-normalization.js";
import { type Rewrite, rewriteGraph } from "../rewrite.js";
import { simplify } from "../simplify/simplify.js";
import { filterGradient } from "./filter-gradient.js";
import { unpooling } from "./pooling.js";
import { channelSum } from "./reduction.js";
import { sgdIntoGemm } from "./sgd.js";

/**
 * The same graph in operators that the CPU provider does fast; results agree to rounding. Simplify before and after.
 *
 * @param block as in `Runtime`: what the blocked layout will do better is left to it
 */
export function lower(graph: Graph, block?: number): Graph {
  const start = block === undefined ? graph : simplify(rewriteGraph(graph, [blockedBatchNormalization(block)]));
  return rewriteGraph(start, [channelSum, filterGradient(block), unpooling, sgdIntoGemm(useCounts(start))]);
}

/**
 * After a convolution, in parts that stay in the blocked layout, of which the backward pass wants most, too: its operator
 * takes and gives plain images.
 */
function blockedBatchNormalization(block: number): Rewrite {
  return (node, around) => {
    const [x] = node.inputs;
    const blocked = around.producer(x)?.operator === "Conv" && x!.shape.length === 4 && x!.shape[1]! % block === 0;
    return blocked ? composedBatchNormalization(node, around) : undefined;
  };
}

/** How many inputs and outputs each value is. */
function useCounts(graph: Graph): Map<Value, number> {
  const uses = new Map<Value, number>();
  const count = (v: Value | undefined) => v !== undefined && uses.set(v, (uses.get(v) ?? 0) + 1);
  for (const node of graph.nodes) node.inputs.forEach(count);
  for (const v of graph.outputs.values()) count(v);
  return uses;
}
