/** How a network is trained: plain data, part of a cell's identity. */

interface Common {
  readonly learningRate: number;
  /**
   * λ of the L2 penalty ½λ‖w‖² on kernels and embeddings (never on biases and norms): its gradient λw joins the loss's;
   * in adamw it shrinks the weights instead, w ← w·(1 − ηλ).
   */
  readonly weightDecay?: number;
}

export interface SgdSpecification extends Common {
  readonly kind: "sgd";
  readonly momentum?: number;
  readonly nesterov?: boolean;
}

export interface AdamSpecification extends Common {
  readonly kind: "adam" | "adamw";
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
}

export interface RmspropSpecification extends Common {
  readonly kind: "rmsprop";
  readonly rho?: number;
  readonly epsilon?: number;
  readonly momentum?: number;
  /** Keras 2018: the rate is divided by 1 + decay · (updates made so far). */
  readonly decay?: number;
}

export interface AdadeltaSpecification extends Common {
  readonly kind: "adadelta";
  readonly rho?: number;
  readonly epsilon?: number;
}

export type OptimizerSpecification =
  | SgdSpecification
  | AdamSpecification
  | RmspropSpecification
  | AdadeltaSpecification;

export type ScheduleSpecification =
  | { readonly kind: "constant" }
  /** The rate is multiplied by `factor` after each `every` epochs. */
  | { readonly kind: "step"; readonly every: number; readonly factor: number }
  /** Half a cosine from 1 to `final` (0 if left out) over the whole training. */
  | { readonly kind: "cosine"; readonly final?: number };

export interface AugmentationSpecification {
  /** Largest shift as a fraction of height and width (0.1 in Keras's cifar10_cnn); sub-pixel, bilinear, nearest fill. */
  readonly shift?: number;
  /** Horizontal flips with probability one half. */
  readonly flip?: boolean;
}

export interface Recipe {
  readonly loss: "cross-entropy" | "mean-squared-error";
  readonly optimizer: OptimizerSpecification;
  readonly schedule?: ScheduleSpecification;
  /** Linear warm-up of the learning rate over so many first steps. */
  readonly warmupSteps?: number;
  readonly batch: number;
  readonly epochs: number;
  readonly augmentation?: AugmentationSpecification;
}
