/** What providers without the CPU's operators also lack, in one place: the forms that WebGPU runs. */
import type { Graph } from "../../graph.js";
import { rewriteGraph } from "../rewrite.js";
import { composedBatchNormalization } from "./batch-normalization.js";
import { paddedChannels, paddedGroups } from "./convolution-channels.js";
import { poolingByComparison } from "./pooling-by-comparison.js";

/** The same graph in operators that every provider has; results agree to rounding. Simplify before and after. */
export function portable(graph: Graph): Graph {
  return rewriteGraph(graph, [poolingByComparison, composedBatchNormalization, paddedChannels, paddedGroups]);
}
