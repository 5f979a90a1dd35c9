/** How a file of the user is read. */
import type { CsvOptions } from "../formats/csv-table.js";
import type { ReadingOptions } from "../reading.js";

/** How to read a data set of the user. */
export interface UserDataOptions extends CsvOptions, ReadingOptions {
  /**
   * Share of the samples that becomes the test set, where there is none; always the same samples.
   *
   * @defaultValue 0.2
   */
  readonly testFraction?: number | undefined;
  /**
   * For rows: whether to bring each column to mean 0 and standard deviation 1, by the training
   * rows; where `shape` makes images of them, each channel.
   *
   * @defaultValue true for CSV, false for .npz
   */
  readonly standardize?: boolean | undefined;
}
