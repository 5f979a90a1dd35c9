/** Sums and products of two signals, and signals times or plus numbers of their own per unit. */
import { combined, fresh, ofSum } from "./deviation.js";
import { noteSum } from "./heritage.js";
import type { Scale } from "./kernel.js";
import {
  type Cosines,
  classMean,
  correlation,
  type Gradient,
  mapCosines,
  meanOf,
  type PairClass,
  pairMean,
  perClass,
  type Signal,
  secondMoment,
  variance,
} from "./signal.js";
import type { Sources } from "./sources.js";
import type { Passed } from "./through-function.js";

/** Value i of a class, for as many as the longer list has. */
const cosineAt = (list: Float64Array, i: number, length: number): number =>
  list[Math.floor((i * list.length) / length)]!;

/** Both cosines of a pair of classes through f, value by value. */
export function joined(a: Cosines, b: Cosines, f: (a: number, b: number, kind: PairClass) => number): Cosines {
  const ofClass = (kind: PairClass): Float64Array => {
    const length = Math.max(a[kind].length, b[kind].length);
    return Float64Array.from({ length }, (_, i) =>
      Math.max(-1, Math.min(1, f(cosineAt(a[kind], i, length), cosineAt(b[kind], i, length), kind))),
    );
  };
  return { samples: ofClass("samples"), places: ofClass("places"), near: ofClass("near"), both: ofClass("both") };
}

/** The sum of two signals whose weights are independent: only their means correlate. */
export function sumOf(a: Signal, b: Signal, sign: 1 | -1, sources: Sources): Signal {
  const means = 2 * sign * a.mean * b.mean;
  const squares = a.squares.map((square, i) => Math.max(0, square + b.squares[i]! + means));
  const [ofA, ofB, all] = [secondMoment(a), secondMoment(b), meanOf(squares)];
  const [shareA, shareB] = all > 0 ? [ofA / all, ofB / all] : [0, 0];
  const [toA, toB] = [correlation(a), correlation(b)];
  const products = joined(a.cosines, b.cosines, (ca, cb) => toA(ca) * toB(cb));
  // One branch follows from the other: they share the chance of the one.
  const alike = pairMean({ ...a, squares }, products, (c, kind) =>
    kind === "itself" ? c : c + Math.min(a.chance[kind], b.chance[kind]),
  );
  const cross = all > 0 ? (4 * variance(a) * variance(b) * Math.max(0, alike)) / (all * all * a.units) : 0;
  const sum: Signal = {
    ...a,
    squares,
    mean: a.mean + sign * b.mean,
    skewness: skewnessOfSum([a, 1], [b, sign]),
    cosines: joined(a.cosines, b.cosines, (ca, cb) => (all > 0 ? (ca * ofA + cb * ofB + means) / all : 1)),
    chance: perClass(
      (kind) =>
        shareA ** 2 * a.chance[kind] +
        shareB ** 2 * b.chance[kind] +
        (2 * shareA * shareB * (1 - Math.abs(meanOf(products[kind])))) / a.units,
    ),
    deviation: combined([
      [
        1,
        ofSum(sources, [
          [shareA, a.deviation],
          [shareB, b.deviation],
        ]),
      ],
      [1, fresh(sources, cross)],
    ]),
    ofProduct: undefined,
    equalLengths: false,
    centred: false,
  };
  noteSum(sources, sum, [a, b]);
  return sum;
}

/** Third cumulants of independent terms add up. */
function skewnessOfSum(...terms: readonly (readonly [Signal, 1 | -1])[]): number {
  const spread = terms.reduce((sum, [x]) => sum + variance(x), 0);
  if (!(spread > 0)) return 0;
  return terms.reduce((sum, [x, sign]) => sum + sign * x.skewness * (variance(x) / spread) ** 1.5, 0);
}

/** The sum of gradients that reach one signal on several ways. */
export function sumOfGradients(x: Signal, a: Gradient, b: Gradient, sources: Sources): Gradient {
  const squares = a.squares.map((square, i) => square + b.squares[i]!);
  const all = meanOf(squares);
  const [shareA, shareB] = all > 0 ? [meanOf(a.squares) / all, meanOf(b.squares) / all] : [0, 0];
  const alike = classMean(
    { ...x, squares },
    (kind) => a.cosines[kind] * b.cosines[kind] + Math.min(a.chance[kind], b.chance[kind]),
  );
  return {
    squares,
    cosines: perClass((kind) => shareA * a.cosines[kind] + shareB * b.cosines[kind]),
    chance: perClass((kind) => shareA ** 2 * a.chance[kind] + shareB ** 2 * b.chance[kind]),
    tilt: shareA * a.tilt + shareB * b.tilt,
    deviation: combined([
      [
        1,
        ofSum(sources, [
          [shareA, a.deviation],
          [shareB, b.deviation],
        ]),
      ],
      [1, fresh(sources, (4 * shareA * shareB * Math.max(0, alike)) / x.units)],
    ]),
  };
}

/** The product of two signals whose weights are independent: a gate. */
export function productOf(a: Signal, b: Signal): Signal {
  return {
    ...a,
    squares: a.squares.map((square, i) => square * b.squares[i]!),
    mean: a.mean * b.mean,
    skewness: 0,
    cosines: joined(a.cosines, b.cosines, (ca, cb) => ca * cb),
    chance: perClass(
      (kind) => a.chance[kind] * meanOf(b.cosines[kind]) ** 2 + b.chance[kind] * meanOf(a.cosines[kind]) ** 2,
    ),
    deviation: combined([
      [1, a.deviation],
      [1, b.deviation],
    ]),
    ofProduct: undefined,
    equalLengths: false,
    centred: false,
  };
}

/**
 * Each unit times a factor and plus a shift of its own, whose mean squares are what they are. What
 * one draw adds is the product of the signal and the random part of the shift.
 */
export function scaledByUnit(x: Signal, factor: Scale, shift: Scale, sources: Sources): Passed {
  const means = 2 * factor.mean * shift.mean * x.mean;
  const squares = x.squares.map((square) => square * factor.meanSquare + shift.meanSquare + means);
  const [before, all] = [secondMoment(x), meanOf(squares)];
  const share = all > 0 ? (before * factor.meanSquare) / all : 0;
  const randomShift = all > 0 ? Math.max(0, shift.meanSquare - shift.mean * shift.mean) / all : 0;
  const toCorrelation = correlation(x);
  const alike = randomShift > 0 ? Math.max(0, pairMean(x, x.cosines, toCorrelation)) : 0;
  const cross = (4 * share * randomShift * alike) / x.units;
  return {
    signal: {
      ...x,
      squares,
      mean: factor.mean * x.mean + shift.mean,
      skewness: Math.sign(factor.mean) * x.skewness * share ** 1.5,
      cosines: mapCosines(x.cosines, (c) =>
        all > 0 ? (c * before * factor.meanSquare + shift.meanSquare + means) / all : 1,
      ),
      chance: perClass((kind) => x.chance[kind] * share * share),
      deviation: combined([
        [share, x.deviation],
        [1, fresh(sources, cross)],
      ]),
      ofProduct: x.ofProduct && {
        ...x.ofProduct,
        noise: x.ofProduct.noise * share * share,
        chance: perClass((kind) => x.ofProduct!.chance[kind] * share * share),
      },
      equalLengths: x.equalLengths && shift.meanSquare === 0,
      centred: x.centred && shift.meanSquare === 0,
    },
    pullback: (gradient) => ({
      ...gradient,
      squares: gradient.squares.map((g) => g * factor.meanSquare),
      tilt: gradient.tilt * share,
    }),
  };
}

/** Numbers that differ from place to place, the same for every sample, are added. */
export function shiftedByPlace(x: Signal, added: Float64Array, mean: number): Signal {
  const perSample = added.length;
  const means = 2 * mean * x.mean;
  const squares = x.squares.map((square, i) => square + added[i % perSample]! + means);
  const [before, shift, all] = [secondMoment(x), meanOf(added), meanOf(squares)];
  return {
    ...x,
    squares,
    mean: x.mean + mean,
    skewness: all > 0 ? x.skewness * (before / all) ** 1.5 : 0,
    cosines: mapCosines(x.cosines, (c, kind) =>
      all > 0 ? (c * before + (kind === "samples" ? shift : mean * mean) + means) / all : 1,
    ),
    chance: perClass((kind) => (all > 0 ? x.chance[kind] * (before / all) ** 2 : 0)),
    deviation: combined([[all > 0 ? before / all : 0, x.deviation]]),
    ofProduct: undefined,
    equalLengths: false,
    centred: false,
  };
}
