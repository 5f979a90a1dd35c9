/** What a data set is: labelled images or rows, for training and for testing. Read this first. */
import type { Shape } from "../graph/tensor.js";

/** Samples with their labels. */
export interface Split {
  /**
   * `[count, ...shape]`, row-major. Bytes are divided by 255 inside the graph; floats are used as
   * they are.
   */
  readonly inputs: Uint8Array | Float32Array;
  /** Class of each sample: 0 … classes − 1. */
  readonly labels: Int32Array;
  /** Number of samples, from 1. */
  readonly count: number;
}

/** A data set for classification. */
export interface Dataset {
  /** "mnist", "fashion-mnist", "cifar10", "glyphs", or the path of a file of the user. */
  readonly name: string;
  /** Shape of one sample: `[C, H, W]` or `[F]`. */
  readonly shape: Shape;
  /** Number of classes. */
  readonly classes: number;
  /** One per class, in the order of the labels. */
  readonly classNames: readonly string[];
  /** The samples to train on. */
  readonly train: Split;
  /** The samples to evaluate on. */
  readonly test: Split;
  /** `datasetChecksum`: 64 hexadecimal digits, part of the identity of a cell. */
  readonly checksum: string;
  /** Decisions made on reading the data set that a user should know, one sentence each. */
  readonly notes?: readonly string[] | undefined;
}
