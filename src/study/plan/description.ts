/**
 * What a study says about its data without the samples: enough to plan it, to check networks and to
 * judge results.
 */
import type { Dataset } from "../../data/dataset.js";

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
  /** The most frequent class of the test set, and the fraction of the samples that it has. */
  readonly majority: { readonly className: string; readonly share: number };
  /** Decisions made on reading it that a user should know; left out where there are none. */
  readonly notes?: readonly string[] | undefined;
}

/** The description of a data set. */
export function describeDataset(dataset: Dataset): DataDescription {
  const { name, checksum, shape, classes, classNames, train, test, notes } = dataset;
  const counts = new Array<number>(classes).fill(0);
  for (const label of test.labels) counts[label]!++;
  const largest = counts.reduce((most, count) => Math.max(most, count), 0);
  return {
    name,
    checksum,
    shape,
    classes,
    trainSamples: train.count,
    testSamples: test.count,
    majority: {
      className: classNames[counts.indexOf(largest)] ?? String(counts.indexOf(largest)),
      share: largest / test.count,
    },
    ...(notes === undefined ? {} : { notes }),
  };
}
