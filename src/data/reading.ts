/** How a user's files are read, where they do not say it themselves. */
import { InputError, unknownName } from "../errors.js";
import type { Shape } from "../graph/tensor.js";
import type { MissingLabels } from "./missing-labels.js";

/** Encodings of text. "latin-1" is read as Windows-1252, which has it and more characters. */
export const encodings = ["utf-8", "utf-16le", "utf-16be", "latin-1"] as const;
/** The encoding of a text. */
export type Encoding = (typeof encodings)[number];

/** Signs before the fraction of a number. */
export const decimalSigns = ["point", "comma"] as const;
/** The sign before the fraction of a number. */
export type DecimalSign = (typeof decimalSigns)[number];

/** What becomes of samples without a label. */
export const missingLabelRules = ["refuse", "leave-out", "keep"] as const satisfies readonly MissingLabels[];

/** A column of a table: its name, or its number from 0; negative numbers count from the end. */
export type ColumnName = string | number;

/** How the fields, numbers and columns of a table are read. */
export interface TableReading {
  /**
   * What separates the fields of a row: one character, or "comma", "semicolon", "tab", "pipe" or
   * "space".
   *
   * @defaultValue the one of `,` `;` tab and `|` that splits every row alike; where more than one
   *   does, nothing is guessed
   */
  readonly separator?: string | undefined;
  /**
   * The sign before the fraction of a number.
   *
   * @defaultValue "point"
   */
  readonly decimal?: DecimalSign | undefined;
  /** Columns that are no features: identifiers, for example. */
  readonly leaveOut?: ColumnName | readonly ColumnName[] | undefined;
  /**
   * What happens to samples without a label.
   *
   * @defaultValue "refuse"
   */
  readonly missingLabels?: MissingLabels | undefined;
}

/** How a study reads the files of its user. */
export interface ReadingOptions extends TableReading {
  /**
   * The encoding of a table.
   *
   * @defaultValue UTF-16 where a byte order mark says so, else UTF-8
   */
  readonly encoding?: Encoding | undefined;
  /**
   * The shape of one sample, `[C, H, W]`. It makes images of rows of pixels, and says where the
   * channels of an array are. A row has the pixels of the first channel, row by row, then those of
   * the second.
   *
   * @defaultValue the array's own, where it is clear
   */
  readonly shape?: Shape | undefined;
}

/** Keys that say nothing of arrays. */
export const tableKeys = [
  "separator",
  "decimal",
  "leaveOut",
  "encoding",
] as const satisfies readonly (keyof ReadingOptions)[];

/** How a key of reading is typed, and what it does. */
export interface ReadingKey {
  /** The option of the command line, without its dashes. */
  readonly option: string;
  /** What it does, in one phrase. */
  readonly help: string;
}

/** Every key that says how files are read. */
export const readingKeys: Readonly<Record<keyof ReadingOptions, ReadingKey>> = {
  separator: {
    option: "separator",
    help: "What separates the fields of a table: one character, or comma, semicolon, tab, pipe or space",
  },
  decimal: { option: "decimal", help: "The sign before the fraction of a table's numbers: point or comma" },
  encoding: {
    option: "encoding",
    help: "Encoding of a table: utf-8, utf-16le, utf-16be or latin-1, which is also Windows-1252",
  },
  leaveOut: {
    option: "leave-out",
    help: "Columns of a table that are no features, as identifiers, by name or by number from 0",
  },
  missingLabels: {
    option: "missing-labels",
    help: 'Samples without a label: refuse, leave-out, or keep, which takes words such as "NA" for classes',
  },
  shape: {
    option: "shape",
    help: "Shape of one sample, as channels, rows and columns: makes images of rows, and says where channels are",
  },
};

/** "leaveOut (--leave-out)": a key as study files and the command line have it. */
export const readingKeyInWords = (key: keyof ReadingOptions): string =>
  key === readingKeys[key].option ? `--${key}` : `${key} (--${readingKeys[key].option})`;

/**
 * Makes sure that options have legal values, which those of programs need not.
 *
 * @throws InputError with the key, what was got, and the legal values
 */
export function checkReading({ decimal, encoding, missingLabels, shape }: ReadingOptions): void {
  mustBeOneOf("decimal", decimal, decimalSigns);
  mustBeOneOf("encoding", encoding, encodings);
  mustBeOneOf("missingLabels", missingLabels, missingLabelRules);
  if (shape === undefined) return;
  if (shape.length === 3 && shape.every((size) => Number.isSafeInteger(size) && size > 0)) return;
  throw new InputError(
    `shape is [${shape.join(", ")}], expected the channels, rows and columns of one sample: [1, 28, 28].`,
  );
}

function mustBeOneOf(key: keyof ReadingOptions, value: string | undefined, legal: readonly string[]): void {
  if (value !== undefined && !legal.includes(value)) throw unknownName(`value of ${key}`, value, legal);
}
