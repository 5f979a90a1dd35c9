import { rewriteNodes } from "../rewrite.js";
import { isRecurrent, recurrentSteps } from "./portable/recurrent.js";
import { simplify } from "./simplify/simplify.js";
/** Nodes that a direction may cost beside its steps: they join results and start its state. */
const nodesPerDirection = 10;
/**
 * The graph with its recurrent layers step by step, where that costs next to nothing:
 * simplification makes one of equal nodes, and steps that were not there before would add two
 * nodes each at least. Otherwise the graph itself, since an operator is faster than its steps.
 * Simplify before.
 */
export function oneForwardPass(graph) {
    const sizes = graph.nodes
        .filter(isRecurrent)
        .map(({ inputs: [x, , r] }) => ({ steps: x.shape[0], directions: r.shape[0] }));
    if (sizes.length === 0)
        return graph;
    const inSteps = simplify(rewriteNodes(graph, [recurrentSteps]));
    const fewest = sizes.reduce((sum, { steps, directions }) => sum + directions * (steps + nodesPerDirection), 0);
    return inSteps.nodes.length - graph.nodes.length < fewest ? inSteps : graph;
}
