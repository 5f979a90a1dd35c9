/** Setting part of the samples aside as the test set. */
import { InputError } from "../errors.js";
import { permutation, stream } from "../random/index.js";
import type { Split } from "./dataset.js";

/** The two parts of a data set. */
export interface TrainAndTest {
  readonly train: Split;
  readonly test: Split;
}

/**
 * Sets a fraction of the samples aside as the test set. Equal counts and fractions give the same
 * choice of samples (stream "data", "test split" of seed 0). Both parts stay in the order of
 * `whole`.
 *
 * @param fraction share of the samples, between 0 and 1
 * @param name name of the data set, for messages
 * @throws InputError if one of the parts would be empty
 */
export function setTestAside(whole: Split, fraction: number, name: string): TrainAndTest {
  const testCount = Math.round(whole.count * fraction);
  if (!(fraction > 0 && fraction < 1) || testCount < 1 || testCount >= whole.count) {
    throw new InputError(
      `${name} has ${whole.count} samples and no test set; a test fraction of ${fraction} leaves one part empty, expected one between 0 and 1 that does not.`,
    );
  }
  const order = permutation(stream(0, "data", "test split"), whole.count);
  return {
    train: selectSamples(whole, order.slice(testCount).sort()),
    test: selectSamples(whole, order.slice(0, testCount).sort()),
  };
}

function selectSamples({ inputs, labels, count }: Split, samples: Int32Array): Split {
  const size = inputs.length / count;
  const ArrayType = inputs instanceof Uint8Array ? Uint8Array : Float32Array;
  const selection = new ArrayType(samples.length * size);
  samples.forEach((sample, i) => {
    selection.set(inputs.subarray(sample * size, (sample + 1) * size), i * size);
  });
  return { inputs: selection, labels: samples.map((sample) => labels[sample]!), count: samples.length };
}
