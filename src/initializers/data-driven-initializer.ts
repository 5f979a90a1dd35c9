/** What a data-driven initializer is: a function from a network with its data to numbers. */
import type { TensorSpecification } from "../network/parameter.js";
import type { OptionDescriptions, OptionValues } from "../options.js";
import type { Initializer } from "./initializer.js";
import type { MethodDescription } from "./method-description.js";
import type { InitializableNetwork, Weights } from "./network-access.js";

/**
 * A method that looks at batches of the data ("data-driven"), or optimizes its weights on them
 * ("learned"). Its weights pass through the runtime's kernels: the same seed gives the same bits
 * on one kind of machine, not on all.
 */
export interface DataDrivenInitializer<Options extends OptionDescriptions = OptionDescriptions>
  extends MethodDescription<Options> {
  /** Whether it looks at batches only, or also optimizes its weights. */
  readonly kind: "data-driven" | "learned";
  /**
   * The initial numbers of all tensors. It draws from the streams of `seed`. Call
   * `prepareWeights`, which counts the passes that the method makes through `network`.
   */
  prepare(
    network: InitializableNetwork,
    tensors: readonly TensorSpecification[],
    seed: number,
    options: OptionValues<Options>,
  ): Promise<Prepared>;
}

/** The result of a data-driven method. */
export interface Prepared {
  /** The numbers of every tensor, by name. */
  readonly weights: Weights;
  /**
   * What the method could not do, in sentences: "dense3: 4 of 128 units are constant on the batch;
   * they keep their drawn weights."
   */
  readonly notes?: readonly string[] | undefined;
}

/** A method of either kind. */
export type AnyInitializer<Options extends OptionDescriptions = OptionDescriptions> =
  | Initializer<Options>
  | DataDrivenInitializer<Options>;

/** Whether a method needs a network and its data. */
export function isDataDriven<Options extends OptionDescriptions>(
  initializer: AnyInitializer<Options>,
): initializer is DataDrivenInitializer<Options> {
  return "prepare" in initializer;
}

/**
 * A data-driven initializer, returned as it is: the call gives `prepare` the types of the options.
 */
/* @__NO_SIDE_EFFECTS__ */
export function defineDataDrivenInitializer<const Options extends OptionDescriptions = Record<never, never>>(
  initializer: DataDrivenInitializer<Options>,
): DataDrivenInitializer<Options> {
  return initializer;
}
