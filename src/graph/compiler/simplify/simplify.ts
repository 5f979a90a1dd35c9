/** Graph → smaller graph with the same results: dead nodes, equal nodes, constants and needless steps go. */
import type { Graph, Node, Value } from "../../graph.js";
import { sameShape } from "../../tensor.js";
import { arithmetic } from "./arithmetic.js";
import { fold } from "./evaluate.js";
import { movement } from "./movement.js";
import { products } from "./products.js";
import { type Form, Rewriter, type Rule, trimOutputs, withDefaults } from "./rewriter.js";

export interface SimplifyOptions {
  /**
   * Whether straight-through and stopped gradients are forgotten, which is right after differentiation (true if left out).
   * With false the result can still be differentiated.
   */
  readonly dropGradientTo?: boolean;
}

const rules: Readonly<Record<string, readonly Rule[]>> = { ...arithmetic, ...movement, ...products };

/** Constants of more elements are not computed here: they would make the file larger. */
const largestFolded = 4096;
/** Each pass goes from inputs to outputs and settles nearly everything; the next ones see what that uncovered. */
const mostPasses = 10;

/**
 * The same graph in fewer nodes: what no output needs is left out, equal nodes and equal constants become one, small
 * constants are computed, and algebra and reshaping that do nothing go. Values that stay are the graph's own (same
 * reference, same name); inputs and outputs keep their names and order. Run it after differentiation.
 *
 * Results are the same bits, except that: a chain of products with constants may differ in its last bit; products whose
 * transposition is absorbed may be summed in another order by the runtime; x + 0 keeps the sign of x = −0.
 *
 * @example
 * const small = simplify(graph);
 */
export function simplify(graph: Graph, options: SimplifyOptions = {}): Graph {
  const keepGradientTo = options.dropGradientTo === false;
  const names = new Set([...graph.inputs, ...graph.constants.keys()].map((v) => v.name));
  for (const node of graph.nodes) for (const v of node.outputs) names.add(v.name);
  let current = removeDead(keepGradientTo ? graph : { ...graph, nodes: graph.nodes.map(withoutGradientTo) });
  for (let i = 0; i < mostPasses; i++) {
    const r = new Rewriter(names, countUses(current), keepGradientTo);
    const next = pass(current, r);
    if (r.changes === 0) break;
    current = removeDead(next);
  }
  return current;
}

function withoutGradientTo(node: Node): Node {
  if (node.gradientTo === undefined) return node;
  const { gradientTo: _, ...rest } = node;
  return rest;
}

function pass(graph: Graph, r: Rewriter): Graph {
  for (const [v, t] of graph.constants) r.keepConstant(v, t);
  for (const node of graph.nodes) rewrite(withInputs(node, r), r);
  return {
    name: graph.name,
    inputs: graph.inputs,
    constants: r.constants,
    nodes: r.nodes,
    outputs: new Map([...graph.outputs].map(([name, v]) => [name, r.resolve(v)])),
  };
}

function withInputs(node: Node, r: Rewriter): Node {
  const inputs = node.inputs.map((v) => (v === undefined ? v : r.resolve(v)));
  const same = inputs.every((v, i) => v === node.inputs[i]);
  if (node.gradientTo) return { ...node, inputs, gradientTo: r.resolve(node.gradientTo) };
  return same ? node : { ...node, inputs };
}

/** Applies rules to a node until none fits, and adds what is left of it to the new graph. */
function rewrite(original: Node, r: Rewriter): void {
  let node = original;
  const out = node.outputs[0]!;
  if (node.outputs.length === 1 && node.gradientTo === undefined) {
    // No chain of rules on one node is long; the bound only guards against two that undo each other.
    for (let i = 0; i < 20; i++) {
      const folded = fold(node, (v) => r.constant(v), largestFolded);
      if (folded !== undefined) {
        r.changes++;
        r.keepConstant(out, folded);
        return;
      }
      const result = firstResult(node, r);
      if (result === undefined) break;
      if (!("operator" in result)) {
        if (result.type !== out.type || !sameShape(result.shape, out.shape)) {
          throw new Error(`simplify: ${node.operator} "${out.name}" was replaced by a value of another shape`);
        }
        r.replace(out, result);
        return;
      }
      r.changes++;
      node = { ...node, operator: result.operator, inputs: result.inputs, attributes: withDefaults(result) };
    }
  }
  r.emit(node);
}

function firstResult(node: Node, r: Rewriter): Value | Form | undefined {
  for (const rule of rules[node.operator] ?? []) {
    const result = rule(node, r);
    if (result !== undefined) return result;
  }
  return undefined;
}

function countUses(graph: Graph): Map<Value, number> {
  const uses = new Map<Value, number>();
  const count = (v: Value) => uses.set(v, (uses.get(v) ?? 0) + 1);
  for (const v of graph.outputs.values()) count(v);
  for (const node of graph.nodes) for (const v of node.inputs) if (v !== undefined) count(v);
  return uses;
}

/** Keeps the nodes, outputs of nodes and constants that the graph's outputs need. */
function removeDead(graph: Graph): Graph {
  const live = new Set<Value>(graph.outputs.values());
  const kept: Node[] = [];
  for (let i = graph.nodes.length - 1; i >= 0; i--) {
    const node = graph.nodes[i]!;
    if (!node.outputs.some((v) => live.has(v))) continue;
    kept.push(trimOutputs(node, (v) => live.has(v)));
    for (const v of node.inputs) if (v !== undefined) live.add(v);
    if (node.gradientTo) live.add(node.gradientTo);
  }
  return {
    ...graph,
    nodes: kept.reverse(),
    constants: new Map([...graph.constants].filter(([v]) => live.has(v))),
  };
}
