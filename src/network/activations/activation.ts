/** What an activation is. Read this first. */
import type { ElementwiseFunction } from "../../graph/elementwise-function.js";

/**
 * An activation: `name`, its graph form `apply`, and optionally its function of one number
 * `scalar`. A plain object of the user works wherever the name of a built-in one does.
 *
 * @example
 * import { type Activation, dense, gain } from "stepzero";
 *
 * const swish2: Activation = {
 *   name: "swish2",
 *   apply: (g, x) => g.apply("Mul", [x, g.apply("Sigmoid", [g.apply("Add", [x, x])])]),
 * };
 * dense(128, { activation: swish2 });
 * gain(swish2); // read off the graph: 1 / √E φ(z)²
 */
export interface Activation extends ElementwiseFunction {
  /** "x·sigmoid(x)". */
  readonly formula?: string | undefined;
  /** "Elfwing, Uchibe and Doya 2018". */
  readonly reference?: string | undefined;
  /** Where frameworks differ; what its gradient is, if that is not the derivative. */
  readonly note?: string | undefined;
  /** The ONNX operator that computes it in users' files. */
  readonly operator?: string | undefined;
}

/** An activation of the table, with its formula and source. */
export interface BuiltInActivation extends Activation {
  /** "max(x, 0)". */
  readonly formula: string;
  /** The publication that introduced it. */
  readonly reference: string;
}
