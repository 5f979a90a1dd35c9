/** What initializing a whole network gives. Read this first of the three `initialize…` files. */
import { type NamedTensor, storedType } from "../data/formats/array.js";
import type { FloatType } from "../graph/float-types.js";
import { fans } from "../network/fans.js";
import type { TensorSpecification } from "../network/parameter.js";
import type { Layout } from "./layout.js";

/** What became of a user's model. */
export interface ModelOutcome {
  /**
   * Number of weights with new numbers, running statistics included. A tensor of the file can hold
   * several, such as the gates of an LSTM.
   */
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

/**
 * How the framework of the layout loads the tensors by their names. `strict`: they are all that it
 * expects. `partial`: they are names that it knows, and it expects more. `by-hand`: they are the
 * names of the .onnx file, which the framework need not know.
 */
export interface Loading {
  readonly way: "strict" | "partial" | "by-hand";
  /** What a `partial` file lacks, where that is known. */
  readonly missing: readonly string[];
}

/** A network's initial weights. */
export interface InitializedModel {
  /** The layout of `tensors`. */
  readonly layout: Layout;
  /**
   * What a file of weights holds, in the layout: parameters in the network's order, running
   * statistics, and of a user's model what keeps its numbers.
   */
  readonly tensors: readonly NamedTensor[];
  /** What is shown of each weight. A tensor of the file can hold several weights. */
  readonly summaries: readonly TensorSummary[];
  readonly loading: Loading;
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

/**
 * Mean and standard deviation of a tensor's numbers, and the fans of a kernel.
 *
 * @param specification the tensor in our own layout, with its role
 */
export function summarizeTensor(tensor: NamedTensor, specification?: TensorSpecification | undefined): TensorSummary {
  const { name, shape, data } = tensor;
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
