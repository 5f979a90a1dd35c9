import { indexGraph, rebuild } from "../../rewrite.js";
import { convolution, imageSum, inputGradient } from "./blocked-convolution.js";
import { affineSum, channelwise, elementwiseBlocked } from "./blocked-elementwise.js";
import { filterGradient } from "./blocked-filter-gradient.js";
import { blockedForms, computed } from "./blocked-forms.js";
import { channelSlice, spread } from "./blocked-movement.js";
import { planStep } from "./blocked-plan.js";
import { pooling, poolingGradient } from "./blocked-pooling.js";
import { onlyRelu } from "./only-relu.js";
/**
 * The same graph with its convolutions in the blocked layout; results agree to rounding. Simplify
 * afterwards.
 */
export function blockedLayout(graph, block, cache) {
    const index = indexGraph(graph);
    const steps = new Map(graph.nodes.map((node) => [node, planStep(node, index, block)]));
    const hasConvolutions = [...steps.values()].some((step) => step === "convolution" || step === "input gradient");
    return hasConvolutions ? rebuild(graph, (context) => visitor(context, steps, { block, cache })) : graph;
}
function visitor(context, steps, blocks) {
    const { block } = blocks;
    const { g, producer, users } = context;
    const forms = blockedForms(context);
    /** ReLUs that are computed in the pass that makes their operand. */
    const fused = new Set();
    /**
     * Records the blocked form of a node's output, or of the output of the ReLU that it computes,
     * too.
     */
    const setBlocked = (node, form, relu) => {
        forms.setBlocked((relu ?? node).outputs[0], form);
        if (relu !== undefined)
            fused.add(relu);
        return [];
    };
    /**
     * Blocked where its input is, if the indices serve nothing but gradients that do without them.
     */
    const isPooledBlocked = (pool) => {
        const readers = pool.outputs[1] === undefined ? [] : users(pool.outputs[1]);
        return forms.isBlocked(pool.inputs[0]) && readers.every((node) => steps.get(node) === "pooling gradient");
    };
    const filterGradientOf = (node) => {
        const gradient = filterGradient(g, node, producer, forms, blocks);
        return "plain" in gradient ? [gradient.plain] : setBlocked(node, gradient.blocked);
    };
    /** What lies between convolutions: on blocked values where its operands are. */
    const between = (node) => {
        if (node.gradientTo !== undefined)
            return undefined;
        const relu = onlyRelu(node, context);
        const sum = affineSum(g, node, forms, block, relu !== undefined);
        const x = node.inputs[0];
        if (sum !== undefined)
            return setBlocked(node, sum, relu);
        if (node.operator === "Relu" && forms.isPending(x) && users(x).length === 1) {
            return setBlocked(node, computed(g, forms.affine(x), { relu: true }));
        }
        const isMade = channelwise(g, node, forms, block) ||
            elementwiseBlocked(g, node, forms, block) ||
            channelSlice(g, node, forms, context, block) ||
            spread(g, node, forms, context, block);
        return isMade ? [] : undefined;
    };
    return {
        make: forms.toPlain,
        visit(node) {
            if (fused.has(node))
                return [];
            switch (steps.get(node)) {
                case "convolution": {
                    const relu = onlyRelu(node, context);
                    return setBlocked(node, convolution(g, node, forms, block, relu !== undefined), relu);
                }
                case "filter gradient":
                    return filterGradientOf(node);
                case "input gradient":
                    return setBlocked(node, inputGradient(g, node, forms, block));
                case "image sum":
                    return [imageSum(g, node, producer, forms, block)];
                case "pooling":
                    return isPooledBlocked(node) ? setBlocked(node, pooling(g, node, forms)) : undefined;
                case "pooling gradient": {
                    const pool = producer(node.inputs[1]);
                    return isPooledBlocked(pool) ? setBlocked(node, poolingGradient(g, node, pool, forms, block)) : undefined;
                }
                default:
                    return between(node);
            }
        },
    };
}
