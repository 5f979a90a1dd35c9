/** Overlaps of windows, counted by hand. */
import { expect, it } from "vitest";
import { overlapsOf, seenByInputs, seenBySums } from "./overlap.js";
import type { Windows } from "./windows.js";

const sum = (values: Iterable<number>) => [...values].reduce((total, x) => total + x, 0);
const line = (size: number, kernel: number, stride: number): Windows => ({
  kernel: [kernel],
  strides: [stride],
  dilations: [1],
  padsBefore: [1],
  input: [size],
  output: [Math.floor((size + 2 - kernel) / stride) + 1],
});

it("of windows of 3 on 3 places", () => {
  // The places see positions {1, 2}, {0, 1, 2} and {0, 1}: neighbours share 2 of (2, 3), the ends 1
  // of 2. Pairs weigh 2 · 3 and 2 · 2.
  const { places } = overlapsOf(seenBySums(line(3, 3, 1)), 3, 3, [1, 1, 1]);
  expect(sum(places) / places.length).toBeCloseTo((2 * 6 * (2 / Math.sqrt(6)) + 4 * (1 / 2)) / 16, 12);
  expect(places[0]).toBeCloseTo(1 / 2, 12);
  expect(places.at(-1)).toBeCloseTo(2 / Math.sqrt(6), 12);
});

it("of places that are in sums of different weights", () => {
  // Of 3 places those with stride 2: sums at 0 and 2; place 0 is in the first at position 1,
  // place 1 in both at 2 and 0, place 2 in the second at 1. Places 0 and 2 share, 1 shares with
  // none.
  const windows = line(3, 3, 2);
  const seen = seenByInputs(windows);
  const of = (place: number) => [0, 1, 2].map((k) => seen(place, k));
  expect([of(0), of(1), of(2)]).toEqual([
    [-1, 0, -1],
    [1, -1, 0],
    [-1, 1, -1],
  ]);
  const { places } = overlapsOf(seen, 3, 3, [1, 1]);
  // Weights: 1 · 1 for the ends, 1 · 2 for the two pairs with the middle, each pair twice.
  expect(sum(places) / places.length).toBeCloseTo(1 / (1 + 2 + 2), 12);
});

it("of inner windows is 1, of places without signals 0", () => {
  const windows: Windows = { ...line(5, 3, 1), padsBefore: [0], output: [3] };
  for (const overlap of overlapsOf(seenBySums(windows), 3, 3, [1, 1, 1, 1, 1]).near) expect(overlap).toBeCloseTo(1, 12);
  expect(overlapsOf(seenBySums(windows), 3, 3, [0, 0, 0, 0, 0]).places).toEqual(Float64Array.of(1));
});
