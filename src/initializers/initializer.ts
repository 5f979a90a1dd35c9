/**
 * What an initializer is: a pure function from a tensor, its stream and options to numbers. Read
 * this first.
 */

import type { TensorSpecification } from "../network/parameter.js";
import type { OptionDescriptions, OptionValues } from "../options.js";
import type { Stream } from "../random/stream.js";
import type { OptimizerName } from "../recipe.js";
import type { MethodDescription } from "./method-description.js";
import type { Requirement } from "./requirements.js";

/**
 * The network that a tensor belongs to: for the few methods in which tensors share draws or depend
 * on their neighbours.
 */
export interface NetworkContext {
  /** All tensors, in the order in which the network declares them. */
  readonly tensors: readonly TensorSpecification[];
  /** The stream of the tensor of that name. */
  readonly streamOf: (name: string) => Stream;
}

/**
 * A method that needs no data. A plain object is one; `defineInitializer` gives it the types of
 * its options.
 */
export interface Initializer<Options extends OptionDescriptions = OptionDescriptions>
  extends MethodDescription<Options> {
  /** What a network must have; `initialWeights` refuses a network without it. */
  readonly requires?: Requirement | undefined;
  /**
   * The initial numbers of one tensor, row-major. Pure: the same arguments give the same bits in
   * every JavaScript engine.
   *
   * @param stream the stream of the tensor
   * @param tensor the tensor's name, shape and role
   * @param options the value of every option, checked
   * @param network the tensor's network; `initialWeights` passes it, a caller with a single tensor
   * need not
   */
  initialize(
    stream: Stream,
    tensor: TensorSpecification,
    options: OptionValues<Options>,
    network?: NetworkContext,
  ): Float32Array;
  /**
   * For a method that has learning rates besides weights (`mup`): the factor on the learning rate
   * of each tensor, by name. A tensor without an entry keeps the rate. Call
   * `learningRateMultipliersOf`, which checks the result.
   *
   * @throws InputError for an optimizer that the method has no rule for
   */
  learningRateMultipliers?(
    tensors: readonly TensorSpecification[],
    optimizer: OptimizerName,
    options: OptionValues<Options>,
  ): Readonly<Record<string, number>>;
}

/** What defines an initializer: a name and `initialize`; the rest has defaults. */
export type InitializerDefinition<Options extends OptionDescriptions> = Pick<
  Initializer<Options>,
  "name" | "initialize"
> &
  Partial<Initializer<Options>>;

/**
 * An initializer from its definition. The call gives `initialize` the types of the options, and a
 * method without title, formula, summary or references gets plain ones.
 *
 * @example
 * import { defineInitializer, draw, normals, real, sizeOf } from "stepzero";
 *
 * const small = defineInitializer({
 *   name: "small",
 *   title: "Small normal",
 *   formula: "W ~ N(0, std²)",
 *   summary: "Normal noise of one size.",
 *   references: [],
 *   options: { std: real(0.01, 0, 100, "standard deviation") },
 *   initialize: (stream, { shape }, { std }) =>
 *     Float32Array.from(normals(stream, sizeOf(shape)), (z) => std * z),
 * });
 * draw(small, [3, 2], { seed: 0, options: { std: 0.1 } }).length; // → 6
 */
/* @__NO_SIDE_EFFECTS__ */
export function defineInitializer<const Options extends OptionDescriptions = Record<never, never>>(
  definition: InitializerDefinition<Options>,
): Initializer<Options> {
  const { name, title = name, formula = "as its code says", references = [] } = definition;
  const { summary = "An initializer of the user's." } = definition;
  return { ...definition, title, formula, summary, references };
}
