/**
 * Training one network on one data set: what is compiled once for all initializers, seeds and
 * learning rates, and what a run changes. Read this first. `compileProblem` makes the problem,
 * `trainEpoch` trains it, `train` does it all.
 */
import type { Dataset } from "../data/dataset.js";
import type { Tensor } from "../graph/tensor.js";
import type { TensorSpecification } from "../network/parameter.js";
import type { DeviceMemory, Session, Tensors } from "../runtime/runtime.js";
import type { TrainGraph } from "./train-graph.js";
import type { TrainingRecipe } from "./training-recipe.js";

/**
 * Everything that training changes. With the problem, the recipe and the seed it decides all that
 * follows.
 */
export interface TrainingState {
  /** Epochs finished. */
  readonly epoch: number;
  /** Optimizer steps finished. */
  readonly step: number;
  /**
   * Parameters, optimizer slots and running statistics, by the name of their graph input. Where the
   * runtime has its own memory they lie there; `CompiledProblem.memory` reads and frees them.
   */
  readonly tensors: Readonly<Record<string, Tensor>>;
}

/** Several runs of one problem that are trained at once, in one graph. */
export interface Replicas {
  /** Number of runs. */
  readonly count: number;
  /**
   * Whether each run has its own batch order, masks and augmentation. Otherwise all runs share
   * those of one seed, as paired runs of several initializers do: samples are then gathered, and
   * the input of the first layer prepared, once for all.
   */
  readonly ownBatches: boolean;
}

/** Accuracy and loss of a network on some samples. */
export interface Figures {
  /** Fraction of samples whose first largest logit is that of their label. */
  readonly accuracy: number;
  /** Mean loss per sample. */
  readonly loss: number;
}

/**
 * What the learning rate of each parameter is multiplied by (1 for a parameter that is left out): a
 * number, or with replicas one number for each.
 */
export type LearningRateMultipliers = Readonly<Record<string, number | readonly number[]>>;

/** A network with its data and recipe, ready to run: sessions, and what their graphs read. */
export interface CompiledProblem {
  /** The data set; its training samples are those that are trained on. */
  readonly dataset: Dataset;
  /** How the network is trained. */
  readonly recipe: TrainingRecipe;
  /** Rows of a step: those of the recipe, or all training samples where they are fewer. */
  readonly batch: number;
  /** Of one run, without the axis of replicas. */
  readonly parameters: readonly TensorSpecification[];
  /** Undefined where all parameters train at one rate. */
  readonly learningRateMultipliers: LearningRateMultipliers | undefined;
  /**
   * Where several runs are trained at once: then each tensor of the state has an axis for them in
   * front.
   */
  readonly replicas: Replicas | undefined;
  /** One training step on a whole batch. */
  readonly train: CompiledStep;
  /** Several steps in one run of a graph; undefined where that saves no time. */
  readonly unrolledStep: CompiledStep | undefined;
  /** For the smaller last batch of an epoch, where batch statistics forbid to fill it up. */
  readonly remainder: CompiledStep | undefined;
  /** The session that evaluates a batch, and the rows of the batch. */
  readonly evaluate: { readonly session: Session; readonly batch: number };
  /** The training samples and labels as inputs of a step; with augmentation the labels only. */
  readonly samples: Tensors;
  /** The runtime's own memory, where the state stays between steps; undefined on the processor. */
  readonly memory: DeviceMemory | undefined;
  /** Frees sessions and samples. */
  release(): Promise<void>;
}

/** A session that makes training steps. */
export interface CompiledStep {
  /** The loaded graph. */
  readonly session: Session;
  /** Of one step. */
  readonly graph: TrainGraph;
  /** Rows of one step. */
  readonly batch: number;
  /**
   * Steps per run of the session. `names.inStep` names the inputs and outputs that differ between
   * them.
   */
  readonly steps: number;
}

/** How a caller stops and interrupts work that runs a graph many times. */
export interface RunControl {
  /** Aborting throws the signal's reason between two runs of a graph. */
  readonly signal?: AbortSignal | undefined;
  /** Awaited after each run of a graph: lets a page draw, and timers and events happen. */
  readonly pause?: (() => Promise<void>) | undefined;
}
