import { describe, expect, it } from "vitest";
import { classNotes, limitNote } from "./class-notes.js";

const classNames = ["ant", "bee", "cat", "dog"];
const split = (...labels: number[]) => ({
  inputs: new Float32Array(labels.length),
  labels: Int32Array.from(labels),
  count: labels.length,
});
const data = (train: number[], test: number[]) => ({
  classes: 4,
  classNames,
  train: split(...train),
  test: split(...test),
});

describe("notes on classes", () => {
  it.each<[string, number[], number[], string[]]>([
    ["all classes in both parts", [0, 1, 2, 3], [3, 2, 1, 0], []],
    [
      "a test set of one class",
      [0, 1, 2, 3],
      [2, 2, 2],
      [
        'The test set has one class only, "cat" (3 samples). No run could be told from always answering that: test accuracy says nothing here. Add test samples of the other classes.',
      ],
    ],
    [
      "two classes that are not tested",
      [0, 1, 2, 3],
      [0, 3],
      [
        '2 of the 4 classes have no test sample ("bee", "cat"): test accuracy does not tell how well these are learned.',
      ],
    ],
    [
      "a class that is only tested",
      [0, 1, 2],
      [0, 1, 2, 3],
      ['1 of the 4 classes has no training sample ("dog").', 'No network can learn what it never sees: "dog".'],
    ],
    [
      "a class without any sample",
      [0, 1, 2],
      [0, 1, 2],
      [
        '1 of the 4 classes has no test sample ("dog"): test accuracy does not tell how well these are learned.',
        '1 of the 4 classes has no training sample ("dog").',
      ],
    ],
  ])("tell of %s", (_, train, test, notes) => {
    expect(classNotes(data(train, test))).toEqual(notes);
  });

  it("tell of classes that a limit loses, as in a table that is sorted by class", () => {
    const sorted = data([0, 0, 1, 1, 2, 2, 3, 3], [0, 1, 2, 3]);
    expect(limitNote(sorted, 3)).toEqual([
      'The first 3 training samples have no sample of 2 of the 4 classes ("cat", "dog"). Use more of them, or put the samples into a random order first.',
    ]);
    for (const limit of [7, 8, 9, undefined]) expect(limitNote(sorted, limit)).toEqual([]);
  });
});
