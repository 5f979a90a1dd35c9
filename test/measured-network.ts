/** Subjects of measurements, for tests. */
import type { Subject } from "../src/diagnosis/subject.js";
import { type Shape, sizeOf } from "../src/graph/tensor.js";
import { he, type Initializer, initialWeights } from "../src/initializers/index.js";
import type { Batch, Weights } from "../src/initializers/network-access.js";
import type { Layer } from "../src/network/layers/layer.js";
import type { TensorSpecification } from "../src/network/parameter.js";
import { normals, stream } from "../src/random/index.js";
import { instrument } from "../src/training/instrument.js";

/** Standard normal samples with labels 0, 1, … in turn. */
export function normalBatch(shape: Shape, rows: number, classes: number): Batch {
  const inputs = Float32Array.from(normals(stream(0, "test"), rows * sizeOf(shape)));
  return { inputs, labels: Int32Array.from({ length: rows }, (_, i) => i % classes), rows };
}

/** A network at weights that a function makes for its parameters: those of He, if left out. */
export function subjectOf(
  layers: Layer,
  shape: Shape,
  batch: Batch,
  weightsFor: (parameters: readonly TensorSpecification[]) => Weights = drawnBy(he),
): Subject {
  const { parameters } = instrument({ layers, shape, rows: batch.rows, mode: "measure" }, {});
  return { name: "test", layers, shape, parameters, weights: weightsFor(parameters), batch, labelled: true };
}

/** Weights drawn by a method with its default options. */
export const drawnBy = (method: Initializer) => (parameters: readonly TensorSpecification[]) =>
  initialWeights(method, parameters, 0);
