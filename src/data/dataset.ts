/** What a data set is: images or rows with labels, train and test kept apart. Read this first. */
import type { Shape } from "../graph/tensor.js";

/** Samples with their labels. */
export interface Split {
  /** `[count, ...shape]` row-major; bytes are divided by 255 inside the graph, floats are used as they are. */
  readonly inputs: Uint8Array | Float32Array;
  /** Class of each sample: 0 … classes − 1. */
  readonly labels: Int32Array;
  readonly count: number;
}

export interface Dataset {
  /** "mnist", "fashion-mnist", "cifar10", "glyphs", or the path of the user's file. */
  readonly name: string;
  /** One sample: `[C, H, W]` or `[F]`. */
  readonly shape: Shape;
  readonly classes: number;
  readonly classNames: readonly string[];
  readonly train: Split;
  readonly test: Split;
  /** SHA-256 of everything above that decides a result: part of a cell's identity. */
  readonly checksum: string;
  /** What was decided in reading it that its user should know, a sentence each. */
  readonly notes?: readonly string[];
}
