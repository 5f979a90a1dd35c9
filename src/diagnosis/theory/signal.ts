/**
 * The moments of a signal, `[samples, units, places]`, that the theory carries from operator to
 * operator. Read this first, after `prediction.ts`.
 *
 * Units count as alike, so there is one second moment per sample and place; places are kept apart,
 * since borders and images differ. Between two points (a point is a sample and a place) stand
 * cosines, by what the two points share. A step changes each class of cosines on its own: exact for
 * dense and elementwise steps, and for convolutions away from borders, where pairs keep their
 * distance.
 */
import { type Shape, sizeOf } from "../../graph/tensor.js";
import type { Layout } from "./layout.js";
import type { Deviation } from "./sources.js";

/**
 * Cosines between points, without centring: some typical values per class, each for as many pairs.
 */
export interface Cosines {
  /** Two samples at one place. */
  readonly samples: Float64Array;
  /** Two places of one sample, anywhere. */
  readonly places: Float64Array;
  /** Two neighbouring places of one sample. */
  readonly near: Float64Array;
  /** Two samples, two places. */
  readonly both: Float64Array;
}

/** A class of pairs of points. */
export type PairClass = keyof Cosines;

/** The moments of a signal. */
export interface Signal {
  readonly layout: Layout;
  /** Samples of the batch. */
  readonly batch: number;
  /** Sizes of the axes that count places. */
  readonly places: Shape;
  readonly units: number;
  /** E x² over units: `[samples that stand for the batch, ...places]`. */
  readonly squares: Float64Array;
  /** E x over units, samples and places. */
  readonly mean: number;
  /**
   * Third cumulant over units, relative to the variance's power 3/2: 0 behind a kernel, above 0
   * behind a sum of rectified numbers.
   */
  readonly skewness: number;
  readonly cosines: Cosines;
  /**
   * Variances about these cosines: directions that two points have in common by the chance of one
   * draw.
   */
  readonly chance: Readonly<Record<PairClass, number>>;
  /** Of the mean of `squares`. */
  readonly deviation: Deviation;
  /**
   * What the product with a kernel that made the signal has added: to the variance of its
   * deviation, where its scale is not known, and to `chance`. Both go with 1 / units.
   */
  readonly ofProduct: OfProduct | undefined;
  /** A normalization over units has given all points one length. */
  readonly equalLengths: boolean;
  /** A normalization has made the mean over units, or over the batch, 0 for every draw. */
  readonly centred: boolean;
}

/** See `Signal.ofProduct`. */
export interface OfProduct {
  readonly noise: number;
  readonly chance: Signal["chance"];
  /** Whether a normalization over units has given all points of what is multiplied one length. */
  readonly ofEqualLengths: boolean;
}

/** What is carried backwards: the second moment of one sample's gradient by the signal. */
export interface Gradient {
  /** As `Signal.squares`. */
  readonly squares: Float64Array;
  /** Cosines between the gradients of two points, mean over pairs. */
  readonly cosines: Readonly<Record<PairClass, number>>;
  /** Variances of these cosines: directions that two gradients have in common by chance. */
  readonly chance: Readonly<Record<PairClass, number>>;
  /**
   * By how much E (x·g)², of one sample's signal x and its gradient g over units, exceeds what it
   * is for independent ones, relative to that: −1 where a normalization follows, above 0 behind
   * large logits. Layers before it feel 1 / fanIn of this.
   */
  readonly tilt: number;
  readonly deviation: Deviation;
}

/** The mean of some numbers. */
export function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/** E x² over units, samples and places. */
export const secondMoment = ({ squares }: Pick<Signal, "squares">): number => meanOf(squares);

/** The mean over samples of the map of places. */
export function typicalMap({ squares, places }: Pick<Signal, "squares" | "places">): Float64Array {
  const map = new Float64Array(sizeOf(places));
  squares.forEach((square, i) => {
    map[i % map.length]! += (square * map.length) / squares.length;
  });
  return map;
}

/** The variance over units. */
export const variance = (x: Signal): number => Math.max(0, secondMoment(x) - x.mean * x.mean);

/** A number for each cosine. */
export function eachCosine(cosines: Cosines, f: (c: number, kind: PairClass) => number): Cosines {
  const changed = (kind: PairClass) => cosines[kind].map((c) => f(c, kind));
  return { samples: changed("samples"), places: changed("places"), near: changed("near"), both: changed("both") };
}

/** Every class of cosines, changed by f and kept within [−1, 1]. */
export const mapCosines = (cosines: Cosines, f: (c: number, kind: PairClass) => number): Cosines =>
  eachCosine(cosines, (c, kind) => Math.max(-1, Math.min(1, f(c, kind))));

/** One cosine for every pair of a class. */
export const sameCosines = (c: number): Cosines => {
  const one = Float64Array.of(c);
  return { samples: one, places: one, near: one, both: one };
};

/** The correlation over units of two points, from their cosine. */
export function correlation(x: Signal): (cosine: number) => number {
  const [second, mean] = [secondMoment(x), x.mean * x.mean];
  if (!(second - mean > 1e-12 * second)) return () => 1;
  return (cosine) => Math.max(-1, Math.min(1, (cosine * second - mean) / (second - mean)));
}

/** Second moments at points, and how many samples they stand for. */
export type Points = Pick<Signal, "batch" | "places" | "squares">;

/** How many places of equal second moments count as much: (Σ q)² / Σ q². */
export function effectivePlaces(x: Pick<Signal, "places" | "squares">): number {
  const map = typicalMap(x);
  let [sum, squares] = [0, 0];
  for (const square of map) {
    sum += square;
    squares += square * square;
  }
  return squares > 0 ? Math.max(1, (sum * sum) / squares) : map.length;
}

/**
 * The mean of f over all pairs of points, a point with itself (cosine 1) included. Pairs weigh by
 * the product of their second moments.
 *
 * @param f of the cosine and the class of the pair
 */
export function pairMean(
  x: Points,
  cosines: { readonly [K in PairClass]: ArrayLike<number> },
  f: (cosine: number, kind: PairClass | "itself") => number,
): number {
  const places = effectivePlaces(x);
  const ofClass = (kind: PairClass) => {
    let sum = 0;
    for (let i = 0; i < cosines[kind].length; i++) sum += f(cosines[kind][i]!, kind);
    return sum / cosines[kind].length;
  };
  const pairs = { samples: x.batch - 1, places: places - 1, both: (x.batch - 1) * (places - 1) };
  const others = (["samples", "places", "both"] as const).filter((kind) => pairs[kind] > 0);
  const sum = others.reduce((total, kind) => total + pairs[kind] * ofClass(kind), f(1, "itself"));
  return sum / (x.batch * places);
}

/** A number for each class of pairs. */
export const perClass = (f: (kind: PairClass) => number): Readonly<Record<PairClass, number>> => ({
  samples: f("samples"),
  places: f("places"),
  near: f("near"),
  both: f("both"),
});

/** No chance. */
export const noChance: Readonly<Record<PairClass, number>> = perClass(() => 0);

/** The mean square of the cosines over all pairs of points. */
export const alikeness = (x: Points & Pick<Signal, "cosines" | "chance">): number =>
  pairMean(x, x.cosines, (c, kind) => (kind === "itself" ? 1 : Math.min(1, c * c + x.chance[kind])));

/** The mean square of the cosines of a class. */
export const likeness = ({ cosines, chance }: Pick<Gradient, "cosines" | "chance">, kind: PairClass): number =>
  Math.min(1, cosines[kind] ** 2 + chance[kind]);

/** The mean of f of the class over all pairs of points, where a point with itself gives 1. */
export function classMean(x: Points, f: (kind: PairClass) => number): number {
  const one = [1];
  return pairMean(x, { samples: one, places: one, near: one, both: one }, (_, kind) =>
    kind === "itself" ? 1 : f(kind),
  );
}
