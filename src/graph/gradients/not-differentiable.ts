/**
 * Operators whose result is piecewise constant or an index: their gradient is zero wherever it
 * exists.
 */
import type { Node } from "../graph.js";

/** Operators whose gradient is zero or undefined everywhere. */
export const notDifferentiable: ReadonlySet<string> = new Set([
  "Equal",
  "Greater",
  "GreaterOrEqual",
  "Less",
  "LessOrEqual",
  "And",
  "Or",
  "Xor",
  "Not",
  "Sign",
  "Floor",
  "Ceil",
  "Round",
  "ArgMax",
  "OneHot",
  "Shape",
  "ConstantOfShape",
  "Range",
]);

/**
 * Inputs that say how rather than what (a condition, indices, a shape): no gradient flows into
 * them.
 */
export function constantWhereDifferentiable(node: Node, input: number): boolean {
  const type = node.inputs[input]?.type;
  return type !== "float32" && type !== "float64";
}
