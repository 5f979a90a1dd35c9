/** A data set out of the user's own arrays: which axis is what, what the labels are, and whether it all fits together. */
import { InputError } from "../errors.js";
import { type Shape, sameShape, sizeOf } from "../graph/tensor.js";
import { permutation, stream } from "../random/index.js";
import { datasetChecksum } from "./checksum.js";
import type { Dataset, Split } from "./dataset.js";
import { describeArray, type NumericArray } from "./formats/array.js";
import { standardizeColumns } from "./standardize.js";

export interface ArraysOptions {
  /** Share of the samples set aside for testing where there is no test set: one fifth unless said. */
  readonly testFraction?: number | undefined;
  /** Rows `[N, F]`: bring each column to mean 0 and standard deviation 1, by the training rows (default: no). */
  readonly standardize?: boolean | undefined;
}

/** Samples and their labels; `name` is what messages call them ("x_train", "train-images-idx3-ubyte"). */
export interface LabelledArrays {
  readonly inputs: NumericArray & { readonly name: string };
  /** Numbers `[N]`, `[N, 1]` or one-hot `[N, classes]`, or words. */
  readonly labels: { readonly name: string } & (NumericArray | { readonly words: readonly string[] });
}

/**
 * Checks the arrays against each other and brings them into the form that networks read.
 *
 * Inputs: `[N, F]` rows; `[N, H, W]` grey images; `[N, H, W, C]` with C up to 4 (Keras's order), else `[N, C, H, W]` with C
 * up to 4 (PyTorch's). Unsigned bytes stay bytes (divided by 255 in the network), everything else becomes float32 as it is.
 *
 * Labels: whole numbers, words or one-hot rows. Whole numbers that are not 0 … classes − 1, and words, are numbered in
 * ascending order of what occurs in training; the originals are the class names.
 *
 * @param test if left out, `testFraction` of the samples (one fifth unless said), drawn from a fixed stream, so always the same
 * @returns with `notes` on a test set that was set aside, and on values far from what networks expect
 * @throws InputError that names the array, what it holds and what was expected
 */
export async function datasetFromArrays(
  name: string,
  train: LabelledArrays,
  test: LabelledArrays | undefined,
  { testFraction = 0.2, standardize = false }: ArraysOptions = {},
): Promise<Dataset> {
  const samples = readInputs(train.inputs);
  const classes = readClasses(train);
  const whole: Split = { inputs: samples.data, labels: classes.index(train), count: samples.count };
  const given =
    test === undefined
      ? divide(whole, testFraction, name)
      : { train: whole, test: readTest(test, train, samples, classes) };
  const rows = standardize && samples.shape.length === 1;
  const parts = rows ? standardizeColumns(given, samples.shape[0]!, name) : given;
  const dataset = { shape: samples.shape, classes: classes.names.length, classNames: classes.names, ...parts };
  const notes = [
    ...(test === undefined ? [testSetNote(parts.test.count, whole.count)] : []),
    ...rangeNote(parts.train, train.inputs.name),
  ];
  return { name, ...dataset, checksum: await datasetChecksum(dataset), ...(notes.length === 0 ? {} : { notes }) };
}

function testSetNote(count: number, all: number): string {
  return `There is no test set (x_test and y_test in an .npz, test.csv in a folder): ${count} of the ${all} samples, drawn at random but always the same, are set aside as the test set.`;
}

/** Beyond this, a network that is initialized for unit variance most likely diverges. */
const LARGE_INPUT = 100;

function rangeNote({ inputs }: Split, name: string): string[] {
  if (inputs instanceof Uint8Array) return []; // divided by 255 in the network
  const largest = inputs.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (largest <= LARGE_INPUT) return [];
  return [
    `${name} holds values up to ${largest} in magnitude, which are used as they are. Initializers assume inputs of about unit variance: scale them, or store pixels as unsigned bytes (uint8), which are divided by 255.`,
  ];
}

interface Samples {
  /** Of one sample: `[F]` or `[C, H, W]`. */
  readonly shape: Shape;
  readonly count: number;
  readonly data: Uint8Array | Float32Array;
}

interface Classes {
  readonly names: readonly string[];
  /** 0 … classes − 1 for each sample. */
  readonly index: (arrays: LabelledArrays) => Int32Array;
}

function readInputs({ name, ...array }: LabelledArrays["inputs"]): Samples {
  const [count = 0, ...rest] = array.shape;
  if (rest.length === 0 || sizeOf(array.shape) === 0) throw wrongShape(name, array);
  const data = array.data instanceof Uint8Array ? array.data : Float32Array.from(array.data);
  const bad = data instanceof Uint8Array ? -1 : data.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    const sample = Math.floor(bad / sizeOf(rest));
    throw new InputError(
      `${name} holds ${array.data[bad]} in sample ${sample}, expected finite numbers (of float32's range).`,
    );
  }
  if (rest.length === 1) return { shape: rest, count, data };
  if (rest.length === 2) return { shape: [1, ...rest], count, data };
  const [first, second, third] = rest as [number, number, number];
  if (rest.length !== 3) throw wrongShape(name, array);
  if (third <= 4) return { shape: [third, first, second], count, data: channelsFirst(data, first * second, third) };
  if (first <= 4) return { shape: [first, second, third], count, data };
  throw wrongShape(name, array);
}

function wrongShape(name: string, array: NumericArray): InputError {
  return new InputError(
    `${name} is ${describeArray(array)}, expected [N, F], [N, H, W], [N, H, W, C] or [N, C, H, W] with at most 4 channels and at least one sample.`,
  );
}

/** `[N, pixels, channels]` → `[N, channels, pixels]`. */
function channelsFirst<T extends Uint8Array | Float32Array>(data: T, pixels: number, channels: number): T {
  if (channels === 1) return data;
  const result = data.slice() as T;
  const size = pixels * channels;
  for (let sample = 0; sample < data.length; sample += size) {
    for (let channel = 0; channel < channels; channel++) {
      const to = sample + channel * pixels;
      for (let pixel = 0; pixel < pixels; pixel++) result[to + pixel] = data[sample + pixel * channels + channel]!;
    }
  }
  return result;
}

/** What classes there are, by the training labels. */
function readClasses(train: LabelledArrays): Classes {
  const { labels } = train;
  const oneHot = !("words" in labels) && labels.shape.length === 2 && labels.shape[1]! > 1;
  if (oneHot) {
    const names = Array.from({ length: labels.shape[1]! }, (_, k) => String(k));
    return { names, index: (arrays) => oneHotIndex(arrays, names.length) };
  }
  const seen = new Set(plainLabels(train));
  const ordered = [...seen].sort((a, b) => (typeof a === "number" ? a - (b as number) : a < b ? -1 : 1));
  if (ordered.length < 2) {
    throw new InputError(`${labels.name} has only the label ${String(ordered[0])}, expected at least two classes.`);
  }
  const place = new Map(ordered.map((label, k) => [label, k]));
  const names = ordered.map(String);
  const index = (arrays: LabelledArrays) =>
    Int32Array.from(plainLabels(arrays), (label, sample) => {
      const k = place.get(label);
      if (k !== undefined) return k;
      throw new InputError(
        `${arrays.labels.name} has the label ${label} (sample ${sample}), which does not occur in ${labels.name}: ${names.slice(0, 20).join(", ")}.`,
      );
    });
  return { names, index };
}

/** Labels as numbers or words, one a sample. */
function plainLabels({ inputs, labels }: LabelledArrays): readonly (number | string)[] {
  const count = inputs.shape[0]!;
  if ("words" in labels) {
    checkCount(labels.name, `${labels.words.length} labels`, labels.words.length, inputs);
    // Words that are all whole numbers are those numbers.
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

function readTest(test: LabelledArrays, train: LabelledArrays, samples: Samples, classes: Classes): Split {
  const { shape, count, data } = readInputs(test.inputs);
  const type = (values: Uint8Array | Float32Array) => (values instanceof Uint8Array ? "bytes" : "floats");
  if (!sameShape(shape, samples.shape) || type(data) !== type(samples.data)) {
    throw new InputError(
      `${test.inputs.name} is ${describeArray(test.inputs)}, expected samples like those of ${train.inputs.name}: ${describeArray(train.inputs)}.`,
    );
  }
  return { inputs: data, labels: classes.index(test), count };
}

/** Sets a fraction of the samples aside as the test set; both parts keep the file's order. */
function divide(whole: Split, fraction: number, name: string): { readonly train: Split; readonly test: Split } {
  const testCount = Math.round(whole.count * fraction);
  if (!(fraction > 0 && fraction < 1) || testCount < 1 || testCount >= whole.count) {
    throw new InputError(
      `${name} has ${whole.count} samples and no test set; a test fraction of ${fraction} leaves one part empty, expected one between 0 and 1 that does not.`,
    );
  }
  const order = permutation(stream(0, "data", "test split"), whole.count);
  return {
    train: pick(whole, order.slice(testCount).sort()),
    test: pick(whole, order.slice(0, testCount).sort()),
  };
}

function pick({ inputs, labels, count }: Split, samples: Int32Array): Split {
  const size = inputs.length / count;
  const make = inputs instanceof Uint8Array ? Uint8Array : Float32Array;
  const picked = new make(samples.length * size);
  samples.forEach((sample, i) => {
    picked.set(inputs.subarray(sample * size, (sample + 1) * size), i * size);
  });
  return { inputs: picked, labels: samples.map((sample) => labels[sample]!), count: samples.length };
}
