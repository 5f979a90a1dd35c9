/**
 * Graph → smaller graph with the same results: dead nodes, equal nodes, constants and needless
 * steps go.
 */
import type { Graph, Node } from "../../graph.js";
import { rebuild } from "../../rewrite.js";
import { removeDead } from "./remove-dead.js";
import { simplifier } from "./simplifier.js";

/** What `simplify` may forget. */
export interface SimplifyOptions {
  /**
   * Whether straight-through and stopped gradients are forgotten, which is right after
   * differentiation (true if left out). With false the result can still be differentiated.
   */
  readonly dropGradientTo?: boolean;
}

/**
 * Each pass goes from inputs to outputs and settles nearly everything; the next ones see what that
 * uncovered.
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
export function simplify(graph: Graph, options: SimplifyOptions = {}): Graph {
  const keepGradientTo = options.dropGradientTo === false;
  let current = removeDead(keepGradientTo ? graph : { ...graph, nodes: graph.nodes.map(withoutGradientTo) });
  for (let i = 0; i < mostPasses; i++) {
    let changes = () => 0;
    const next = rebuild(current, (context) => {
      const { visit, changeCount } = simplifier(current, context);
      changes = changeCount;
      return { visit };
    });
    if (changes() === 0) break;
    current = removeDead(next);
  }
  return current;
}

function withoutGradientTo(node: Node): Node {
  if (node.gradientTo === undefined) return node;
  const { gradientTo: _, ...rest } = node;
  return rest;
}
