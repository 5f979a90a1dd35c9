/** The input of `datasetFromArrays`: samples and labels as a user has them. */
import type { NumericArray } from "./formats/array.js";
import type { RowBlocks } from "./formats/row-blocks.js";

/** Labels of a large table. */
export interface CodedLabels {
  /** Each different label once. */
  readonly different: readonly string[];
  /** The index in `different` of each sample's label: rows of one number. */
  readonly codes: RowBlocks;
}

/** What labels are read with: the samples' name and shape, and the labels. */
export interface Labelled {
  readonly inputs: Pick<NumericArray, "shape"> & { readonly name: string };
  readonly labels: LabelledArrays["labels"] | ({ readonly name: string } & CodedLabels);
}

/** Samples and their labels. The names are for messages: "x_train", "train-images-idx3-ubyte". */
export interface LabelledArrays {
  /** Samples along the first axis: `[N, …]`. */
  readonly inputs: NumericArray & { readonly name: string };
  /** Numbers `[N]`, `[N, 1]` or one-hot `[N, classes]`, or words. */
  readonly labels: { readonly name: string } & (NumericArray | { readonly words: readonly string[] });
}
