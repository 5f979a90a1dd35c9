/**
 * Where a function of one number jumps, has a kink, or is steep: what quadrature and differences
 * must know of a function that is only known by its values.
 *
 * The function is looked at on 828 points per octave of |x|, from 2^-10 on, and on as many around
 * 0. Fourth differences that are large mark places, which are looked at 4 times as closely, again
 * and again: there a smooth function's fourth differences shrink 256-fold each time, those of a
 * kink 4-fold, of a jump in the second derivative 16-fold, and a jump's not at all.
 */
import { InputError } from "../errors.js";

/** A place that quadrature must not step over. */
export interface Feature {
  readonly x: number;
  /** "steep" is smooth: differences may reach across it. */
  readonly kind: "jump" | "kink" | "steep";
}

/** The surroundings of a place. */
export interface Around {
  /** An interval as wide as |x| or 2^-7, without jumps, kinks and 0 inside. */
  readonly left: number;
  readonly right: number;
  /** How far the next features are from each other, the steep ones included. */
  readonly width: number;
}

/** Finds the features of one function, octave by octave, as they are asked for. */
export interface Features {
  /** Those with |x| ≤ reach, and 0; in increasing order. */
  readonly within: (reach: number) => readonly Feature[];
  /** What is next to x. */
  readonly around: (x: number) => Around;
}

/** The octave below which everything counts as the surroundings of 0. */
const LOWEST = -10;
/** Up to this octave, an interval around x may hold 0. */
const NEAR_ZERO = LOWEST + 2;
/**
 * Points per octave, 512 times the golden ratio: their distances share no period with stairs and
 * waves, whose steps could otherwise look like a straight line.
 */
const POINTS = 828.4334;
/** How many points lie beyond each end of an octave. */
const BEYOND = 4;
/** More marked places than this share of the points are looked at as one. */
const CROWDED = 1 / 32;
/** Fourth differences that mark a place, relative to the values. */
const MARKED = 1e-8;
/** Fourth differences up to this size are rounding. */
const ROUNDING = 3e-14;
/** A smooth function's fourth differences shrink by more, when points are 4 times as close. */
const SMOOTH = 100;
/** A place this narrow, relative to |x|, is a point; around 0 this narrow. */
const POINT = 1e-14;
const POINT_AT_ZERO = 2 ** -200;
/** Across a point, a change above this, relative to the values, is a jump. */
const JUMP = 1e-9;
/** Values up to this are 0, and carry no digits. */
const TINY = 1e-290;
/** Points that one octave may cost. */
const MOST_POINTS = 2 ** 18;

/** The features of f, which a message calls `subject`. */
export function featuresOf(subject: string, f: (x: number) => number): Features {
  const seen = new Map<number, readonly Feature[]>();
  /** Those of both signs; the octave LOWEST − 1 stands for all below. */
  const octave = (exponent: number): readonly Feature[] => {
    const features = seen.get(exponent) ?? scanOctave(subject, f, exponent);
    seen.set(exponent, features);
    return features;
  };
  const octaves = (low: number, high: number): Feature[] =>
    Array.from({ length: Math.max(0, high - low + 1) }, (_, i) => octave(low + i)).flat();
  /** The features in the octave of x and its neighbours, between the ends of these. */
  const surroundings = remembered((exponent: number, isPositive: boolean): Surroundings => {
    const isNearZero = exponent === NEAR_ZERO;
    const [low, high] = [isNearZero ? -(2 ** (exponent + 2)) : 2 ** (exponent - 1), 2 ** (exponent + 2)];
    const [left, right] = isPositive || isNearZero ? [low, high] : [-high, -low];
    const inside = octaves(isNearZero ? LOWEST - 1 : exponent - 1, exponent + 1).filter(
      ({ x }) => x > left && x < right,
    );
    const placesOf = (some: readonly Feature[]) =>
      [left, ...some.map(({ x }) => x), right, ...(isNearZero ? [0] : [])].sort((a, b) => a - b);
    return { breaks: placesOf(inside.filter(({ kind }) => kind !== "steep")), all: placesOf(inside) };
  });
  return {
    within: (reach) => {
      const inReach = octaves(LOWEST - 1, exponentOf(reach)).filter(({ x }) => Math.abs(x) <= reach);
      return distinct([...inReach, { x: 0, kind: "steep" }]);
    },
    around: (x) => {
      const { breaks, all } = surroundings(Math.max(exponentOf(Math.abs(x)), NEAR_ZERO), x > 0);
      const [left, right] = between(breaks, x);
      const [before, after] = between(all, x);
      return { left, right, width: after - before };
    },
  };
}

interface Surroundings {
  readonly breaks: readonly number[];
  readonly all: readonly number[];
}

function remembered<Result>(compute: (exponent: number, isPositive: boolean) => Result): typeof compute {
  const memories = [new Map<number, Result>(), new Map<number, Result>()] as const;
  return (exponent, isPositive) => {
    const memory = memories[Number(isPositive) as 0 | 1];
    const result = memory.get(exponent) ?? compute(exponent, isPositive);
    memory.set(exponent, result);
    return result;
  };
}

/** The neighbouring two of increasing places that x lies between. */
function between(places: readonly number[], x: number): readonly [number, number] {
  let i = 1;
  while (i < places.length - 1 && places[i]! <= x) i++;
  return [places[i - 1]!, places[i]!];
}

/** ⌊log₂ size⌋, at least that of the surroundings of 0. */
const exponentOf = (size: number): number => Math.max(LOWEST - 1, Math.floor(Math.log2(size)));

function scanOctave(subject: string, f: (x: number) => number, exponent: number): Feature[] {
  const scan: Scan = { f, subject, points: 0 };
  const start = 2 ** exponent;
  const step = start / POINTS;
  const steps = Math.ceil(POINTS) + 2 * BEYOND;
  const from = start - BEYOND * step;
  const grids =
    exponent < LOWEST
      ? // The points around 0 are not symmetric: 0 is none of them.
        [grid(scan, -2 * start - step, 2 * start + step / 2, 2 * steps)]
      : [grid(scan, from, from + steps * step, steps), grid(scan, -from - steps * step, -from, steps)];
  // What is small against the values of the other sign counts as rounding too: both weigh the same.
  const size = Math.max(...grids.map(({ values }) => values.reduce((most, y) => Math.max(most, Math.abs(y)), 0)));
  // Where values are small and rise from 0, the last digit of x is seen: φ(center + x) rounds it.
  const rise = Math.max(...grids.map((one) => largestStep(scan, one))) * POINTS;
  const sizes: Sizes = { values: size, rounding: ROUNDING * Math.max(size, rise) };
  return size > TINY ? grids.flatMap((one) => marked(scan, one, MARKED * size, sizes)) : [];
}

/** What differences are measured by. */
interface Sizes {
  /** The largest value. */
  readonly values: number;
  /** Fourth differences up to this are rounding: of values, or of x where the function is steep. */
  readonly rounding: number;
}

/** Between neighbouring points, and from the last ones to the next: a kink may lie before these. */
function largestStep({ f }: Scan, { at, values }: Grid): number {
  const last = values.length - 1;
  const ends = [f(at(-1)) - values[0]!, f(at(last + 1)) - values[last]!];
  return values.reduce(
    (most, y, i) => (i === 0 ? most : Math.max(most, Math.abs(y - values[i - 1]!))),
    Math.max(...ends.map(Math.abs)),
  );
}

interface Scan {
  readonly f: (x: number) => number;
  readonly subject: string;
  points: number;
}

/** Values at equal distances. */
interface Grid {
  readonly at: (i: number) => number;
  readonly values: Float64Array;
}

function grid(scan: Scan, from: number, to: number, steps: number): Grid {
  scan.points += steps + 1;
  if (scan.points > MOST_POINTS) throw tooBusy(scan.subject, from, to);
  const at = (i: number): number => from + ((to - from) * i) / steps;
  return { at, values: Float64Array.from({ length: steps + 1 }, (_, i) => scan.f(at(i))) };
}

/** The features where fourth differences are above `least`, each looked at closely. */
function marked(scan: Scan, { at, values }: Grid, least: number, sizes: Sizes): Feature[] {
  return clustersOf(values, least, values.length * CROWDED).flatMap(({ first, last, peak, largest }) => {
    const [left, right] = [at(first - 2), at(last + 2)];
    const isPoint = right - left <= Math.max(POINT * Math.abs(left), POINT_AT_ZERO);
    if (isPoint || largest < SMOOTH * sizes.rounding) {
      const jumps = Math.abs(scan.f(right) - scan.f(left)) > JUMP * sizes.values;
      return [{ x: at(peak), kind: isPoint && jumps ? "jump" : "kink" }];
    }
    const jump = last - first < BEYOND ? jumpIn(scan, values.subarray(first - 2, last + 3), left, right) : undefined;
    if (jump !== undefined) return [{ x: jump, kind: "jump" }];
    const closer = grid(scan, left, right, 4 * (last - first + 4));
    const inside = marked(scan, closer, Math.max(largest / SMOOTH, sizes.rounding), sizes);
    if (inside.some(({ kind }) => kind !== "steep")) return inside;
    return [...inside, { x: left, kind: "steep" }, { x: right, kind: "steep" }];
  });
}

/**
 * The jump that makes one step of the values larger than all others, by bisection. It is only a
 * shortcut: a step that shrinks is looked at more closely.
 */
function jumpIn({ f }: Scan, values: Float64Array, left: number, right: number): number | undefined {
  const steps = Array.from(values.subarray(1), (value, i) => Math.abs(value - values[i]!));
  const height = Math.max(...steps);
  if (steps.filter((step) => step > height / 8).length > 1) return undefined;
  const width = (right - left) / steps.length;
  let from = left + width * steps.indexOf(height);
  let to = from + width;
  let [below, above] = [f(from), f(to)];
  while (to - from > Math.max(POINT * Math.abs(from), POINT_AT_ZERO)) {
    const middle = (from + to) / 2;
    const value = f(middle);
    if (Math.abs(value - below) > Math.abs(above - value)) [to, above] = [middle, value];
    else [from, below] = [middle, value];
    if (!(Math.abs(above - below) > height / 2)) return undefined;
  }
  return (from + to) / 2;
}

/** Runs of neighbouring places with a large fourth difference. */
interface Cluster {
  readonly first: number;
  last: number;
  /** Where it is largest. */
  peak: number;
  largest: number;
}

/** At most `most` of them, else one that holds all. */
function clustersOf(values: Float64Array, least: number, most: number): Cluster[] {
  const clusters: Cluster[] = [];
  for (let i = 2; i < values.length - 2; i++) {
    const size = Math.abs(values[i - 2]! + values[i + 2]! - 4 * (values[i - 1]! + values[i + 1]!) + 6 * values[i]!);
    if (!(size > least)) continue;
    const open = clusters.at(-1);
    if (open === undefined || i - open.last > BEYOND) clusters.push({ first: i, last: i, peak: i, largest: size });
    else {
      if (size > open.largest) Object.assign(open, { peak: i, largest: size });
      open.last = i;
    }
  }
  if (clusters.length <= most) return clusters;
  const all = clusters.reduce((a, b) => (a.largest > b.largest ? a : b));
  return [{ ...all, first: 2, last: values.length - 3 }];
}

/** In increasing order; of features at one place the sharpest. */
function distinct(features: readonly Feature[]): Feature[] {
  const sharpness = { jump: 0, kink: 1, steep: 2 };
  const result: Feature[] = [];
  const near = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * Math.abs(a) || Math.abs(a - b) < 1e-30;
  const bySharpness = [...features].sort((a, b) => sharpness[a.kind] - sharpness[b.kind]);
  for (const one of bySharpness) if (!result.some(({ x }) => near(x, one.x))) result.push(one);
  return result.sort((a, b) => a.x - b.x);
}

function tooBusy(subject: string, from: number, to: number): InputError {
  return new InputError(
    `${subject} varies too fast to be integrated: between ${from.toPrecision(3)} and ${to.toPrecision(3)} it has more ` +
      `kinks, jumps or waves than ${MOST_POINTS} values show. Choose a smoother activation, or a smaller variance.`,
  );
}
