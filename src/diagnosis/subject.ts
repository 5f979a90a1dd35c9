/** What is diagnosed: a network at some weights. */
import type { Shape } from "../graph/tensor.js";
import type { Batch, Weights } from "../initializers/network-access.js";
import type { Layer } from "../network/layers/layer.js";
import type { TensorSpecification } from "../network/parameter.js";

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
}
