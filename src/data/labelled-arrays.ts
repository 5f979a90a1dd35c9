/** The input of `datasetFromArrays`: samples and labels as a user has them. */
import type { NumericArray } from "./formats/array.js";

/** What labels are read with: the samples' name and shape, and the labels. */
export interface Labelled {
  readonly inputs: Pick<NumericArray, "shape"> & { readonly name: string };
  readonly labels: LabelledArrays["labels"];
}

/** Samples and their labels. The names are for messages: "x_train", "train-images-idx3-ubyte". */
export interface LabelledArrays {
  /** Samples along the first axis: `[N, …]`. */
  readonly inputs: NumericArray & { readonly name: string };
  /** Numbers `[N]`, `[N, 1]` or one-hot `[N, classes]`, or words. */
  readonly labels: { readonly name: string } & (NumericArray | { readonly words: readonly string[] });
}
