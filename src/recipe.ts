/**
 * How a network is trained: plain data, which can be written to a file and is part of a study
 * cell's identity. In code a recipe may also hold objects of the user (`TrainingRecipe` in
 * `training/training-recipe.ts`).
 */
import { InputError, unknownName } from "./errors.js";

/** What every optimizer can be tuned by. */
export interface Hyperparameters {
  /** η, from 0 on. Schedule and warm-up multiply it. */
  readonly learningRate: number;
  /**
   * λ of the L2 penalty ½λ‖w‖² on kernels and embeddings (never on biases and norms). Its gradient
   * λw is added to the gradient of the loss. `adamw` shrinks the weights instead: w ← w·(1 − ηλ).
   *
   * @defaultValue 0
   */
  readonly weightDecay?: number | undefined;
}

/** Of `sgd`: stochastic gradient descent. */
export interface SgdHyperparameters extends Hyperparameters {
  /** μ, from 0 to below 1. */
  readonly momentum: number;
  /** Whether the momentum is Nesterov's. */
  readonly nesterov: boolean;
}

/** Of `adam` and `adamw`. */
export interface AdamHyperparameters extends Hyperparameters {
  /** β₁: decay of the mean of the gradients. */
  readonly beta1: number;
  /** β₂: decay of the mean of their squares. */
  readonly beta2: number;
  /**
   * Added to the root of the corrected mean square, as in PyTorch. Keras's ε counts 1/√(1 − β₂ᵗ)
   * times as much.
   */
  readonly epsilon: number;
}

/** Of `rmsprop`. */
export interface RmspropHyperparameters extends Hyperparameters {
  /** ρ: decay of the mean of the squared gradients. */
  readonly rho: number;
  /**
   * Added to the root of the mean square, as in PyTorch and Keras 2018; Keras 3 adds it below the
   * root.
   */
  readonly epsilon: number;
  /** μ, from 0 to below 1. */
  readonly momentum: number;
  /** Keras 2018: the rate is divided by 1 + decay · (updates so far). */
  readonly decay: number;
}

/** Of `adadelta`. */
export interface AdadeltaHyperparameters extends Hyperparameters {
  /** ρ: decay of the means of squared gradients and squared updates. */
  readonly rho: number;
  /** Added to both means. */
  readonly epsilon: number;
}

/** The hyperparameters of each optimizer, by its name. */
export interface OptimizerHyperparameters {
  readonly sgd: SgdHyperparameters;
  readonly adam: AdamHyperparameters;
  readonly adamw: AdamHyperparameters;
  readonly rmsprop: RmspropHyperparameters;
  readonly adadelta: AdadeltaHyperparameters;
}

/** An optimizer that is known by name. */
export type OptimizerName = keyof OptimizerHyperparameters;

const adam: AdamHyperparameters = { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/**
 * The one list of optimizers, with the value of each hyperparameter that a specification leaves
 * out. The learning rates are the defaults of Keras 2018 and PyTorch; studies use them where they
 * name an optimizer without a rate.
 */
export const optimizerDefaults: OptimizerHyperparameters = {
  sgd: { learningRate: 0.01, momentum: 0, nesterov: false },
  adam,
  adamw: adam,
  rmsprop: { learningRate: 0.001, rho: 0.9, epsilon: 1e-7, momentum: 0, decay: 0 },
  adadelta: { learningRate: 1, rho: 0.95, epsilon: 1e-7 },
};

/** The names of the optimizers, in the order in which they are listed. */
export const optimizerNames: readonly OptimizerName[] = /* @__PURE__ */ Object.keys(
  optimizerDefaults,
) as OptimizerName[];

/**
 * An optimizer by name, with its learning rate and the hyperparameters that differ from
 * `optimizerDefaults`.
 */
export type OptimizerSpecification = {
  readonly [N in OptimizerName]: { readonly kind: N; readonly learningRate: number } & {
    readonly [H in Exclude<keyof OptimizerHyperparameters[N], "learningRate">]?:
      | OptimizerHyperparameters[N][H]
      | undefined;
  };
}[OptimizerName];

/**
 * An optimizer with another name or rate. One of another name starts from its usual settings.
 *
 * @param base what stays where nothing else is named
 */
export function changedOptimizer(
  base: OptimizerSpecification,
  { kind, learningRate }: { readonly kind?: OptimizerName | undefined; readonly learningRate?: number | undefined },
): OptimizerSpecification {
  const changed = kind === undefined || kind === base.kind ? base : { kind, ...optimizerDefaults[kind] };
  return (learningRate === undefined ? changed : { ...changed, learningRate }) as OptimizerSpecification;
}

/** How the learning rate changes during training. */
export type ScheduleSpecification =
  | { readonly kind: "constant" }
  /** The rate is multiplied by `factor` after each `every` epochs. */
  | { readonly kind: "step"; readonly every: number; readonly factor: number }
  /** Half a cosine from 1 to `final` (0 if left out) over the whole training. */
  | { readonly kind: "cosine"; readonly final?: number | undefined };

/** A loss that is known by name. */
export type LossName = "cross-entropy" | "mean-squared-error";

/** How training samples are varied, anew in each epoch. */
export interface AugmentationSpecification {
  /**
   * Largest shift as a fraction of height and width (0.1 in Keras's cifar10_cnn): sub-pixel,
   * bilinear, nearest fill.
   */
  readonly shift?: number | undefined;
  /** Whether images are flipped horizontally with probability one half. */
  readonly flip?: boolean | undefined;
}

/** How a network is trained. */
export interface Recipe {
  /** What training minimizes. */
  readonly loss: LossName;
  /** The optimizer with its learning rate. */
  readonly optimizer: OptimizerSpecification;
  /** @defaultValue `{ kind: "constant" }` */
  readonly schedule?: ScheduleSpecification | undefined;
  /**
   * Number of first steps in which the learning rate grows linearly to its value.
   *
   * @defaultValue 0
   */
  readonly warmupSteps?: number | undefined;
  /** Samples per step. */
  readonly batch: number;
  /** Passes over the training samples. */
  readonly epochs: number;
  /** Absent: the images stay as they are. */
  readonly augmentation?: AugmentationSpecification | undefined;
}

/**
 * The name of an optimizer where only a name will do: the cells of a study are written to files and
 * trained by worker processes.
 *
 * @param optimizer a name, a specification or an object
 * @throws InputError for an unknown name, and for an optimizer that is an object
 */
export function optimizerName(optimizer: unknown): OptimizerName {
  const object = optimizer as { readonly kind?: unknown; readonly name?: unknown } | null | undefined;
  const name = typeof optimizer === "string" ? optimizer : object?.kind;
  if (typeof name === "string") {
    if (Object.hasOwn(optimizerDefaults, name)) return name as OptimizerName;
    throw unknownName("optimizer", name, optimizerNames);
  }
  throw new InputError(
    `Optimizer ${typeof object?.name === "string" ? `"${object.name}"` : String(optimizer)} is an object; a study needs a ` +
      `name, because its worker processes cannot receive functions. Legal: ${optimizerNames.join(", ")}. ` +
      "To train by an optimizer of your own, use train({ recipe: { optimizer } }).",
  );
}
