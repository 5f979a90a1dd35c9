/**
 * What a data-driven method sees of a network: its layers, its data, what its layers answer, and gradients. Methods are
 * handed one; `training/initializable-network.ts` makes them over a runtime. Read this first.
 */
import type { GraphBuilder } from "../graph/builder.js";
import type { Value } from "../graph/graph.js";
import type { Shape } from "../graph/tensor.js";
import type { TensorSpecification } from "../network/parameter.js";

/** Numbers of every parameter, row-major, by its name. */
export type Weights = Readonly<Record<string, Float32Array>>;

/** Options of which all that are read are numbers: they come complete and checked. */
export type Numbers = Readonly<Record<string, number>>;

/** Samples as the network sees them (bytes already divided by 255), with their labels. */
export interface Batch {
  /** `[rows, ...inputShape]`. */
  readonly inputs: Float32Array;
  readonly labels: Int32Array;
  readonly rows: number;
}

/** A layer with a kernel: what it answers before its activation is `kernel · input + bias`. */
export interface AffineLayer {
  /** "conv1", "block3/conv2". */
  readonly name: string;
  readonly kernel: TensorSpecification;
  readonly bias?: TensorSpecification;
  /** Units of a dense layer, channels of a convolution's output. */
  readonly units: number;
}

/** Mean and variance (biased) of each unit's pre-activation over the batch, and over all places of an image. */
export interface UnitStatistics {
  readonly mean: Float32Array;
  readonly variance: Float32Array;
}

/** How often a batch went through the network: forward, and differentiated. */
export interface Passes {
  readonly forward: number;
  /**
   * Differentiations of what was computed before: one for a gradient, two for a gradient's gradient. Each costs one to three
   * times what it differentiates, so that later ones cost more.
   */
  readonly backward: number;
}

export interface InitializableNetwork {
  /** One sample: `[C, H, W]` or `[F]`. */
  readonly inputShape: Shape;
  readonly classes: number;
  /** Rows of a batch, unless one asks for another number. */
  readonly rows: number;
  /** Training samples there are. */
  readonly samples: number;
  /** In the order in which a forward pass meets them. */
  readonly layers: readonly AffineLayer[];
  /**
   * Number `index` of the batches that the seed draws from the training samples, in an order of their own (stream "init-data"),
   * without repetition until all were seen; `rows` at most `samples`.
   */
  batch(index: number, rows?: number): Batch;
  /** A forward pass: what each layer answers before its activation. Batch norm uses the batch, dropout rests. */
  statistics(weights: Weights, batch: Batch): Promise<Readonly<Record<string, UnitStatistics>>>;
  /** A forward and a backward pass: the gradients of Σ `seeds` · logits, `seeds` being `[rows, classes]`. */
  logitGradients(weights: Weights, batch: Batch, seeds: Float32Array): Promise<Weights>;
  /**
   * Compiles a scalar function of the parameters, and its gradient with respect to a scale of each tensor.
   *
   * @throws InputError where the network has an operator without a derivative
   */
  compileObjective(rows: number, build: (context: ObjectiveContext) => Value): Promise<Objective>;
}

/** Where an objective is written down. */
export interface ObjectiveContext {
  readonly g: GraphBuilder;
  /** The parameters, each times its scale, in the order of the network's tensors. */
  readonly parameters: readonly Value[];
  /** The mean loss of batch `batch` (0, 1, … of those given to `evaluate`) at these parameters: a forward pass. */
  loss(parameters: readonly Value[], batch: number): Value;
  /** As `gradients` of `gradients/`, for the sum of `outputs`: a backward pass. */
  gradients(outputs: readonly Value[], wrt: readonly Value[]): Value[];
}

export interface Objective {
  /** The passes of one evaluation. */
  readonly passes: Passes;
  /**
   * The objective at weights · scales (1 where none is given), and its derivative by the scale of each tensor.
   */
  evaluate(
    weights: Weights,
    scales: Readonly<Record<string, number>>,
    batches: readonly Batch[],
  ): Promise<{ readonly value: number; readonly slopes: Readonly<Record<string, number>> }>;
  release(): Promise<void>;
}
