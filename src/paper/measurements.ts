/**
 * What is measured at the start of training, apart from the runs: the evidence on claims 5 to 7.
 */

/**
 * Zero weights after some steps of training: how many of a layer's units differ, and what the
 * network answers.
 */
export interface SymmetryMeasurement {
  /** The data set's name. */
  readonly data: string;
  /** The network, as on the command line. */
  readonly model: string;
  /** The activation's name. */
  readonly activation: string;
  /** Training steps from zero weights. */
  readonly steps: number;
  /** Hidden layers. Units are the same where kernel and bias are, to the bit. */
  readonly layers: readonly { readonly name: string; readonly units: number; readonly distinct: number }[];
  /** Whether any number of a hidden layer has moved from zero. */
  readonly moved: boolean;
  /** How often each class is answered, over `samples` test samples. */
  readonly answers: readonly number[];
  /** Number of test samples that were classified. */
  readonly samples: number;
}

/** One network at step 0, on one batch of training samples. */
export interface StepZeroMeasurement {
  /** The data set's name. */
  readonly data: string;
  /** The initializer's name. */
  readonly method: string;
  /** The activation's name. */
  readonly activation: string;
  /** Hidden layers, each of `width` units. */
  readonly depth: number;
  /** Units per hidden layer. */
  readonly width: number;
  /** Seed of weights and batch. */
  readonly seed: number;
  /**
   * Share of the units' answers with |φ′| < 0.01, by hidden layer from the first; null for
   * activations that do not saturate.
   */
  readonly saturated: readonly number[] | null;
  /**
   * Euclidean norm of the loss's gradient by each kernel, first to last; null where it is not
   * finite.
   */
  readonly gradientNorms: readonly (number | null)[];
}

/** All measurements of a reproduction. */
export interface Measurements {
  /** Networks after some steps from zero weights. */
  readonly symmetry: readonly SymmetryMeasurement[];
  /** Networks at step 0. */
  readonly stepZero: readonly StepZeroMeasurement[];
  /** Description of the runtime that computed them. */
  readonly runtime: string;
}
