/**
 * What a study says about its data without the samples: enough to plan it, to check networks and to
 * judge results.
 */
import type { Dataset } from "../../data/dataset.js";

/** The most frequent class of some samples. */
export interface Majority {
  /** Its name. */
  readonly className: string;
  /** The fraction of the samples that it has. */
  readonly share: number;
}

/** A data set without its samples. */
export interface DataDescription {
  /** Name of the catalogue, or path. */
  readonly name: string;
  /** SHA-256 of the data set. */
  readonly checksum: string;
  /** One sample: `[C, H, W]` or `[F]`. */
  readonly shape: readonly number[];
  /** Number of classes. */
  readonly classes: number;
  /** Number of training samples. */
  readonly trainSamples: number;
  /** Number of test samples. */
  readonly testSamples: number;
  /** The most frequent class of the test set. */
  readonly majority: Majority;
  /**
   * Of the training samples that the study uses, samples held out included: the most frequent
   * class, and the entropy of the classes in nats, which is the least cross-entropy of an answer
   * that does not look at the sample. Studies before version 0.2 do not have it.
   */
  readonly training?: (Majority & { readonly entropy: number }) | undefined;
  /** Decisions made on reading it that a user should know; left out where there are none. */
  readonly notes?: readonly string[] | undefined;
}

/**
 * The description of a data set.
 *
 * @param limit only the first training samples are used
 * @defaultValue `limit`: all
 */
export function describeDataset(dataset: Dataset, limit?: number): DataDescription {
  const { name, checksum, shape, classes, train, test, notes } = dataset;
  const counts = countsOf(train.labels.subarray(0, limit ?? train.count), classes);
  return {
    name,
    checksum,
    shape,
    classes,
    trainSamples: train.count,
    testSamples: test.count,
    majority: majorityOf(dataset, countsOf(test.labels, classes)),
    training: { ...majorityOf(dataset, counts), entropy: entropyOf(counts) },
    ...(notes === undefined ? {} : { notes }),
  };
}

function countsOf(labels: Int32Array, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const label of labels) counts[label]!++;
  return counts;
}

function majorityOf({ classNames }: Pick<Dataset, "classNames">, counts: readonly number[]): Majority {
  const largest = counts.reduce((most, count) => Math.max(most, count), 0);
  const place = counts.indexOf(largest);
  return { className: classNames[place] ?? String(place), share: largest / sum(counts) };
}

/** − Σ p ln p, in nats. */
function entropyOf(counts: readonly number[]): number {
  const all = sum(counts);
  return counts.reduce((total, count) => (count === 0 ? total : total - (count / all) * Math.log(count / all)), 0);
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
