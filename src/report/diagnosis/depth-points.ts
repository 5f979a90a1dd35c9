/** Values by depth as the marks of a chart: what lies on the axis, and what is beyond it. */
import type { CurveAxis } from "../figures/curve-data.js";
import { cutLine, type LineOf } from "../figures/cut-lines.js";

/** A value of one layer. Layers count from 1. */
export interface DepthPoint {
  readonly layer: number;
  readonly value: number;
}

/** A range of one layer. */
export interface DepthRange {
  readonly layer: number;
  readonly low: number;
  readonly high: number;
}

/** How the values of some layers lie to an axis. */
export interface Placed {
  readonly within: readonly DepthPoint[];
  readonly above: readonly DepthPoint[];
  /** 0 on a logarithmic axis, too. */
  readonly below: readonly DepthPoint[];
  /** NaN. */
  readonly noNumber: readonly DepthPoint[];
}

/** A line of one layer goes this far to both sides, in layers. */
const STUB = 0.35;

/** Sorts the values of layers; those without one are nowhere. */
export function placed({ domain: [low, high] }: CurveAxis, values: readonly (number | null)[]): Placed {
  const points = values.flatMap((value, i) => (value === null ? [] : [{ layer: i + 1, value }]));
  return {
    within: points.filter(({ value }) => value >= low && value <= high),
    above: points.filter(({ value }) => value > high),
    below: points.filter(({ value }) => value < low),
    noNumber: points.filter(({ value }) => Number.isNaN(value)),
  };
}

const line: LineOf<DepthPoint> = {
  place: ({ layer }) => layer,
  value: ({ value }) => value,
  at: (_, layer, value) => ({ layer, value }),
};

/**
 * A line through the layers that have a value, cut where it leaves the axis; NaN interrupts it.
 *
 * @param alone what a value without neighbours becomes
 */
export function lineWithin(
  axis: CurveAxis,
  values: readonly (number | null)[],
  alone: "stub" | "nothing" = "stub",
): DepthPoint[] {
  const points = values.map((value, i) => ({ layer: i + 1, value: value ?? Number.NaN }));
  const whole = alone === "stub" ? withStubs(points, ({ value }) => !Number.isNaN(value)) : points;
  return cutLine(axis, whole, line);
}

/** The part of a band that lies on the axis; NaN interrupts it. */
export function bandWithin(axis: CurveAxis, ranges: readonly (readonly [number, number] | null)[]): DepthRange[] {
  const [least, greatest] = axis.domain;
  const points = ranges.map((range, i) => {
    const isOutside = range === null || range[0] > greatest || range[1] < least;
    const [low, high] = isOutside ? [Number.NaN, Number.NaN] : range;
    return { layer: i + 1, low: Math.max(least, low), high: Math.min(greatest, high) };
  });
  return withStubs(points, ({ low }) => !Number.isNaN(low));
}

/** A point without neighbours becomes a short line. */
function withStubs<P extends { readonly layer: number }>(points: readonly P[], isThere: (point: P) => boolean): P[] {
  return points.flatMap((point, i) => {
    const isAlone = isThere(point) && [points[i - 1], points[i + 1]].every((one) => one === undefined || !isThere(one));
    return isAlone ? [-STUB, STUB].map((by) => ({ ...point, layer: point.layer + by })) : [point];
  });
}
