/** What initializing a whole network gives. Read this first of the three `initialize…` files. */
import { type NamedTensor, storedType } from "../data/formats/array.js";
import type { FloatType } from "../graph/float-types.js";
import { fans } from "../network/fans.js";
import type { TensorSpecification } from "../network/parameter.js";

/** A tensor under the name and in the axis order of a layout. */
export interface InitializedTensor extends NamedTensor {
  /** The tensor in our own layout, with its role; a running statistic of a user's file has none. */
  readonly specification?: TensorSpecification | undefined;
  /** It keeps the numbers of the user's file. */
  readonly kept?: boolean | undefined;
}

/** What became of a user's model. */
export interface ModelOutcome {
  /** Number of tensors with new numbers, running statistics included. */
  readonly initialized: number;
  /** The names of tensors that keep their numbers because they are no weights, or by wish. */
  readonly kept: readonly string[];
  /** The names of tensors that keep their numbers because their role is unknown. */
  readonly unknown: readonly string[];
  /** The nodes whose kernels could not be initialized. */
  readonly missedKernels: readonly string[];
  /** Whether the model is a fresh network: it has kernels, and none was missed. */
  readonly isFresh: boolean;
}

/** A network's initial weights. */
export interface InitializedModel {
  /** Parameters in the network's order, then running statistics. */
  readonly tensors: readonly InitializedTensor[];
  /** Sentences for the user: what kept its numbers, what a data-driven method has to say. */
  readonly notes: readonly string[];
  /** Of a user's .onnx model. */
  readonly outcome?: ModelOutcome | undefined;
  /** The whole network with these weights, as the bytes of an .onnx file. */
  readonly onnx: () => Uint8Array;
}

/** What a tensor's numbers are like. */
export interface TensorSummary {
  /** The name in the layout of the model. */
  readonly name: string;
  /** In that layout. */
  readonly shape: readonly number[];
  /** The type in the file; absent for float32. */
  readonly type?: FloatType | undefined;
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
export function summarizeTensor(tensor: InitializedTensor): TensorSummary {
  const { name, shape, data, specification } = tensor;
  const type = storedType(tensor);
  let sum = 0;
  let squares = 0;
  for (const x of data) sum += x;
  const mean = sum / data.length;
  for (const x of data) squares += (x - mean) ** 2;
  const ofKernel = specification?.role.kind === "kernel" ? fans(specification) : undefined;
  return {
    name,
    shape,
    ...(type === "float32" ? {} : { type }),
    ...ofKernel,
    mean,
    std: Math.sqrt(squares / data.length),
  };
}
