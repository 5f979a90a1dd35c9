/**
 * What is measured inside a network at some weights. Read this first.
 *
 * All means are over the samples of the batch, the units and, in images and sequences, the places.
 */

import type { SubjectLossName } from "../loss/subject-loss.js";

/** The numbers of a signal: what a layer or an activation returns, `[N, units, ...places]`. */
export interface SignalReading {
  readonly mean: number;
  /** Standard deviation over samples, units and places. */
  readonly deviation: number;
  /** E φ²: the mean of squares. */
  readonly secondMoment: number;
  /**
   * Fourth central moment over the squared variance: 3 for a normal distribution; NaN where all
   * numbers are equal, up to rounding.
   */
  readonly kurtosis: number;
  /**
   * Mean cosine between the signals of two different samples, over all pairs of the first 64
   * samples whose signal is not 0; null without a pair.
   */
  readonly cosine: number | null;
  /**
   * (Σ λ)² / Σ λ² of the eigenvalues λ of the Gram matrix of the first 64 samples, without
   * centring: 1 where all samples have one direction, 0 where the signal is 0. At most the number
   * of samples, and 64.
   */
  readonly effectiveRank: number;
  /** Number of units or channels. */
  readonly units: number;
}

/** How numbers are spread: counts of a sample of them in bins that are the same everywhere. */
export interface Histogram {
  /** Numbers in the sample: all, or 4,096 that are drawn. Those that are NaN are in no bin. */
  readonly count: number;
  /** Below −4, in each of 32 bins of 0.25 from −4 to 4, and from 4 on. */
  readonly values: readonly number[];
  /**
   * Of the magnitudes: below 1e-12 (0, too), in each of 32 bins of half a decade up to 1e4, and
   * from there on.
   */
  readonly sizes: readonly number[];
}

/** How the numbers of a layer are spread. */
export interface LayerHistograms {
  readonly before: Histogram;
  readonly after: Histogram;
  /** Of the derivatives of one sample's loss by `before`; null without a gradient. */
  readonly gradient: Histogram | null;
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
  /** Of a kernel inside of an LSTM, GRU or RNN: the name of that layer, which its kernels share. */
  readonly recurrent?: string | undefined;
  /**
   * What the layer returns before its normalization and its activation. Of a kernel inside of an
   * LSTM, GRU or RNN: what that operator returns.
   */
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
   * samples and places; null for activations that do not level off at a bound on both sides. A
   * side that begins at 0, as that of ReLU6, does not count: `dead` looks at it.
   */
  readonly saturated: number | null;
  /**
   * Number of groups of units that differ in their answers to the first 64 samples or in the
   * gradients of their weights: units of one group stay copies of each other in training. Without
   * gradients by answers alone. 1 where all units are alike.
   */
  readonly distinctUnits: number;
  /**
   * Mean square of the derivative of one sample's loss by one number of `before`, over samples,
   * units and places; null without a gradient.
   */
  readonly gradientSecondMoment: number | null;
  /**
   * Of a kernel inside of an LSTM, GRU or RNN of one direction: mean squares of the derivative of
   * one sample's loss by what the operator reads at each step, from the first step to the last.
   */
  readonly gradientBySteps?: readonly number[] | undefined;
  readonly weights: WeightReading;
  /** Null where they were not read. */
  readonly histograms: LayerHistograms | null;
  /** Null where it was not read. */
  readonly details: KernelReading | null;
}

/** What is measured of a kernel, its gradient by the batch's mean loss, and its first update. */
export interface WeightReading {
  /** √ mean of squares of the kernel. */
  readonly rms: number;
  /** √ mean of squares of the gradient; null without a gradient. */
  readonly gradientRms: number | null;
  /**
   * ‖first update‖ / ‖kernel‖ for the optimizer and its rate, without warm-up, weight decay
   * included; Infinity for a kernel of zeros that moves; null without a gradient or an optimizer.
   */
  readonly updateRatio: number | null;
}

/** What takes longer to read of a kernel. */
export interface KernelReading {
  /** Number of different rows of the kernel: 1 for a constant. */
  readonly distinctRows: number;
  /** Singular values above 1e-6 of the largest, of the kernel as a matrix `[out, rest]`. */
  readonly rank: number;
  /**
   * The largest rank that is counted: the smaller side of that matrix, at most 256. Larger matrices
   * are folded to 256 by random sums of their rows and columns.
   */
  readonly fullRank: number;
  /** The largest singular value of that matrix, over √(fanOut / fanIn); right to 1e-6. */
  readonly spectralRatio: number;
  /** Rank of the gradient, as that of the kernel; null without a gradient. */
  readonly gradientRank: number | null;
}

/** What is measured of an attention layer's maps. */
export interface AttentionReading {
  /** "block1/attention". */
  readonly name: string;
  /**
   * Mean entropy of a query's attention, in nats, and that of a uniform one: ln(tokens), where no
   * mask excludes keys.
   */
  readonly entropy: number;
  readonly uniformEntropy: number;
  /** Standard deviation of the logits of the attention over keys, mean over queries. */
  readonly logitDeviation: number;
}

/** What is measured of the network as a whole. */
export interface NetworkReadings {
  /** Samples of the batch. */
  readonly rows: number;
  /** Whether the targets are labels of data; if not, they were drawn. */
  readonly labelled: boolean;
  /** The loss, and the number of outputs of a sample that it reads. */
  readonly objective: { readonly name: SubjectLossName; readonly outputs: number };
  /** Number of classes: of an output over places at each of them; of mse all outputs. */
  readonly classes: number;
  /** Mean loss: cross-entropies in nats. */
  readonly loss: number;
  /**
   * The least loss that an answer without regard to the input has: −Σ π ln π over the labels; of
   * mse the variance of the targets.
   */
  readonly classLoss: number;
  /**
   * Standard deviation of the logits over classes, mean over samples; of a binary answer, half of
   * the logit; of mse that of the output over its numbers.
   */
  readonly logitDeviation: number;
  /**
   * Singular values of the Jacobians ∂ logits / ∂ input of the first 8 samples, all together,
   * largest first; above 64 classes the 16 largest of each sample, by a randomized method; null
   * without a gradient, or where they were not computed.
   */
  readonly jacobian: readonly number[] | null;
  /**
   * Largest eigenvalue of the Hessian of the batch's mean loss, by Lanczos's method until it rises
   * by less than 0.1 %; null where it was not computed.
   */
  readonly curvature: number | null;
  /**
   * MetaInit's gradient quotient (Dauphin, Schoenholz 2019, eq. 2); null where it was not computed.
   */
  readonly gradientQuotient: number | null;
  /** Where the signal passes through attention. */
  readonly attention: readonly AttentionReading[];
}
