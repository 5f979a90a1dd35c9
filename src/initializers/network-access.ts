/**
 * What a data-driven method sees of a network: its layers, its data, the layers' outputs, and
 * gradients. `training/initializable-network.ts` builds one over a runtime.
 */
import type { GraphBuilder } from "../graph/builder.js";
import type { Value } from "../graph/graph.js";
import type { Shape } from "../graph/tensor.js";
import type { TensorSpecification } from "../network/parameter.js";

/** The numbers of every parameter, row-major, by its name. */
export type Weights = Readonly<Record<string, Float32Array>>;

/** Samples as the network receives them (bytes already divided by 255), with their labels. */
export interface Batch {
  /** `[rows, ...inputShape]`. */
  readonly inputs: Float32Array;
  /** Class of each row: 0 … classes − 1. */
  readonly labels: Int32Array;
  /** Number of samples. */
  readonly rows: number;
}

/** A layer with a kernel. Its pre-activation is `kernel · input + bias`. */
export interface AffineLayer {
  /** "conv1", "block3/conv2". */
  readonly name: string;
  /** Its weights. */
  readonly kernel: TensorSpecification;
  /** Absent for a layer without bias. */
  readonly bias?: TensorSpecification | undefined;
  /** Units of a dense layer, output channels of a convolution. */
  readonly units: number;
}

/**
 * Mean and (biased) variance of each unit's pre-activation, over the batch and over all positions
 * of an image.
 */
export interface UnitStatistics {
  /** One per unit. */
  readonly mean: Float32Array;
  /** One per unit, divided by the count. */
  readonly variance: Float32Array;
}

/** How often a batch went through the network. */
export interface Passes {
  /** Forward passes. */
  readonly forward: number;
  /**
   * Differentiations: one for a gradient, two for the gradient of a gradient. Each costs one to
   * three times what it differentiates, so later ones cost more.
   */
  readonly backward: number;
}

/** A network that a data-driven method can question. */
export interface InitializableNetwork {
  /** The shape of one sample: `[C, H, W]` or `[F]`. */
  readonly inputShape: Shape;
  /** Number of classes: the width of the logits. */
  readonly classes: number;
  /** Rows of a batch, unless the caller requests another number. */
  readonly rows: number;
  /** Number of training samples. */
  readonly samples: number;
  /** In the order of a forward pass. */
  readonly layers: readonly AffineLayer[];
  /**
   * The batch of number `index`. The seed shuffles the training samples (stream "init-data"); no
   * sample occurs twice before all have occurred.
   *
   * @param rows at most `samples`
   */
  batch(index: number, rows?: number): Batch;
  /**
   * A forward pass: the statistics of each layer's pre-activation, by the layer's name. Batch norm
   * uses the batch; dropout is off.
   */
  statistics(weights: Weights, batch: Batch): Promise<Readonly<Record<string, UnitStatistics>>>;
  /**
   * A forward and a backward pass: the gradients of Σ `seeds` · logits.
   *
   * @param seeds `[rows, classes]`
   */
  logitGradients(weights: Weights, batch: Batch, seeds: Float32Array): Promise<Weights>;
  /**
   * Compiles a scalar function of the parameters, and its derivative by a scale of each tensor.
   *
   * @throws InputError where the network has an operator without a derivative
   */
  compileObjective(rows: number, build: (context: ObjectiveContext) => Value): Promise<Objective>;
}

/** What an objective is built from. */
export interface ObjectiveContext {
  /** The graph that the objective extends. */
  readonly g: GraphBuilder;
  /** The parameters, each times its scale, in the order of the network's tensors. */
  readonly parameters: readonly Value[];
  /**
   * A forward pass: the mean loss at these parameters of batch number `batch` of those passed to
   * `evaluate`.
   */
  loss(parameters: readonly Value[], batch: number): Value;
  /**
   * A backward pass: the gradients of the sum of `outputs`, as `gradients` of `graph/gradients`.
   */
  gradients(outputs: readonly Value[], wrt: readonly Value[]): Value[];
}

/** A compiled objective. */
export interface Objective {
  /** The passes of one evaluation. */
  readonly passes: Passes;
  /**
   * The objective at weights · scales (a missing scale is 1), and its derivative by each tensor's
   * scale.
   */
  evaluate(
    weights: Weights,
    scales: Readonly<Record<string, number>>,
    batches: readonly Batch[],
  ): Promise<{ readonly value: number; readonly slopes: Readonly<Record<string, number>> }>;
  /** Frees the memory. */
  release(): Promise<void>;
}
