/**
 * Values that are a function of one number, element by element, of another value: x · tanh(softplus(x))
 * however it is spelled out.
 */

import type { GraphBuilder } from "../../graph/builder.js";
import type { Outline, OutlineNode, OutlineValue } from "../../graph/file/outline.js";
import type { Value } from "../../graph/graph.js";
import { fileFunction } from "./file-functions.js";
import { numberOf } from "./stored-source.js";

/** The start of PReLU's slopes (He et al. 2015). */
const INITIAL_SLOPE = 0.25;

/** A value as a function of another. */
export interface ElementwiseValue {
  /** The value whose elements are the argument. */
  readonly argument: OutlineValue;
  /** The function. */
  readonly at: (x: number) => number;
  /** The function in a graph. */
  readonly apply: (g: GraphBuilder, x: Value) => Value;
}

/** Every value of the model that is such a function; others are absent. */
export function elementwiseValues(outline: Outline): ReadonlyMap<OutlineValue, ElementwiseValue> {
  const found = new Map<OutlineValue, ElementwiseValue>();
  for (const node of outline.nodes) {
    const value = functionOf(outline, node, found);
    if (value !== undefined) found.set(node.outputs[0]!, value);
  }
  return found;
}

function functionOf(
  outline: Outline,
  node: OutlineNode,
  found: ReadonlyMap<OutlineValue, ElementwiseValue>,
): ElementwiseValue | undefined {
  const operator = fileFunction(node.operator);
  if (operator === undefined || node.outputs[0] === undefined) return undefined;
  const numbers = node.inputs.map((input, i) =>
    input === undefined ? Number.NaN : node.operator === "PRelu" && i === 1 ? INITIAL_SLOPE : numberOf(outline, input),
  );
  const values = node.inputs.filter((_, i) => numbers[i] === undefined) as OutlineValue[];
  const argument = commonArgument(values, found);
  if (argument === undefined) return undefined;
  const inner = node.inputs.map((input) => {
    if (input === undefined || input === argument) return undefined;
    const own = found.get(input);
    return own?.argument === argument ? own : undefined;
  });
  return {
    argument,
    at: (x) =>
      operator.value(
        numbers.map((fixed, i) => fixed ?? inner[i]?.at(x) ?? x),
        node.attributes,
      ),
    apply: (g, x) =>
      operator.apply(
        g,
        node.inputs.map((input, i) => {
          const fixed = numbers[i];
          if (input === undefined) return undefined;
          return fixed === undefined ? (inner[i]?.apply(g, x) ?? x) : g.scalar(fixed);
        }),
        node.attributes,
      ),
  };
}

/** The value of which all of these are functions, or that they are. */
function commonArgument(
  values: readonly OutlineValue[],
  found: ReadonlyMap<OutlineValue, ElementwiseValue>,
): OutlineValue | undefined {
  const [first, ...others] = values;
  if (first === undefined) return undefined;
  const choices = [found.get(first)?.argument, first];
  return choices.find(
    (choice) => choice !== undefined && others.every((one) => one === choice || found.get(one)?.argument === choice),
  );
}
