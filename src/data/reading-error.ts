/** Bad input that one more option of reading would get past. */
import { InputError } from "../errors.js";
import type { ReadingOptions } from "./reading.js";

/** What to read with, beside the options that were. */
export interface ReadingRemedy extends Omit<ReadingOptions, "leaveOut"> {
  /** A column more to leave out. */
  readonly leaveOut?: string | number | undefined;
  /** The column of the labels. */
  readonly label?: string | number | undefined;
}

/** Data that cannot be read so; with the remedy it may be read. */
export class ReadingError extends InputError {
  constructor(
    text: string,
    readonly remedy: ReadingRemedy,
    /** The remedy as typed: "--encoding latin-1". */
    readonly typed: string,
  ) {
    super(text);
  }
}
