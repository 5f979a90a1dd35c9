/** Functions of one number, read off a graph as it is walked: activations of any composition. */
import type { GraphBuilder } from "../../graph/builder.js";
import type { ScalarFunction } from "../../graph/elementwise-function.js";
import type { Node, Value } from "../../graph/graph.js";
import { tensor } from "../../graph/tensor.js";
import { type ActivationLaw, activationLaw } from "../../signal/activation-law.js";
import { scalarOperators } from "../../signal/index.js";
import { scalarFromGraph } from "../../signal/scalar-from-graph.js";

/** A function with what theory needs of it. */
export interface KnownFunction extends ScalarFunction {
  readonly law: ActivationLaw;
  /** a and b where it is a + b x. */
  readonly line: { readonly offset: number; readonly slope: number } | undefined;
}

/** Whether an operator acts on each element alone. */
export const isElementwise = (operator: string): boolean => Object.hasOwn(scalarOperators, operator);

/** How an operand of an elementwise node is called: "x", a number, or a function's name. */
export const nameOfNode = (node: Node, operands: readonly string[], redirected: string | undefined): string =>
  `${node.operator}${attributesOf(node)}(${operands.join(",")}${redirected === undefined ? "" : `;${redirected}`})`;

const attributesOf = ({ attributes }: Node): string =>
  Object.keys(attributes).length === 0 ? "" : JSON.stringify(attributes);

/** What stands for an operand: a number, or nothing where the graph has to be followed. */
export type NumberOf = (value: Value) => number | undefined;

/**
 * The function from `root` to `value`.
 *
 * @throws InputError where the function cannot be read
 */
export function functionBetween(
  g: Pick<GraphBuilder, "producer">,
  root: Value,
  value: Value,
  numberOf: NumberOf,
): KnownFunction {
  const f = scalarFromGraph({
    name: "the function",
    apply: (recorder, x) => {
      const built = new Map<Value, Value>([[root, x]]);
      const build = (v: Value): Value => {
        const present = built.get(v);
        if (present !== undefined) return present;
        const number = numberOf(v);
        const node = g.producer(v);
        const result =
          number !== undefined
            ? recorder.constant(tensor(v.type, [], [number]))
            : recorder.apply(
                node!.operator,
                node!.inputs.map((input) => input && build(input)),
                node!.attributes,
                node!.gradientTo === undefined
                  ? {}
                  : { gradientTo: node!.gradientTo === null ? null : build(node!.gradientTo) },
              );
        built.set(v, result);
        return result;
      };
      return build(value);
    },
  });
  return { ...f, law: activationLaw(f), line: lineOf(f) };
}

/** Where a function is looked at to see whether it is a line. */
const PROBES = [-7.3, -1.9, -0.4, 0.3, 1.1, 6.7];

function lineOf({ value, surrogate }: ScalarFunction): KnownFunction["line"] {
  if (surrogate) return undefined;
  const offset = value(0);
  const slope = value(1) - offset;
  const fits = PROBES.every(
    (x) => Math.abs(value(x) - offset - slope * x) <= 1e-12 * (Math.abs(offset) + Math.abs(slope * x)),
  );
  return fits ? { offset, slope } : undefined;
}

/** The end of an interval (−∞, end] on which a function is 0; undefined without one. */
export function zeroUpTo({ value }: ScalarFunction): number | undefined {
  if ([-1e3, -40, -9, -4].some((x) => value(x) !== 0)) return undefined;
  let [low, high] = [-4, 4];
  if (value(high) === 0) return undefined;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (value(middle) === 0) low = middle;
    else high = middle;
  }
  return low;
}
