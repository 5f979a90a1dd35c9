/** What a rule of `simplify` is, and what it sees of the graph. Read this first. */
import type { Attributes, Node, Value } from "../../graph.js";
import type { ElementType, Shape, Tensor } from "../../tensor.js";

/**
 * Another way to compute a node's only output; attributes left out have the operator's defaults.
 */
export interface Form {
  readonly operator: string;
  readonly inputs: readonly (Value | undefined)[];
  readonly attributes?: Attributes | undefined;
}

/** What a rule sees: the new graph as far as it has grown, which is simplified already. */
export interface SimplifyContext {
  /** The node that makes `value`; undefined for inputs, constants, and overridden gradients. */
  producer(value: Value | undefined): Node | undefined;
  /** The node that makes `value`, if it is of this operator. */
  producerOf(value: Value | undefined, operator: string): Node | undefined;
  /** The numbers of a constant; undefined for every other value. */
  constant(value: Value | undefined): Tensor | undefined;
  /** Whether nothing else reads `value`, so that its node goes away when this reader does. */
  usedOnce(value: Value): boolean;
  /** The number that all elements of a constant, or of an expanded one, are; else undefined. */
  uniform(value: Value): number | undefined;
  /** A scalar constant: an existing one, or a new one. */
  scalar(x: number, type: ElementType): Value;
  /** A one-dimensional int64 constant: an existing one, or a new one. */
  integers(values: readonly number[]): Value;
  /** A constant with this content: an existing one, or a new one whose name begins with `stem`. */
  addConstant(data: Tensor, stem: string): Value;
  /** `x` in another shape of the same size: x itself or a form of the node. */
  reshape(x: Value, shape: Shape): Value | Form;
}

/**
 * A rewrite of one node with one output, whose inputs are simplified already. Gives an equal value
 * that exists already (same type and shape), another form of the node, or undefined where it does
 * not apply.
 */
export type Rule = (node: Node, context: SimplifyContext) => Value | Form | undefined;
