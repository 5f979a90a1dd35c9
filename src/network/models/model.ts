/**
 * What a model is: a network for a kind of input, with the recipe it is usually trained by. Read
 * this first.
 */
import type { Shape } from "../../graph/tensor.js";
import type { Recipe } from "../../recipe.js";
import type { Layer } from "../layers/layer.js";

/** The sizes of a problem that a network is built for. */
export interface ProblemShape {
  /** One sample without the batch axis: `[C, H, W]` or `[F]`. */
  readonly input: Shape;
  /** Number of classes: the logits are `[N, classes]`. */
  readonly classes: number;
}

/** What a model's option may be. */
export interface ModelOption {
  readonly default: number | string;
  readonly meaning: string;
  /** Legal values: for numbers, which are whole, a range; for names a list. */
  readonly legal: readonly [low: number, high: number] | readonly string[];
}

/** A network with options, and the recipe it was published with. */
export interface Model {
  /** As on the command line: "mnist_cnn". */
  readonly name: string;
  /** One sentence with the layers. */
  readonly summary: string;
  readonly options: Readonly<Record<string, ModelOption>>;
  /** What it was published with: optimizer, learning rate, batch, augmentation. */
  readonly recipe: Recipe;
  readonly reference?: string;
  /**
   * The network for a problem. `options` are complete and checked. @throws InputError where the
   * problem cannot be fed to it
   */
  readonly build: (problem: ProblemShape, options: Readonly<Record<string, number | string>>) => Layer;
}
