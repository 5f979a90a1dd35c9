/** Labels as a user has them, and the classes that they stand for. */
import { InputError } from "../errors.js";
import { sameShape } from "../graph/tensor.js";
import { describeArray } from "./formats/array.js";
import { excerpt } from "./formats/excerpt.js";
import type { LabelledArrays } from "./labelled-arrays.js";

/** The classes of a data set. */
export interface Classes {
  readonly names: readonly string[];
  /**
   * The class of each sample: 0 … classes − 1.
   *
   * @throws InputError for a label that is not among the training labels
   */
  readonly indexOf: (arrays: LabelledArrays) => Int32Array;
}

/**
 * Reads the classes off the training labels: one per column of one-hot labels, else one per
 * different label, in ascending order.
 *
 * @throws InputError for labels that are not whole numbers, words or one-hot rows, or that are all
 *   the same
 */
export function readClasses(train: LabelledArrays): Classes {
  const { labels } = train;
  const oneHot = !("words" in labels) && labels.shape.length === 2 && labels.shape[1]! > 1;
  if (oneHot) {
    const names = Array.from({ length: labels.shape[1]! }, (_, k) => String(k));
    return { names, indexOf: (arrays) => oneHotIndex(arrays, names.length) };
  }
  const different = new Set(plainLabels(train));
  const ordered = [...different].sort((a, b) => (typeof a === "number" ? a - (b as number) : a < b ? -1 : 1));
  if (ordered.length < 2) {
    throw new InputError(`${labels.name} has only the label ${String(ordered[0])}, expected at least two classes.`);
  }
  const classOf = new Map(ordered.map((label, k) => [label, k]));
  const names = ordered.map(String);
  const indexOf = (arrays: LabelledArrays) =>
    Int32Array.from(plainLabels(arrays), (label, sample) => {
      const k = classOf.get(label);
      if (k !== undefined) return k;
      throw new InputError(
        `${arrays.labels.name} has the label ${label} (sample ${sample}), which does not occur in ${labels.name}: ${names.slice(0, 20).join(", ")}.`,
      );
    });
  return { names, indexOf };
}

/** Labels as numbers or words, one per sample. */
function plainLabels({ inputs, labels }: LabelledArrays): readonly (number | string)[] {
  const count = inputs.shape[0]!;
  if ("words" in labels) {
    checkCount(labels.name, `${labels.words.length} labels`, labels.words.length, inputs);
    // If all words are whole numbers, the labels are those numbers.
    const numbers = labels.words.map((word) => (/^[+-]?\d+(\.0*)?$/.test(word) ? Number(word) : Number.NaN));
    return numbers.every(Number.isSafeInteger) ? numbers : labels.words;
  }
  const { shape, data } = labels;
  checkCount(labels.name, describeArray(labels), shape[0] ?? 0, inputs);
  if (shape.length > 2 || (shape.length === 2 && shape[1] !== 1)) {
    throw new InputError(
      `${labels.name} is ${describeArray(labels)}, expected [${count}] or [${count}, 1] whole numbers.`,
    );
  }
  const bad = data.findIndex((value) => !Number.isSafeInteger(value));
  if (bad >= 0)
    throw new InputError(`${labels.name} holds ${data[bad]} (sample ${bad}), expected whole numbers: one class each.`);
  return Array.from(data);
}

function oneHotIndex({ inputs, labels }: LabelledArrays, classes: number): Int32Array {
  if ("words" in labels || !sameShape(labels.shape, [inputs.shape[0]!, classes])) {
    const got = "words" in labels ? "words" : describeArray(labels);
    throw new InputError(`${labels.name} is ${got}, expected one-hot [${inputs.shape[0]}, ${classes}].`);
  }
  return Int32Array.from({ length: labels.shape[0]! }, (_, sample) => {
    const row = labels.data.subarray(sample * classes, (sample + 1) * classes);
    const one = row.indexOf(1);
    if (one < 0 || row.some((value, k) => k !== one && value !== 0)) {
      throw new InputError(`${labels.name}: row ${sample} is [${row.join(", ")}], expected one 1 and zeros (one-hot).`);
    }
    return one;
  });
}

function checkCount(name: string, got: string, count: number, inputs: LabelledArrays["inputs"]): void {
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
 * Refuses labels that look like measurements: over 1,000 different values, as many as rows, or
 * (from 20 rows on) more than half as many.
 *
 * @param name name of the label column, for messages
 * @throws InputError if the labels look like measurements
 */
export function checkClassLabels(labels: readonly string[], name: string): void {
  const [classes, rows] = [new Set(labels).size, labels.length];
  const tooMany = classes > MOST_CLASSES || classes === rows || (rows >= ENOUGH_ROWS && classes > rows / 2);
  if (rows < 2 || !tooMany) return;
  throw new InputError(
    `${name} has ${classes} different values in ${rows} rows (${excerpt([...new Set(labels)])}), which looks like a regression target or an identifier; expected classes: at most ${MOST_CLASSES}, with several rows each. Name another column, or put the values into classes first.`,
  );
}
