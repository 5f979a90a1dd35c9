/**
 * Operators on numbers, for folding constants: only those whose result is the same bits everywhere
 * (integer arithmetic, moving elements, and the IEEE operations + − × ÷ √, which are correctly
 * rounded in float32 when rounded from float64).
 */
import type { Node, Value } from "../../graph.js";
import { sizeOf, type Tensor, tensor } from "../../tensor.js";
import { elementwise } from "./evaluators/elementwise.js";
import type { Evaluator } from "./evaluators/evaluator.js";
import { movement } from "./evaluators/movement.js";

const evaluators: ReadonlyMap<string, Evaluator> = new Map(Object.entries({ ...elementwise, ...movement }));

/**
 * The node's only output, from the numbers of its inputs; undefined for operators without an
 * evaluator.
 */
export function evaluate(node: Node, inputs: readonly Tensor[]): Tensor | undefined {
  const evaluator = evaluators.get(node.operator);
  return evaluator?.(inputs, node, node.outputs[0]!);
}

/**
 * What a node with one output of at most `largest` elements comes to, where that follows from
 * constants and shapes alone.
 */
export function fold(node: Node, constant: (value: Value) => Tensor | undefined, largest: number): Tensor | undefined {
  const out = node.outputs[0]!;
  if (node.outputs.length > 1 || sizeOf(out.shape) > largest) return undefined;
  if (node.operator === "Shape") {
    const { start, end } = node.attributes as { start: number; end?: number };
    return tensor("int64", out.shape, node.inputs[0]!.shape.slice(start, end));
  }
  if (!evaluators.has(node.operator)) return undefined;
  // Inputs that are left out only occur where all after them may be too (the axes and steps of
  // Slice).
  for (const v of node.inputs) if (v !== undefined && constant(v) === undefined) return undefined;
  return evaluate(node, node.inputs.map((v) => v && constant(v)) as readonly Tensor[]);
}
