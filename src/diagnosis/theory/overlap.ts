/**
 * Which weights two windows share. At borders some positions of a window lie on padding; two
 * windows have a cosine from the positions that both see, each under the same weight. So two places
 * of different kind never come to look alike, however deep the network is.
 */
import { stream, uint32s } from "../../random/index.js";
import type { Likeness } from "./affine.js";
import { classMean, type Gradient, likeness, meanOf, type Points, perClass, type Signal } from "./signal.js";
import type { Windows } from "./windows.js";

/** The place that a window at `place` sees at position `k`; −1 for none. */
export type Seen = (place: number, k: number) => number;

/** The places that the sums of a convolution see. */
export function seenBySums({ kernel, strides, dilations, padsBefore, input, output }: Windows): Seen {
  return (place, k) => {
    let [at, offset, result, stride] = [place, k, 0, 1];
    for (let axis = input.length - 1; axis >= 0; axis--) {
      const here =
        (at % output[axis]!) * strides[axis]! + (offset % kernel[axis]!) * dilations[axis]! - padsBefore[axis]!;
      if (here < 0 || here >= input[axis]!) return -1;
      result += here * stride;
      stride *= input[axis]!;
      at = Math.floor(at / output[axis]!);
      offset = Math.floor(offset / kernel[axis]!);
    }
    return result;
  };
}

/** The sums that a place of a convolution's input is in. */
export function seenByInputs({ kernel, strides, dilations, padsBefore, input, output }: Windows): Seen {
  return (place, k) => {
    let [at, offset, result, stride] = [place, k, 0, 1];
    for (let axis = input.length - 1; axis >= 0; axis--) {
      const from = (at % input[axis]!) + padsBefore[axis]! - (offset % kernel[axis]!) * dilations[axis]!;
      const here = from / strides[axis]!;
      if (!Number.isInteger(here) || here < 0 || here >= output[axis]!) return -1;
      result += here * stride;
      stride *= output[axis]!;
      at = Math.floor(at / input[axis]!);
      offset = Math.floor(offset / kernel[axis]!);
    }
    return result;
  };
}

/** What is left of the cosine of two places, where all that they see has one cosine. */
export interface Overlaps {
  /** Of two places anywhere: some typical values in order, each of the same weight. */
  readonly places: Float64Array;
  /** Of two neighbours. */
  readonly near: Float64Array;
}

/** How many pairs of places are looked at. */
const PAIRS = 2048;
/** How many typical values they are reduced to. */
const VALUES = 8;

/**
 * The overlaps of windows with `positions` positions at `places` places, over a map of second
 * moments of what they see. Pairs weigh by the product of the second moments of the sums.
 */
export function overlapsOf(seen: Seen, places: number, positions: number, squares: ArrayLike<number>): Overlaps {
  const overlap = (a: number, b: number) => {
    let [both, ofA, ofB] = [0, 0, 0];
    for (let k = 0; k < positions; k++) {
      const [x, y] = [seen(a, k), seen(b, k)];
      const [qx, qy] = [x < 0 ? 0 : squares[x]!, y < 0 ? 0 : squares[y]!];
      both += Math.sqrt(qx * qy);
      ofA += qx;
      ofB += qy;
    }
    const weight = ofA * ofB;
    return { value: weight > 0 ? both / Math.sqrt(weight) : 0, weight };
  };
  const pairs = places * (places - 1);
  const draws = pairs > PAIRS ? uint32s(stream(0, "theory", "overlaps"), 2 * PAIRS) : undefined;
  const anywhere = Array.from({ length: Math.min(pairs, PAIRS) }, (_, i) => {
    const a = draws === undefined ? Math.floor(i / (places - 1)) : draws[2 * i]! % places;
    const step = draws === undefined ? i % (places - 1) : draws[2 * i + 1]! % (places - 1);
    return overlap(a, (a + 1 + step) % places);
  });
  const neighbours = Array.from({ length: Math.min(places, PAIRS) }, (_, i) => {
    const a = Math.floor((i * places) / Math.min(places, PAIRS));
    return overlap(a, (a + 1) % places);
  });
  return { places: typical(anywhere), near: typical(neighbours) };
}

/** Means of groups of equal weight, in order. */
function typical(pairs: readonly { readonly value: number; readonly weight: number }[]): Float64Array {
  const total = pairs.reduce((sum, { weight }) => sum + weight, 0);
  if (!(total > 0)) return Float64Array.of(1);
  const sorted = [...pairs].sort((a, b) => a.value - b.value);
  const sums = new Float64Array(VALUES);
  let before = 0;
  for (const { value, weight } of sorted) {
    // A pair's weight may lie in several groups.
    let [from, left] = [(before / total) * VALUES, (weight / total) * VALUES];
    while (left > 1e-12) {
      const group = Math.min(VALUES - 1, Math.floor(from + 1e-12));
      const here = group === VALUES - 1 ? left : Math.min(left, group + 1 - from);
      sums[group]! += here * value;
      from += here;
      left -= here;
    }
    before += weight;
  }
  return sums;
}

/**
 * Cosines times overlaps: the pairs that are least alike are those that share least. Chances of
 * several positions average out.
 */
export function withOverlaps(
  { cosines, chance }: Pick<Signal, "cosines" | "chance">,
  { places, near }: Overlaps,
  positions: number,
): Pick<Signal, "cosines" | "chance"> {
  const times = (list: Float64Array, factors: Float64Array) => {
    const length = Math.max(list.length, factors.length);
    const sorted = Float64Array.from(list).sort();
    const at = (values: Float64Array, i: number) => values[Math.floor((i * values.length) / length)]!;
    return Float64Array.from({ length }, (_, i) => at(sorted, i) * at(factors, i));
  };
  return {
    cosines: {
      samples: cosines.samples,
      places: times(cosines.places, places),
      near: times(cosines.near, near),
      both: times(cosines.both, places),
    },
    chance: perClass((kind) => chance[kind] / positions),
  };
}

/** How alike the sums of gradients over windows are: chances of several places average out. */
export function inWindows(gradient: Gradient, { places, near }: Overlaps, positions: number, points: Points): Likeness {
  const factors = { samples: Float64Array.of(1), places, near, both: places };
  const cosines = perClass((kind) => gradient.cosines[kind] * meanOf(factors[kind]));
  const chance = perClass((kind) => {
    const squares = meanOf(factors[kind].map((f) => f * f));
    const spread = gradient.cosines[kind] ** 2 * Math.max(0, squares - meanOf(factors[kind]) ** 2);
    return (gradient.chance[kind] * squares) / positions + spread;
  });
  return { cosines, chance, alike: classMean(points, (kind) => likeness({ cosines, chance }, kind)) };
}
