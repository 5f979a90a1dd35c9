/** Labels as a user has them, and the classes that they stand for. */
import { InputError } from "../errors.js";
import { sameShape } from "../graph/tensor.js";
import { describeArray, type Numbers, type NumericArray } from "./formats/array.js";
import { parseDecimal } from "./formats/decimal.js";
import { excerpt, shortened } from "./formats/excerpt.js";
import { forEachRow } from "./formats/row-blocks.js";
import type { CodedLabels, Labelled } from "./labelled-arrays.js";
import type { DecimalSign } from "./reading.js";

/** The classes of a data set. */
export interface Classes {
  readonly names: readonly string[];
  /**
   * The class of each sample: 0 … classes − 1.
   *
   * @throws InputError for a label that is not among the training labels
   */
  readonly indexOf: (arrays: Labelled) => Int32Array;
}

/**
 * Reads the classes off the training labels: one per column of one-hot labels, else one per
 * different label, in ascending order.
 *
 * @throws InputError for labels that are not whole numbers, words or one-hot rows, or that are all
 *   the same
 */
export function readClasses(train: Labelled): Classes {
  const { labels } = train;
  if (isOneHot(labels)) {
    const names = Array.from({ length: labels.shape[1]! }, (_, k) => String(k));
    return { names, indexOf: (arrays) => oneHotIndex(arrays, names.length) };
  }
  const { different } = writtenLabels(train);
  const meaning = labelMeaning(different);
  const ordered = [...new Set(different.map(meaning))].sort((a, b) =>
    typeof a === "number" ? a - (b as number) : a < b ? -1 : 1,
  );
  if (ordered.length < 2) {
    throw new InputError(
      `${labels.name} has only the label ${shortened(String(ordered[0]))}, expected at least two classes. Name the right column or array, or add samples of another class.`,
    );
  }
  const classOf = new Map(ordered.map((label, k) => [label, k]));
  const names = ordered.map(String);
  const indexOf = (arrays: Labelled) => {
    const { different: written, codes } = writtenLabels(arrays);
    const classes = written.map((label) => classOf.get(meaning(label)));
    return codes.map((code, sample) => {
      const k = classes[code];
      if (k !== undefined) return k;
      throw new InputError(
        `${arrays.labels.name} has the label ${shortened(String(written[code]))} (sample ${sample}), which does not occur in ${labels.name}: ${excerpt(names)}. Correct it, or add training samples of that class.`,
      );
    });
  };
  return { names, indexOf };
}

const isOneHot = (labels: Labelled["labels"]): labels is NumericArray & { readonly name: string } =>
  "shape" in labels && labels.shape.length === 2 && labels.shape[1]! > 1;

/**
 * What a label says: a whole number, where all training labels are numbers or words that are whole
 * numbers; else the word.
 */
function labelMeaning(different: readonly (number | string)[]): (label: number | string) => number | string {
  const numberOf = (label: number | string) => {
    if (typeof label === "number") return label;
    return /^[+-]?\d+(\.0*)?$/.test(label) ? Number(label) : Number.NaN;
  };
  if (!different.every((label) => Number.isSafeInteger(numberOf(label)))) return (label) => label;
  return (label) => (Number.isSafeInteger(numberOf(label)) ? numberOf(label) : label);
}

/** Labels as they are written. */
interface WrittenLabels {
  readonly different: readonly (number | string)[];
  /** The index in `different` of each sample's label. */
  readonly codes: Int32Array;
}

function writtenLabels({ inputs, labels }: Labelled): WrittenLabels {
  const count = inputs.shape[0]!;
  if ("codes" in labels) {
    const codes = new Int32Array(labels.codes.count);
    forEachRow(labels.codes, undefined, (data, start, row) => {
      codes[row] = data[start]!;
    });
    return { different: labels.different, codes };
  }
  if ("words" in labels) {
    const { words } = labels;
    checkCount(labels.name, `${words.length} labels`, words.length, inputs);
    const written = coded(words);
    checkNumberOfClasses(written.different, words.length, labels.name);
    return written;
  }
  const { shape, data } = labels;
  checkCount(labels.name, describeArray(labels), shape[0] ?? 0, inputs);
  if (shape.length > 2 || (shape.length === 2 && shape[1] !== 1)) {
    throw new InputError(
      `${labels.name} is ${describeArray(labels)}, expected [${count}] or [${count}, 1] whole numbers: one class per sample.`,
    );
  }
  const bad = data.findIndex((value) => !Number.isSafeInteger(value));
  if (bad >= 0) throw noClass(data[bad]!, bad, labels.name);
  const written = coded(data);
  checkNumberOfClasses(written.different, data.length, labels.name);
  return written;
}

/** The error for a label that is no whole number. */
function noClass(value: number, sample: number, name: string): InputError {
  return new InputError(
    `${name} holds ${value} (sample ${sample}, from 0), expected whole numbers: one class each. ${NO_REGRESSION} ` +
      "Put the numbers into classes first: np.digitize(y, edges).",
  );
}

/** What to know where labels are measurements. */
const NO_REGRESSION = "stepzero compares classifiers, and trains no regression.";

/** From this many samples on, more different numbers than half of the samples are no classes. */
function checkNumberOfClasses(different: readonly (number | string)[], samples: number, name: string): void {
  if (samples < ENOUGH_ROWS || different.length <= samples / 2) return;
  throw notClasses(different.map(String), `${samples} samples`, name);
}

function coded(labels: ArrayLike<number | string>): WrittenLabels {
  const indices = new Map<number | string, number>();
  const codes = Int32Array.from(labels, (label) => {
    const index = indices.get(label) ?? indices.size;
    indices.set(label, index);
    return index;
  });
  return { different: [...indices.keys()], codes };
}

function oneHotIndex({ inputs, labels }: Labelled, classes: number): Int32Array {
  if (!("shape" in labels) || !sameShape(labels.shape, [inputs.shape[0]!, classes])) {
    const got = "shape" in labels ? describeArray(labels) : "words";
    throw new InputError(`${labels.name} is ${got}, expected one-hot [${inputs.shape[0]}, ${classes}].`);
  }
  return Int32Array.from({ length: labels.shape[0]! }, (_, sample) => {
    const row = labels.data.subarray(sample * classes, (sample + 1) * classes);
    const one = row.indexOf(1);
    if (one < 0 || row.some((value, k) => k !== one && value !== 0)) throw notOneHot(row, sample, labels.name);
    return one;
  });
}

/** The error for a row of labels that is not one 1 and zeros: what it is instead. */
function notOneHot(row: Numbers, sample: number, name: string): InputError {
  const values = Array.from(row);
  const shown = `${name}: row ${sample} (from 0) is [${excerpt(values.map(String))}], expected one 1 and zeros (one-hot).`;
  const argmax = "take the likeliest class: y.argmax(axis=1).";
  const isSoft = values.every((value) => value >= 0 && value <= 1) && Math.abs(sum(values) - 1) < SOFT_ERROR;
  if (isSoft)
    return new InputError(`${shown} These are soft labels, and stepzero trains on one class per sample: ${argmax}`);
  if (values.every((value) => value === 0)) return new InputError(`${shown} The sample has no class: leave it out.`);
  if (values.every((value) => value === 0 || value === 1)) {
    return new InputError(
      `${shown} The sample has several classes, and stepzero trains on one per sample: choose one label, y[:, k].`,
    );
  }
  return new InputError(`${shown} ${NO_REGRESSION} If the numbers are scores, ${argmax}`);
}

/** How far the sum of soft labels, which may be float16, is from 1. */
const SOFT_ERROR = 0.01;
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

/**
 * Makes sure that there is a label for each sample.
 *
 * @param got what the labels are, for messages
 * @param count number of labels
 * @throws InputError if there are more or fewer
 */
export function checkCount(name: string, got: string, count: number, inputs: Labelled["inputs"]): void {
  if (count !== inputs.shape[0]) {
    throw new InputError(
      `${name} is ${got}, expected one for each of the ${inputs.shape[0]} samples of ${inputs.name}.`,
    );
  }
}

/** More classes than any public image set that a laptop trains on. */
const MOST_CLASSES = 1000;
/** From this many rows on, labels with more values than half of the rows are not classes. */
const ENOUGH_ROWS = 20;

/**
 * Refuses labels that look like measurements: numbers with fractions, over 1,000 different values,
 * as many as rows, or (from 20 rows on) more than half as many.
 *
 * @param name name of the label column, for messages
 * @param decimal the sign before a fraction
 * @throws InputError if the labels look like measurements
 */
export function checkClassLabels({ different, codes }: CodedLabels, name: string, decimal?: DecimalSign): void {
  const [classes, rows] = [different.length, codes.count];
  const tooMany = classes > MOST_CLASSES || classes === rows || (rows >= ENOUGH_ROWS && classes > rows / 2);
  if (rows >= 2 && tooMany) throw notClasses(different, `${rows} rows`, name);
  const numbers = different.map((label) => parseDecimal(label, 0, label.length, decimal));
  const fraction = numbers.findIndex((value) => !Number.isInteger(value));
  if (fraction >= 0 && numbers.every(Number.isFinite)) {
    throw new InputError(
      `${name} has numbers such as ${different[fraction]}, which are measurements and no classes. ${NO_REGRESSION} Name another column, or put the values into classes first; where they are names of classes, write them as words.`,
    );
  }
}

/**
 * Refuses over 1,000 different labels while they are read, before they fill the memory.
 *
 * @param different each different label so far
 * @param rows how many rows they are from
 * @param name name of the label column, for messages
 * @throws InputError if they are too many
 */
export function checkClassCount(different: readonly string[], rows: number, name: string): void {
  if (different.length > MOST_CLASSES) throw notClasses(different, `the first ${rows} rows`, name);
}

function notClasses(different: readonly string[], rows: string, name: string): InputError {
  return new InputError(
    `${name} has ${different.length} different values in ${rows} (${excerpt(different)}), which looks like a regression target or an identifier; expected classes: at most ${MOST_CLASSES}, with several rows each. ${NO_REGRESSION} Name another column, or put the values into classes first.`,
  );
}
