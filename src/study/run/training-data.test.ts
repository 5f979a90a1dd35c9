import { expect, it } from "vitest";
import type { Dataset } from "../../data/dataset.js";
import { trainingData } from "./training-data.js";

const train = {
  inputs: Uint8Array.from({ length: 40 }, (_, i) => i),
  labels: Int32Array.from({ length: 20 }, (_, i) => i),
  count: 20,
};
const dataset: Dataset = {
  name: "rows",
  shape: [2],
  classes: 20,
  classNames: [],
  train,
  test: train,
  checksum: "",
};

it("takes the first samples, and holds some of these out, each sample in one part with its own label", () => {
  const { dataset: used, validation } = trainingData(dataset, { limit: 15, validation: 4 });
  expect([used.train.count, validation!.count]).toEqual([11, 4]);
  const labels = [...used.train.labels, ...validation!.labels];
  expect(labels.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 15 }, (_, i) => i));
  for (const part of [used.train, validation!]) {
    expect([...part.inputs]).toEqual([...part.labels].flatMap((label) => [2 * label, 2 * label + 1]));
  }
  // Not simply the last ones, which in a sorted file would be of one class.
  expect([...validation!.labels]).not.toEqual([11, 12, 13, 14]);
  expect(used.test).toBe(dataset.test);
});

it("copies nothing where nothing is held out", () => {
  const { dataset: used, validation } = trainingData(dataset, { limit: 15 });
  expect(used.train.inputs.buffer).toBe(train.inputs.buffer);
  expect(validation).toBeUndefined();
  expect(trainingData(dataset, {}).dataset.train.count).toBe(20);
});
