/** What stands behind a value of a model that the file stores, perhaps in another order. */
import type { OutlineValue, StoredTensor } from "../../graph/file/outline.js";
import type { Shape } from "../../graph/tensor.js";
import type { Step } from "./steps.js";

/** A value of the outline that the file stores. */
export type StoredValue = OutlineValue & { readonly tensor: StoredTensor };

/** The value is scale · (the rearranged stored tensor) + offset. */
export interface StoredSource {
  readonly stored: StoredValue;
  /** From the file's tensor to the value. */
  readonly steps: readonly Step[];
  readonly scale: number;
  readonly offset: number;
  /**
   * The stored tensor has only its direction in the value; its size is that of this tensor (weight
   * normalization).
   */
  readonly magnitude?: StoredValue | undefined;
  /** Of the value. */
  readonly shape: Shape;
  /**
   * The name of an Identity of the stored tensor. PyTorch's older exporter stores equal tensors
   * once and gives the others such names.
   */
  readonly alias?: string | undefined;
}

/** Finds the stored tensor behind a value. */
export type FindSource = (value: OutlineValue | undefined) => StoredSource | undefined;
