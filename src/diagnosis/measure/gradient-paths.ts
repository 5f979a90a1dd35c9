/** Which gradients of a network can be computed. */
import { InputError } from "../../errors.js";
import type { GraphBuilder } from "../../graph/builder.js";
import { gradients } from "../../graph/gradients/gradients.js";
import { constantWhereDifferentiable, notDifferentiable } from "../../graph/gradients/not-differentiable.js";
import { rules } from "../../graph/gradients/rules/index.js";
import type { Value } from "../../graph/graph.js";

/** The gradients by some values, or why they cannot be computed. */
export type Slopes = { readonly values: readonly Value[] } | { readonly reason: string };

/**
 * The gradients of `output` by groups of values, in the order of the forward pass. A group whose
 * way to the output leads through an operator without a gradient has a reason instead.
 */
export function slopesOfGroups(g: GraphBuilder, output: Value, groups: readonly (readonly Value[])[]): Slopes[] {
  const obstacle = obstacles(g, output);
  const reasons = groups.map((group) => group.map(obstacle).find((operator) => operator !== undefined));
  const open = groups.flatMap((group, i) => (reasons[i] === undefined ? [{ group, i }] : []));
  const results = reasons.map((operator): Slopes => ({ reason: `${operator} has no gradient` }));
  let message = "";
  const attempt = (from: number): boolean => {
    const rest = open.slice(from);
    try {
      const slopes = gradients(
        g,
        [output],
        rest.flatMap(({ group }) => group),
      );
      let at = 0;
      for (const { group, i } of rest) {
        results[i] = { values: slopes.slice(at, at + group.length) };
        at += group.length;
      }
      return true;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      message = error.message;
      return false;
    }
  };
  if (open.length === 0 || attempt(0)) return results;
  // A rule refuses an attribute: the layers behind that node still have gradients.
  let [fails, works] = [0, open.length];
  while (works - fails > 1) {
    const middle = (fails + works) >> 1;
    if (attempt(middle)) works = middle;
    else fails = middle;
  }
  for (const { i } of open.slice(0, works)) results[i] = { reason: message };
  return results;
}

/** The operator without a gradient that lies between a value and the output, if there is one. */
function obstacles(g: GraphBuilder, output: Value): (value: Value) => string | undefined {
  const leads = new Set<Value>([output]);
  const blocked = new Map<Value, string>();
  for (const node of g.nodes.toReversed()) {
    if (!node.outputs.some((v) => leads.has(v))) continue;
    const behind = node.outputs.map((v) => blocked.get(v)).find((operator) => operator !== undefined);
    if (node.gradientTo !== undefined) {
      if (node.gradientTo === null) continue;
      leads.add(node.gradientTo);
      if (behind !== undefined) blocked.set(node.gradientTo, behind);
      continue;
    }
    if (notDifferentiable.has(node.operator)) continue;
    const here = rules[node.operator] === undefined ? node.operator : behind;
    for (const [i, v] of node.inputs.entries()) {
      if (v === undefined || constantWhereDifferentiable(node, i)) continue;
      leads.add(v);
      if (here !== undefined) blocked.set(v, here);
    }
  }
  return (value) => blocked.get(value);
}

/** Whether small changes of a value can change the output: not through whole numbers. */
export function hasSlope(g: GraphBuilder, output: Value, value: Value): boolean {
  const moved = new Set<Value>([value]);
  for (const node of g.nodes) {
    const moves = node.inputs.some((v, i) => v !== undefined && moved.has(v) && !constantWhereDifferentiable(node, i));
    if (!moves || notDifferentiable.has(node.operator) || node.gradientTo === null) continue;
    for (const v of node.outputs) if (v.type.startsWith("float")) moved.add(v);
  }
  return moved.has(output);
}
