import { rewriteNodes } from "../../rewrite.js";
import { composedBatchNormalization } from "./batch-normalization.js";
import { paddedChannels, paddedGroups } from "./convolution-channels.js";
import { poolingByComparison } from "./pooling-by-comparison.js";
import { recurrentSteps } from "./recurrent.js";
/**
 * The same graph in operators that every provider has; results agree to rounding. Simplify before
 * and after.
 */
export function portable(graph) {
    return rewriteNodes(graph, [
        poolingByComparison,
        composedBatchNormalization,
        recurrentSteps,
        paddedChannels,
        paddedGroups,
    ]);
}
