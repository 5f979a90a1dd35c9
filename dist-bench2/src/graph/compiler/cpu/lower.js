import { rewriteNodes } from "../../rewrite.js";
import { composedBatchNormalization } from "../portable/batch-normalization.js";
import { filterGradient } from "./filter-gradient.js";
import { channelSum } from "./reduction.js";
import { sgdIntoGemm } from "./sgd.js";
import { sumIntoGemm } from "./sum-into-gemm.js";
import { unpooling } from "./unpooling.js";
/**
 * The same graph in operators that the CPU provider does fast; results agree to rounding. Simplify
 * before and after.
 *
 * @param block as in `Runtime`: what the blocked layout does better is left to `blockedLayout`
 */
export function lower(graph, block) {
    return rewriteNodes(graph, [channelSum, filterGradient(block), unpooling, sgdIntoGemm, sumIntoGemm]);
}
/**
 * Batch normalization after a convolution in parts that stay in the blocked layout, as most of the
 * backward pass does: the operator itself takes and gives plain images. Comes before `lower`.
 */
export function composeBlockedNormalization(graph, block) {
    const rewrite = (node, context) => {
        const [x] = node.inputs;
        const isBlocked = context.producer(x)?.operator === "Conv" && x.shape.length === 4 && x.shape[1] % block === 0;
        return isBlocked ? composedBatchNormalization(node, context) : undefined;
    };
    return rewriteNodes(graph, [rewrite]);
}
