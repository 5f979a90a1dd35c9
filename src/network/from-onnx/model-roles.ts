/** What the tensors of a user's .onnx model are for. Read this first. */
import type { NodePath } from "../../graph/file/places.js";
import type { Shape } from "../../graph/tensor.js";
import type { TensorSpecification } from "../parameter.js";
import type { Step } from "./steps.js";

/** An input of a node of the file. */
export interface InputSite {
  /** `OutlineNode.path`. */
  readonly node: NodePath;
  /** Which input, from 0. */
  readonly input: number;
}

/** Where the numbers of a weight, or of a statistic, stand in the file. */
export interface ModelPlace {
  /** The initializer, or the output of the `Constant` node, that holds them. */
  readonly name: string;
  /** Its shape in the file. */
  readonly shape: Shape;
  /** Its element type: "float", "float16". */
  readonly type: string;
  /** From the file's tensor to the weight's layout. A weight can be a part of the tensor. */
  readonly steps: readonly Step[];
  /** The weight is the number in the file plus this, times `TensorRole.multiplier`. */
  readonly offset: number;
  /**
   * The file has no tensor for these numbers alone, since one tensor stands for several or a
   * ConstantOfShape node makes it: one must be added, which these inputs read instead.
   */
  readonly added?: readonly InputSite[] | undefined;
}

/** A weight of the model. */
export interface ModelWeight {
  /** Its shape is in our layout (`TensorRole.operation`). */
  readonly tensor: TensorSpecification;
  /** One place, or more for a parameter that the file stores several times (tied weights). */
  readonly places: readonly ModelPlace[];
}

/** A running statistic of a normalization. */
export interface ModelState {
  /** The name in the file, or that of its use. */
  readonly name: string;
  /** One number per channel: `[C]`. */
  readonly shape: Shape;
  /** Its value in an untrained network: 0 for a mean, 1 for a variance. */
  readonly initial: number;
  readonly place: ModelPlace;
}

/** A stored tensor that keeps its numbers. */
export interface KeptTensor {
  readonly name: string;
  readonly shape: Shape;
  /** Why: "a table of sines", "read by Mul_3 (Mul)". */
  readonly reason: string;
  /** Whether stepzero knows that it is no weight. */
  readonly isFixed: boolean;
}

/** A kernel that could not be placed: the model is not fresh without it. */
export interface MissedKernel {
  /** The node that reads it. */
  readonly node: string;
  readonly operator: string;
  readonly reason: string;
}

/** What a model's stored tensors are for. */
export interface ModelRoles {
  /** In the order in which the graph uses them. */
  readonly weights: readonly ModelWeight[];
  /** Running statistics of batch norm. */
  readonly states: readonly ModelState[];
  /** Float tensors of more than one element that are neither. */
  readonly kept: readonly KeptTensor[];
  readonly missed: readonly MissedKernel[];
  /** Sentences for the user: what was assumed. */
  readonly notes: readonly string[];
}
