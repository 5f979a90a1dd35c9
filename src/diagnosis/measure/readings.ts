/**
 * What is measured inside a network at some weights. Read this first.
 *
 * All means are over the samples of the batch, the units and, in images and sequences, the places.
 */

/** The numbers of a signal: what a layer or an activation returns, `[N, units, ...places]`. */
export interface SignalReading {
  readonly mean: number;
  /** Standard deviation over samples, units and places. */
  readonly deviation: number;
  /** E φ²: the mean of squares. */
  readonly secondMoment: number;
  /** Fourth central moment over the squared variance: 3 for a normal distribution. */
  readonly kurtosis: number;
  /**
   * Mean cosine between the signals of two different samples, over all pairs; null for one sample.
   */
  readonly cosine: number | null;
  /**
   * (Σ λ)² / Σ λ² of the eigenvalues λ of the samples' Gram matrix, without centring: 1 where all
   * samples have one direction. At most the number of samples.
   */
  readonly effectiveRank: number;
  /** Number of units or channels. */
  readonly units: number;
}

/** What is measured of one layer with a kernel. */
export interface LayerReadings {
  /** "conv1", "block3/conv2". */
  readonly name: string;
  /** Names of its parameters. */
  readonly kernel: string;
  readonly bias: string | null;
  /** The activation that follows: "relu"; "linear" for none; null for one without a name. */
  readonly activation: string | null;
  /** What the layer returns before its normalization and its activation. */
  readonly before: SignalReading;
  /** What its activation returns; `before` where none follows. */
  readonly after: SignalReading;
  /**
   * Share of the units whose activation is 0 for every sample and place of the batch; null where
   * the activation is never 0 on an interval.
   */
  readonly dead: number | null;
  /**
   * Share of units for which |φ′| is below 0.05 of its largest value on more than half of the
   * samples and places, on sides where φ levels off at a bound; null for unbounded activations.
   */
  readonly saturated: number | null;
  /**
   * Units that differ from all others in their answers to the batch or in the gradients of their
   * weights: the others stay copies of each other in training. Without gradients by answers alone.
   */
  readonly distinctUnits: number;
  /**
   * Mean square of the derivative of one sample's loss by one number of `before`, over samples,
   * units and places; null without a gradient.
   */
  readonly gradientSecondMoment: number | null;
  readonly weights: WeightReading;
}

/** What is measured of a kernel, its gradient by the batch's mean loss, and its first update. */
export interface WeightReading {
  /** √ mean of squares of the kernel. */
  readonly rms: number;
  /** √ mean of squares of the gradient; null without a gradient. */
  readonly gradientRms: number | null;
  /**
   * Singular values of the gradient above 1e-4 of the largest, as a matrix `[out, rest]`; counted
   * up to 64. Null without a gradient.
   */
  readonly gradientRank: number | null;
  /** ‖first update‖ / ‖kernel‖ for the optimizer and its rate; null without a gradient. */
  readonly updateRatio: number | null;
}

/** What a kernel's numbers say by themselves. */
export interface KernelReading {
  /** Rows of the kernel that differ from all others. */
  readonly distinctRows: number;
  /**
   * Singular values above 1e-6 of the largest, of the kernel as a matrix `[out, rest]`; counted up
   * to 64.
   */
  readonly rank: number;
  /** The largest singular value of that matrix, within about 1 %, over √(fanOut / fanIn). */
  readonly spectralRatio: number;
}

/** What is measured of an attention layer's maps. */
export interface AttentionReading {
  /** "block1/attention". */
  readonly name: string;
  /** Mean entropy of a query's attention, in nats, and that of a uniform one: ln(tokens). */
  readonly entropy: number;
  readonly uniformEntropy: number;
  /** Standard deviation of the logits of the attention, over keys. */
  readonly logitDeviation: number;
}

/** What is measured of the network as a whole. */
export interface NetworkReadings {
  /** Samples of the batch. */
  readonly rows: number;
  /** Whether the labels are those of data; if not, they were drawn uniformly. */
  readonly labelled: boolean;
  /** Number of classes: the width of the logits. */
  readonly classes: number;
  /** Mean cross-entropy, in nats. */
  readonly loss: number;
  /** The least loss that an answer without regard to the input has: −Σ π ln π over the labels. */
  readonly classLoss: number;
  /** Standard deviation of the logits over classes, mean over samples. */
  readonly logitDeviation: number;
  /**
   * Singular values of the Jacobian ∂ logits / ∂ input of some samples, largest first, in a row;
   * null without a gradient.
   */
  readonly jacobian: readonly number[] | null;
  /** Largest eigenvalue of the Hessian of the batch's mean loss; null where it was not computed. */
  readonly curvature: number | null;
  /**
   * MetaInit's gradient quotient (Dauphin, Schoenholz 2019, eq. 2); null where it was not computed.
   */
  readonly gradientQuotient: number | null;
  /** Where the signal passes through attention. */
  readonly attention: readonly AttentionReading[];
}
