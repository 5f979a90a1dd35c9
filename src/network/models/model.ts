/**
 * What a model is: a network for a kind of input, with the recipe it is usually trained by. Read
 * this first.
 */
import type { Shape } from "../../graph/tensor.js";
import { completeOptions, type OptionDescriptions, type OptionValues, type PartialOptions } from "../../options.js";
import type { Recipe } from "../../recipe.js";
import type { Layer } from "../layers/layer.js";

/** The sizes of a problem that a network is built for. */
export interface ProblemShape {
  /** One sample without the batch axis: `[C, H, W]` or `[F]`. */
  readonly input: Shape;
  /** Number of classes: the logits are `[N, classes]`. */
  readonly classes: number;
}

/**
 * A network with options, and the recipe with which it was published. A plain object is one;
 * `defineModel` gives it the types of its options.
 */
export interface Model<Options extends OptionDescriptions = OptionDescriptions> {
  /** As on the command line: "mnist_cnn". */
  readonly name: string;
  /** One sentence with the layers. */
  readonly summary: string;
  /** What can be set, by name. */
  readonly options: Options;
  /** What it was published with: optimizer, learning rate, batch, augmentation. */
  readonly recipe: Recipe;
  /** The publication that the network is from. */
  readonly reference?: string;
  /**
   * Hash of what decides the network's results, where the network is data, as one made from a file
   * is: its results can then be stored.
   */
  readonly checksum?: string;
  /**
   * The network for a problem.
   *
   * @param options the value of every option, checked; `buildModel` adds the defaults
   * @throws InputError where the model cannot process the problem's samples
   */
  build(problem: ProblemShape, options: OptionValues<Options>): Layer;
  /** What a user should know of the network on a problem: decisions, a phrase each. */
  notes?(problem: ProblemShape, options: OptionValues<Options>): readonly string[];
}

/** A model, returned as it is: the call gives `build` the types of the options. */
/* @__NO_SIDE_EFFECTS__ */
export function defineModel<const Options extends OptionDescriptions>(model: Model<Options>): Model<Options> {
  return model;
}

/**
 * The layers of a model for a problem.
 *
 * @param options values of some options; the others keep their defaults
 * @throws InputError for an illegal option, or where the model cannot process the problem's samples
 * @example
 * import { mlp } from "stepzero";
 * import { buildModel } from "stepzero/networks";
 *
 * const layers = buildModel(mlp, { input: [1, 28, 28], classes: 10 }, { depth: 2, width: 64 });
 */
export function buildModel<Options extends OptionDescriptions>(
  model: Model<Options>,
  problem: ProblemShape,
  options?: PartialOptions<NoInfer<Options>>,
): Layer {
  return model.build(problem, completeOptions<Options>(model, options));
}
