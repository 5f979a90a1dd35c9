/**
 * Lines and bands cut where they leave the axis. A clip path would do it, too, but some renderers
 * fail where all that it clips lies outside.
 */
import { type CurveAxis, type CurvePoint, placeOn, type SeedPoint } from "./curve-data.js";

/** How the points of a line are read and made. */
export interface LineOf<P> {
  /** Where the point lies on the x axis: its epoch, its layer. */
  readonly place: (point: P) => number;
  readonly value: (point: P) => number;
  /** The point with another place and value. */
  readonly at: (point: P, place: number, value: number) => P;
}

/** The lines of means within the axis. */
export function cutMeans(axis: CurveAxis, means: readonly CurvePoint[]): CurvePoint[] {
  const line: LineOf<CurvePoint> = {
    place: ({ epoch }) => epoch,
    value: ({ mean }) => mean,
    at: (one, epoch, mean) => ({ ...one, epoch, mean }),
  };
  return grouped(means, ({ method }) => method).flatMap((points) => cutLine(axis, points, line));
}

/** The lines of single seeds within the axis. */
export function cutSeeds(axis: CurveAxis, seeds: readonly SeedPoint[]): SeedPoint[] {
  const line: LineOf<SeedPoint> = {
    place: ({ epoch }) => epoch,
    value: ({ value }) => value,
    at: (one, epoch, value) => ({ ...one, epoch, value }),
  };
  return grouped(seeds, ({ run }) => run).flatMap((points) => cutLine(axis, points, line));
}

/** The points of each line, in their order. */
function grouped<P>(points: readonly P[], keyOf: (point: P) => string): P[][] {
  const groups = new Map<string, P[]>();
  for (const point of points) {
    const group = groups.get(keyOf(point));
    if (group === undefined) groups.set(keyOf(point), [point]);
    else group.push(point);
  }
  return [...groups.values()];
}

/**
 * The points of one line within the axis. Where the line leaves it or comes back there is a point
 * at its edge; points outside have the value NaN, at which the line is interrupted.
 */
export function cutLine<P>(axis: CurveAxis, points: readonly P[], { place: placeOf, value, at }: LineOf<P>): P[] {
  const [low, high] = axis.domain;
  const edgesBetween = (a: P, b: P): P[] => {
    const [from, to] = [placeOn(axis, value(a)), placeOn(axis, value(b))];
    return [low, high]
      .map((edge, place) => ({ edge, part: (place - from) / (to - from) }))
      .filter(({ part }) => part > 0 && part < 1)
      .sort((one, other) => one.part - other.part)
      .map(({ edge, part }) => at(a, placeOf(a) + part * (placeOf(b) - placeOf(a)), edge));
  };
  return points.flatMap((point, i) => {
    const isWithin = value(point) >= low && value(point) <= high;
    const edges = i === 0 ? [] : edgesBetween(points[i - 1]!, point);
    return [...edges, isWithin ? point : at(point, placeOf(point), Number.NaN)];
  });
}

/** The part of each band that lies within the axis; bands without one are left out. */
export function cutBands({ domain: [low, high] }: CurveAxis, bands: readonly CurvePoint[]): CurvePoint[] {
  return bands
    .filter((band) => band.high! >= low && band.low! <= high)
    .map((band) => ({ ...band, low: Math.max(low, band.low!), high: Math.min(high, band.high!) }));
}
