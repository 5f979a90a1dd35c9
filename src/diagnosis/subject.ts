/** What is diagnosed: a network at some weights, and a batch to send through it. */
import type { Dataset } from "../data/dataset.js";
import { InputError } from "../errors.js";
import { type Shape, sizeOf } from "../graph/tensor.js";
import type { Batch, Weights } from "../initializers/network-access.js";
import type { Layer } from "../network/layers/layer.js";
import type { TensorSpecification } from "../network/parameter.js";
import { at, normals, permutation, stream, uniforms } from "../random/index.js";
import { batchOf } from "../training/batch.js";
import type { SubjectLoss } from "./loss/subject-loss.js";

/** A network at some weights, and a batch to send through it. */
export interface Subject {
  /** "my-net.onnx", "mlp". */
  readonly name: string;
  readonly layers: Layer;
  /** One sample: `[C, H, W]` or `[F]`. */
  readonly shape: Shape;
  /** In the order of the forward pass. */
  readonly parameters: readonly TensorSpecification[];
  /** The numbers of every parameter. */
  readonly weights: Weights;
  /** The samples, and labels that are those of data or were drawn uniformly. */
  readonly batch: Batch;
  readonly labelled: boolean;
  /**
   * What gradients, curvature and training steps are of.
   *
   * @defaultValue cross-entropy over the outputs, with the batch's labels
   */
  readonly loss?: SubjectLoss | undefined;
}

/**
 * Samples of a data set, drawn without repetition.
 *
 * @param rows at most so many
 */
export function sampledBatch(dataset: Dataset, rows: number, seed: number): Batch {
  const { train } = dataset;
  const order = permutation(stream(seed, "diagnosis", "samples"), train.count);
  return batchOf(train, Int32Array.from(order.subarray(0, Math.min(rows, train.count))));
}

/** What samples are drawn where there are no data. */
export interface DrawnSamples {
  /** One sample: `[C, H, W]` or `[F]`. */
  readonly shape: Shape;
  readonly rows: number;
  /** Labels are uniform over so many classes. */
  readonly classes: number;
  readonly seed: number;
  /** Of a network that reads tokens: how many there are. Samples are N(0, 1) without it. */
  readonly tokens?: number | undefined;
}

/**
 * Samples of independent numbers, N(0, 1) or tokens, with uniform labels.
 *
 * @throws InputError for more than 2³⁰ numbers
 */
export function drawnBatch({ shape, rows, classes, seed, tokens }: DrawnSamples): Batch {
  const count = rows * sizeOf(shape);
  if (count > 2 ** 30) {
    throw new InputError(
      `${rows} samples of [${shape.join(", ")}] are ${count} numbers, more than 2^30. Choose fewer with --rows.`,
    );
  }
  const numbers = stream(seed, "diagnosis", "samples");
  const labels = uniforms(at(stream(seed, "diagnosis", "labels"), 0), rows);
  return {
    inputs: Float32Array.from(
      tokens === undefined ? normals(numbers, count) : uniforms(numbers, count).map((u) => Math.floor(u * tokens)),
    ),
    labels: Int32Array.from(labels, (u) => Math.min(classes - 1, Math.floor(u * classes))),
    rows,
  };
}
