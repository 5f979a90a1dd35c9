/** The numbers of values that no input decides. */
import type { GraphBuilder } from "../../graph/builder.js";
import { evaluate } from "../../graph/compiler/simplify/evaluate.js";
import type { Node, Value } from "../../graph/graph.js";
import type { Tensor } from "../../graph/tensor.js";

/**
 * A function that computes the numbers of values from constants and from the numbers of parameters,
 * each once; undefined where an input of the graph is behind a value.
 */
export function evaluator(
  g: GraphBuilder,
  numbers: ReadonlyMap<Value, Tensor>,
): (value: Value | undefined) => Tensor | undefined {
  const evaluated = new Map<Value, Tensor | undefined>(numbers);
  const computed = (node: Node): Tensor | undefined => {
    const inputs = node.inputs.map((v) => v && evaluated.get(v));
    if (inputs.some((tensor, i) => node.inputs[i] !== undefined && tensor === undefined)) return undefined;
    return evaluate(node, inputs as readonly Tensor[]);
  };
  // Chains of thousands of nodes would overflow the stack of a recursion.
  return (value) => {
    const pending = value === undefined ? [] : [value];
    for (let last = pending.at(-1); last !== undefined; last = pending.at(-1)) {
      const constant = evaluated.get(last) ?? g.constantOf(last);
      const producer = constant === undefined && !evaluated.has(last) ? g.producer(last) : undefined;
      const node = producer?.outputs.length === 1 ? producer : undefined;
      const missing = (node?.inputs ?? []).filter((v): v is Value => v !== undefined && !evaluated.has(v));
      pending.push(...missing);
      if (missing.length > 0) continue;
      evaluated.set(last, constant ?? (node && computed(node)));
      pending.pop();
    }
    return value && evaluated.get(value);
  };
}
