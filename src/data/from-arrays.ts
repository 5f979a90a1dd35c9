/** A data set from the arrays of a user: checks that they fit together. */
import { InputError } from "../errors.js";
import { sameShape } from "../graph/tensor.js";
import { datasetChecksum } from "./checksum.js";
import { type Classes, readClasses } from "./class-labels.js";
import type { Dataset, Split } from "./dataset.js";
import { describeArray } from "./formats/array.js";
import type { LabelledArrays } from "./labelled-arrays.js";
import { readSamples, type Samples } from "./samples.js";
import { standardizeColumns } from "./standardize.js";
import { setTestAside } from "./test-split.js";

/** How `datasetFromArrays` treats the arrays. */
export interface ArraysOptions {
  /**
   * Share of the samples that becomes the test set, where there is none.
   *
   * @defaultValue 0.2
   */
  readonly testFraction?: number | undefined;
  /**
   * For rows `[N, F]`: whether to bring each column to mean 0 and standard deviation 1, by the
   * training rows.
   *
   * @defaultValue false
   */
  readonly standardize?: boolean | undefined;
}

/**
 * Checks the arrays against each other and brings them into the form that networks read.
 *
 * Inputs: `[N, F]` rows; `[N, H, W]` grey images; `[N, H, W, C]` with C up to 4 (Keras's order),
 * else `[N, C, H, W]` with C up to 4 (PyTorch's). Unsigned bytes stay bytes (divided by 255 in the
 * network), everything else becomes float32 as it is.
 *
 * Labels: whole numbers, words or one-hot rows. Numbers and words become classes in ascending order
 * of the training labels; the labels are the names of the classes.
 *
 * @param name name of the data set
 * @param test if undefined, `testFraction` of the samples become the test set, always the same ones
 * @returns the data set, with `notes` on a test set that was set aside and on values far from what
 *   networks expect
 * @throws InputError that names the array, what it holds and what was expected
 * @example
 * import { datasetFromArrays } from "stepzero";
 *
 * const inputs = { name: "x", shape: [4, 2], data: new Float32Array([0, 0, 0, 1, 1, 0, 1, 1]) };
 * const labels = { name: "y", words: ["same", "different", "different", "same"] };
 * const xor = await datasetFromArrays("xor", { inputs, labels }, { inputs, labels });
 * xor.classNames; // → ["different", "same"]
 */
export async function datasetFromArrays(
  name: string,
  train: LabelledArrays,
  test: LabelledArrays | undefined,
  { testFraction = 0.2, standardize = false }: ArraysOptions = {},
): Promise<Dataset> {
  const samples = readSamples(train.inputs);
  const classes = readClasses(train);
  const all: Split = { inputs: samples.data, labels: classes.indexOf(train), count: samples.count };
  const parts =
    test === undefined
      ? setTestAside(all, testFraction, name)
      : { train: all, test: readTest(test, train, samples, classes) };
  const rows = standardize && samples.shape.length === 1;
  const splits = rows ? standardizeColumns(parts, samples.shape[0]!, name) : parts;
  const dataset = { shape: samples.shape, classes: classes.names.length, classNames: classes.names, ...splits };
  const notes = [
    ...(test === undefined ? [testSetNote(splits.test.count, all.count)] : []),
    ...rangeNote(splits.train, train.inputs.name),
  ];
  return { name, ...dataset, checksum: await datasetChecksum(dataset), notes: notes.length === 0 ? undefined : notes };
}

function testSetNote(count: number, all: number): string {
  return `There is no test set (x_test and y_test in an .npz, test.csv in a folder): ${count} of the ${all} samples, drawn at random but always the same, are set aside as the test set.`;
}

/** Above this magnitude, a network that is initialized for unit variance most likely diverges. */
const LARGE_INPUT = 100;

function rangeNote({ inputs }: Split, name: string): string[] {
  if (inputs instanceof Uint8Array) return []; // divided by 255 in the network
  const largest = inputs.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (largest <= LARGE_INPUT) return [];
  return [
    `${name} holds values up to ${largest} in magnitude, which are used as they are. Initializers assume inputs of about unit variance: scale them, or store pixels as unsigned bytes (uint8), which are divided by 255.`,
  ];
}

function readTest(test: LabelledArrays, train: LabelledArrays, samples: Samples, classes: Classes): Split {
  const { shape, count, data } = readSamples(test.inputs);
  const type = (values: Uint8Array | Float32Array) => (values instanceof Uint8Array ? "bytes" : "floats");
  if (!sameShape(shape, samples.shape) || type(data) !== type(samples.data)) {
    throw new InputError(
      `${test.inputs.name} is ${describeArray(test.inputs)}, expected samples like those of ${train.inputs.name}: ${describeArray(train.inputs)}.`,
    );
  }
  return { inputs: data, labels: classes.indexOf(test), count };
}
