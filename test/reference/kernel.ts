/**
 * The float64 reference evaluator's contract: one plain function per operator, written for clarity,
 * not speed.
 */
import type { Attributes, Value } from "../../src/graph/graph.js";
import type { ElementType, Shape } from "../../src/graph/tensor.js";

/** Every element type is held as float64 numbers (int64 and bool included). */
export interface Numbers {
  readonly type: ElementType;
  readonly shape: Shape;
  readonly data: Float64Array;
}

/** `outputs` are the node's values: their types and shapes are already known. */
export type Kernel = (
  inputs: readonly (Numbers | undefined)[],
  attributes: Attributes,
  outputs: readonly Value[],
) => readonly Numbers[];
