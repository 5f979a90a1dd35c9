import { rebuild } from "../../rewrite.js";
import { removeDead } from "./remove-dead.js";
import { simplifier } from "./simplifier.js";
/**
 * Most passes. The first one, from inputs to outputs, finds nearly everything; later ones find what
 * it made possible.
 */
const mostPasses = 10;
/**
 * The same graph in fewer nodes: what no output needs is left out, equal nodes and equal constants
 * become one, small constants are computed, and algebra and reshaping that do nothing go. Values
 * that stay are the graph's own (same reference, same name); inputs and outputs keep their names
 * and order. Run it after differentiation.
 *
 * Results are the same bits, except that: a chain of products with constants may differ in its last
 * bit; products whose transposition is absorbed may be summed in another order by the runtime; x +
 * 0 keeps the sign of x = −0.
 */
export function simplify(graph, options = {}) {
    const keepGradientTo = options.dropGradientTo === false;
    let current = removeDead(keepGradientTo ? graph : { ...graph, nodes: graph.nodes.map(withoutGradientTo) });
    for (let i = 0; i < mostPasses; i++) {
        let changes = () => 0;
        const next = rebuild(current, (context) => {
            const { visit, changeCount } = simplifier(current, context);
            changes = changeCount;
            return { visit };
        });
        if (changes() === 0)
            break;
        current = removeDead(next);
    }
    return current;
}
function withoutGradientTo(node) {
    if (node.gradientTo === undefined)
        return node;
    const { gradientTo: _, ...rest } = node;
    return rest;
}
