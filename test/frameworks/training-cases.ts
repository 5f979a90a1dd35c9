/** Our optimizers, and those of frameworks that have the same formula. */
import type { OptimizerSpecification } from "../../src/recipe.js";

/** An optimizer as a framework makes it. */
export interface MadeOptimizer {
  /** The class and its options. */
  readonly optimizer: readonly [string, Readonly<Record<string, number | boolean | readonly number[]>>];
  /** λ of ½λ‖w‖² on kernels: weight_decay in PyTorch, a regularizer in Keras. */
  readonly l2?: number;
  /** λ of decoupled weight decay of kernels. */
  readonly decoupled?: number;
  /** The rate is divided by 1 + decay · (updates so far), by a schedule. */
  readonly decay?: number;
}

/** One of our optimizers in two frameworks; or the reason why one cannot be compared. */
export interface TrainingCase {
  readonly optimizer: OptimizerSpecification;
  /** Smooth: SiLU and average pooling; kinked: ReLU and max-pooling. */
  readonly network: "smooth" | "kinked";
  readonly steps: number;
  readonly keras: MadeOptimizer | string;
  readonly pytorch: MadeOptimizer | string;
}

const optimized = (
  optimizer: OptimizerSpecification,
  keras: TrainingCase["keras"],
  pytorch: TrainingCase["pytorch"],
): TrainingCase => ({ optimizer, network: "smooth", steps: 20, keras, pytorch });

const adam = { kind: "adam", learningRate: 0.01, beta1: 0.8, beta2: 0.95 } as const;
const adamw = { kind: "adamw", learningRate: 0.01, beta1: 0.8, beta2: 0.95, weightDecay: 0.1 } as const;
const rmsprop = { kind: "rmsprop", learningRate: 0.003, rho: 0.8 } as const;
const adadelta = { kind: "adadelta", learningRate: 0.5, rho: 0.9, epsilon: 1e-4 } as const;

const kerasAdam = { learning_rate: 0.01, beta_1: 0.8, beta_2: 0.95 };
const kerasRmsprop = { learning_rate: 0.003, rho: 0.8 };
const betas = { lr: 0.01, betas: [0.8, 0.95] };

/** So small that it matters nowhere, in the places where frameworks put it. */
const epsilon = 1e-30;

/**
 * A step of plain descent changes the parameters by the gradients times the rate: those of both
 * networks. The others are twenty steps.
 */
export const trainingCases: readonly TrainingCase[] = [
  ...(["smooth", "kinked"] as const).map((network) => ({
    optimizer: { kind: "sgd", learningRate: 0.5 } as const,
    network,
    steps: 1,
    keras: { optimizer: ["SGD", { learning_rate: 0.5 }] } as const,
    pytorch: { optimizer: ["SGD", { lr: 0.5 }] } as const,
  })),
  optimized(
    { kind: "sgd", learningRate: 0.1, momentum: 0.9 },
    { optimizer: ["SGD", { learning_rate: 0.1, momentum: 0.9 }] },
    { optimizer: ["SGD", { lr: 0.1, momentum: 0.9 }] },
  ),
  optimized(
    { kind: "sgd", learningRate: 0.1, momentum: 0.9, nesterov: true, weightDecay: 0.05 },
    { optimizer: ["SGD", { learning_rate: 0.1, momentum: 0.9, nesterov: true }], l2: 0.05 },
    { optimizer: ["SGD", { lr: 0.1, momentum: 0.9, nesterov: true }], l2: 0.05 },
  ),
  optimized(
    { ...adam, epsilon, weightDecay: 0.05 },
    { optimizer: ["Adam", { ...kerasAdam, epsilon }], l2: 0.05 },
    { optimizer: ["Adam", { ...betas, eps: epsilon }], l2: 0.05 },
  ),
  optimized(
    { ...adam, epsilon: 1e-3 },
    "Keras's ε stands beside the root of the second moment before its correction, and is larger by 1/√(1 − β₂ᵗ)",
    { optimizer: ["Adam", { ...betas, eps: 1e-3 }] },
  ),
  optimized(
    { ...adamw, epsilon },
    { optimizer: ["AdamW", { ...kerasAdam, epsilon }], decoupled: 0.1 },
    { optimizer: ["AdamW", { ...betas, eps: epsilon }], decoupled: 0.1 },
  ),
  optimized({ ...adamw, epsilon: 1e-3 }, "as Adam's ε", {
    optimizer: ["AdamW", { ...betas, eps: 1e-3 }],
    decoupled: 0.1,
  }),
  optimized(
    { ...rmsprop, epsilon, momentum: 0.7, weightDecay: 0.05 },
    { optimizer: ["RMSprop", { ...kerasRmsprop, epsilon, momentum: 0.7 }], l2: 0.05 },
    { optimizer: ["RMSprop", { lr: 0.003, alpha: 0.8, eps: epsilon, momentum: 0.7 }], l2: 0.05 },
  ),
  optimized(
    { ...rmsprop, epsilon: 1e-3, decay: 0.1 },
    "ε stands below the root in Keras 3, as it did not in Keras 2018",
    { optimizer: ["RMSprop", { lr: 0.003, alpha: 0.8, eps: 1e-3 }], decay: 0.1 },
  ),
  optimized(
    { ...rmsprop, epsilon, decay: 0.1 },
    { optimizer: ["RMSprop", { ...kerasRmsprop, epsilon }], decay: 0.1 },
    { optimizer: ["RMSprop", { lr: 0.003, alpha: 0.8, eps: epsilon }], decay: 0.1 },
  ),
  optimized(
    { ...adadelta, weightDecay: 0.05 },
    { optimizer: ["Adadelta", { learning_rate: 0.5, rho: 0.9, epsilon: 1e-4 }], l2: 0.05 },
    { optimizer: ["Adadelta", { lr: 0.5, rho: 0.9, eps: 1e-4 }], l2: 0.05 },
  ),
];
