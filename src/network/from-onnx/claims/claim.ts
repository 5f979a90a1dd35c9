/**
 * A claim: what an operator says of a tensor that it reads. One stored tensor can have several.
 */
import type { OutlineNode } from "../../../graph/file/outline.js";
import type { TensorRole } from "../../parameter.js";
import type { Step } from "../steps.js";
import type { StoredSource } from "../stored-source.js";

/** What the operator alone says of a role; the graph around it says the rest. */
export type ClaimedRole = Omit<TensorRole, "kernel" | "residual" | "projection" | "heads" | "head" | "first">;

/** The output of a kernel's operator. */
export interface Units {
  /** Number of units or channels. */
  readonly count: number;
  /** Their axis in the operator's output, counted from the end: 1 is the last. */
  readonly axisFromEnd: number;
}

/** What an operator says of a tensor that it reads. */
export interface Claim {
  /** The operator's node. */
  readonly node: OutlineNode;
  /** Which of its inputs the tensor is. */
  readonly input: number;
  /** What the tensor is to it; a running statistic has none. */
  readonly role: ClaimedRole | "running-mean" | "running-variance";
  /** From the input, as the operator reads it, to the layout of `TensorRole.operation`. */
  readonly steps: readonly Step[];
  /** A factor that the operator has for this tensor (`alpha` of Gemm). */
  readonly factor: number;
  /** Of a kernel: what it makes. */
  readonly units?: Units | undefined;
  /**
   * The tensor itself, where it stands behind an operator that repeats it or joins it to others.
   */
  readonly source?: StoredSource | undefined;
  /** Of a recurrent layer: 0 forward, 1 backward. */
  readonly direction?: number | undefined;
  /** Of a bias, a slope or a norm behind a kernel: the node that reads the kernel. */
  readonly kernelNode?: OutlineNode | undefined;
}
