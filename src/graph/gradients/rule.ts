/** What a gradient rule is: graph in, graph out. Read this first. */
import type { GraphBuilder } from "../builder.js";
import type { Node, Value } from "../graph.js";

/** One node to be differentiated, and the loss's gradient at its outputs. */
export interface RuleContext {
  /** Where the rule adds its nodes. */
  readonly g: GraphBuilder;
  readonly node: Node;
  readonly inputs: readonly (Value | undefined)[];
  readonly outputs: readonly Value[];
  /**
   * The gradient with respect to each output, in the output's shape; undefined where the loss does
   * not depend on it.
   */
  readonly gradients: readonly (Value | undefined)[];
  /** Which inputs' gradients are needed: a rule must not compute the others. */
  readonly needs: readonly boolean[];
  /**
   * Reverse mode on nodes that the rule has added (`gradients` on `g`), for operators whose
   * gradient is that of their definition.
   */
  readonly differentiate: (outputs: readonly Value[], wrt: readonly Value[], seeds: readonly Value[]) => Value[];
}

/**
 * The vector–Jacobian product of one operator. Gives, for each input, the gradient in the *input's
 * shape* (sums over broadcast axes already taken), or undefined where it is not needed or
 * identically zero. It adds only operators that have a rule themselves, so differentiation applies
 * again to its result.
 */
export type GradientRule = (context: RuleContext) => readonly (Value | undefined)[];
