/** What a study says about its data: enough to plan, to check networks and to judge results, without the samples. */
import type { Dataset } from "../../data/dataset.js";

export interface DataDescription {
  readonly name: string;
  readonly checksum: string;
  /** One sample: `[C, H, W]` or `[F]`. */
  readonly shape: readonly number[];
  readonly classes: number;
  readonly trainSamples: number;
  readonly testSamples: number;
  /** The most frequent class of the test set: always answering it is right for this share of the samples. */
  readonly majority: { readonly className: string; readonly share: number };
}

export function describeDataset({ name, checksum, shape, classes, classNames, train, test }: Dataset): DataDescription {
  const counts = new Array<number>(classes).fill(0);
  for (const label of test.labels) counts[label]!++;
  const largest = Math.max(...counts);
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
  };
}
