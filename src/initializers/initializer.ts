/**
 * What an initializer is: a pure map from (stream, tensor with its role, options) to numbers; or, data-driven, from a network
 * with data besides. Read this first.
 */
import type { TensorSpecification } from "../network/parameter.js";
import type { Stream } from "../random/stream.js";
import type { OptimizerName } from "../recipe.js";
import type { InitializableNetwork, Weights } from "./network.js";

/** What an initializer can be tuned by: a number of a range, or one of a few names. */
export type OptionSpecification = NumberOption | NameOption;

export interface NumberOption {
  readonly default: number;
  readonly low: number;
  readonly high: number;
  readonly meaning: string;
}

export interface NameOption {
  readonly default: string;
  /** All that it may be. */
  readonly names: readonly string[];
  readonly meaning: string;
}

export interface Reference {
  readonly authors: string;
  readonly year: number;
  readonly title: string;
  readonly link?: string;
  /** "eq. 16". */
  readonly where?: string;
}

/** Values by option; those a method is called with are complete and checked, so that `options.std as number` is safe. */
export type InitializerOptions = Readonly<Record<string, number | string>>;

/** What is said of a method, whichever its kind: `list`, `explain` and the docs read this. */
export interface MethodDescription {
  /** As on the command line: "he", "glorot-uniform". */
  readonly name: string;
  /** "He normal". */
  readonly title: string;
  /** "W ~ N(0, 2 / fanIn)". */
  readonly formula: string;
  /** One sentence: what it is for. */
  readonly summary: string;
  readonly references: readonly Reference[];
  readonly aliases?: readonly string[];
  readonly options?: Readonly<Record<string, OptionSpecification>>;
  /** When it fails or surprises. */
  readonly caveats?: readonly string[];
  /** Where PyTorch, Keras, JAX or the paper itself mean something else by this name. */
  readonly differences?: readonly string[];
}

/** The network a tensor stands in: for the few methods in which tensors share draws, or depend on what stands beside them. */
export interface NetworkContext {
  /** All tensors, in the order in which the network declares them. */
  readonly tensors: readonly TensorSpecification[];
  /** The stream of the tensor of that name. */
  readonly streamOf: (name: string) => Stream;
}

/** What a method acts on, so that without it there would be nothing of the method in the weights. */
export type Requirement = "residual branches" | "norms at the ends of branches" | "residual scales" | "attention";

/** A method that needs no data. */
export interface Initializer extends MethodDescription {
  /** What a network must have; `initialWeights` refuses those that do not. */
  readonly requires?: Requirement;
  /**
   * The initial numbers of one tensor, row-major. Pure: the same arguments give the same bits in every JavaScript engine.
   * `stream` is the tensor's own. `initialWeights` hands in the network; whoever asks for one tensor alone need not.
   */
  readonly initialize: (
    stream: Stream,
    tensor: TensorSpecification,
    options: InitializerOptions,
    network?: NetworkContext,
  ) => Float32Array;
  /**
   * For a method that is rates as well as weights (muP): what the learning rate of each tensor is multiplied by, by name; a
   * tensor that is left out keeps the rate. Read through `learningRateMultipliersOf`, which checks it.
   *
   * @throws InputError for an optimizer that the method has no rule for
   */
  readonly learningRateMultipliers?: (
    tensors: readonly TensorSpecification[],
    optimizer: OptimizerName,
    options: InitializerOptions,
  ) => Readonly<Record<string, number>>;
}

export type { OptimizerName };

/**
 * A method that looks at batches of the data ("data-driven") or optimizes its weights on them ("learned"). Its weights pass
 * through the runtime's kernels: the same seed gives the same bits on one kind of machine, not on all.
 */
export interface DataDrivenInitializer extends MethodDescription {
  readonly kind: "data-driven" | "learned";
  /**
   * The initial numbers of all tensors. Draws of its own come from the streams of `seed`; what it asks of `network` is
   * counted by `prepareWeights`, through which it is called.
   */
  readonly prepare: (
    network: InitializableNetwork,
    tensors: readonly TensorSpecification[],
    seed: number,
    options: InitializerOptions,
  ) => Promise<Prepared>;
}

/** What a data-driven method hands back. */
export interface Prepared {
  readonly weights: Weights;
  /** What it could not do, in sentences: "dense3: 4 of 128 units are constant on the batch; left as drawn." */
  readonly notes?: readonly string[];
}

/** A method of either kind. */
export type AnyInitializer = Initializer | DataDrivenInitializer;

/** Tells the kinds apart. */
export function isDataDriven(initializer: AnyInitializer): initializer is DataDrivenInitializer {
  return "prepare" in initializer;
}
