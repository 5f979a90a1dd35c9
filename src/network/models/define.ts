/** Networks that a user defines. */
import { InputError } from "../../errors.js";
import type { Recipe } from "../../recipe.js";
import type { Layer } from "../layers/layer.js";
import { run } from "../layers/scope.js";
import type { Model, ProblemShape } from "./model.js";

/** The argument of `defineNetwork`. */
export interface NetworkDefinition {
  /** As results and messages call it. */
  readonly name: string;
  /** The layers, ending in logits `[N, classes]`; or how they follow from the data. */
  readonly layers: Layer | ((problem: ProblemShape) => Layer);
  /** @defaultValue `plainRecipe`: SGD with rate 0.05, batches of 128, 10 epochs */
  readonly recipe?: Recipe | undefined;
  /**
   * One sentence with the layers.
   *
   * @defaultValue "user-defined"
   */
  readonly summary?: string | undefined;
}

/** The recipe of a network without one. */
export const plainRecipe: Recipe = {
  loss: "cross-entropy",
  optimizer: { kind: "sgd", learningRate: 0.05 },
  batch: 128,
  epochs: 10,
};

/**
 * A network that a user defines, for use wherever a named model is.
 *
 * @throws InputError, when it is built, where it does not end in `[N, classes]`
 * @example
 * import { conv, defineNetwork, dense, flatten, maxPool, sequential } from "stepzero";
 *
 * const small = defineNetwork({
 *   name: "small",
 *   layers: ({ classes }) =>
 *     sequential(conv(16, 3, { activation: "relu" }), maxPool(2), flatten(), dense(classes)),
 * });
 */
export function defineNetwork(definition: NetworkDefinition): Model {
  const { name, layers, recipe = plainRecipe, summary = "user-defined" } = definition;
  return {
    name,
    summary,
    options: {},
    recipe,
    build: (problem) => {
      const network = typeof layers === "function" ? layers(problem) : layers;
      return { kind: "", apply: (x, scope) => checkLogits(name, problem, x.shape[0]!, run(network, x, scope)) };
    },
  };
}

function checkLogits<V extends { readonly shape: readonly number[] }>(
  name: string,
  { classes }: ProblemShape,
  n: number,
  logits: V,
): V {
  if (logits.shape.join() === [n, classes].join()) return logits;
  throw new InputError(
    `Network "${name}" must end in logits [N, classes] = [${n}, ${classes}]; ` +
      `it ends in [${logits.shape.join(", ")}]: finish with dense(${classes}).`,
  );
}
