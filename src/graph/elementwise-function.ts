/**
 * A function of one number that can stand in a graph: what an activation is to a network and to
 * theory.
 */
import type { GraphBuilder } from "./builder.js";
import type { Value } from "./graph.js";

/** A function of one number with its derivative, in float64. */
export interface ScalarFunction {
  /** The function. */
  readonly value: (x: number) => number;
  /** The derivative that training uses; at a kink the one that the gradient graph has. */
  readonly derivative: (x: number) => number;
  /**
   * The derivative belongs to another function, which training differentiates instead (a
   * straight-through estimator).
   *
   * @defaultValue false
   */
  readonly surrogate?: boolean | undefined;
}

/**
 * A function that acts on each element of a tensor alone.
 *
 * @example
 * import { gain } from "stepzero";
 * import type { ElementwiseFunction, GraphBuilder, Value } from "stepzero/graph";
 *
 * const square: ElementwiseFunction = {
 *   name: "square",
 *   apply: (g: GraphBuilder, x: Value) => g.apply("Mul", [x, x]),
 * };
 * gain(square); // → 0.57735, 1 / √3
 */
export interface ElementwiseFunction {
  /** "swish-like": what roles and messages call it. */
  readonly name: string;
  /** Adds the function of `x` to the graph; the result has the type and shape of `x`. */
  readonly apply: (g: GraphBuilder, x: Value) => Value;
  /**
   * The same function on plain numbers; a bare function gets its derivative from the graph.
   *
   * @defaultValue derived from `apply`, where that uses elementwise operators only
   */
  readonly scalar?: ScalarFunction | ((x: number) => number) | undefined;
}
