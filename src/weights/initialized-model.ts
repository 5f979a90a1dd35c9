/** What initializing a whole network gives. Read this first of the three `initialize…` files. */
import type { NamedTensor } from "../data/formats/array.js";
import { fans } from "../network/fans.js";
import type { TensorSpecification } from "../network/parameter.js";

/** A tensor under the name and in the axis order of a layout. */
export interface InitializedTensor extends NamedTensor {
  /** The tensor in our own layout, with its role; a running statistic of a user's file has none. */
  readonly specification?: TensorSpecification | undefined;
}

/** A network's initial weights. */
export interface InitializedModel {
  /** Parameters in the network's order, then running statistics. */
  readonly tensors: readonly InitializedTensor[];
  /** Sentences for the user: what kept its numbers, what a data-driven method has to say. */
  readonly notes: readonly string[];
  /** The whole network with these weights, as the bytes of an .onnx file. */
  readonly onnx: () => Uint8Array;
  /**
   * How a module of PyTorch can load the tensors.
   *
   * @defaultValue "strict"
   */
  readonly loading?: Loading | undefined;
}

/**
 * How a module of PyTorch can load tensors. `strict`: they are its whole state dictionary. `tied`:
 * they lack only other names of tied entries, or entries that the module does not use.
 * `new-module`: they lack batch norms, and fit a module that was just constructed. `not`: they lack
 * more.
 */
export type Loading = "strict" | "tied" | "new-module" | "not";

/** What a tensor's numbers are like. */
export interface TensorSummary {
  /** The name in the layout of the model. */
  readonly name: string;
  /** In that layout. */
  readonly shape: readonly number[];
  /** Of kernels. */
  readonly fanIn?: number | undefined;
  /** Of kernels. */
  readonly fanOut?: number | undefined;
  /** Mean of the tensor's numbers. */
  readonly mean: number;
  /** Standard deviation over the tensor's numbers (divided by their count). */
  readonly std: number;
}

/** Mean and standard deviation of each tensor's numbers, and the fans of kernels. */
export function summarizeTensor({ name, shape, data, specification }: InitializedTensor): TensorSummary {
  let sum = 0;
  let squares = 0;
  for (const x of data) sum += x;
  const mean = sum / data.length;
  for (const x of data) squares += (x - mean) ** 2;
  const ofKernel = specification?.role.kind === "kernel" ? fans(specification) : undefined;
  return { name, shape, ...ofKernel, mean, std: Math.sqrt(squares / data.length) };
}
