/** Lines of equal χ₁ in the plane of (σ_w², σ_b²). */
import type { PhaseDiagram } from "../../diagnosis/theory/phase-diagram.js";
import { cutLine, type LineOf } from "../figures/cut-lines.js";

/** A point of the plane; NaN interrupts a line. */
export interface PlanePoint {
  readonly weights: number;
  readonly biases: number;
}

/** The part of the plane that is drawn: σ_w² and σ_b². */
export interface Plane {
  readonly weights: readonly [low: number, high: number];
  readonly biases: readonly [low: number, high: number];
}

/** Points of a line between two variances of the diagram. */
const STEPS = 60;

/** Points of a line are at least this far apart, relative to the sides of the plane. */
const APART = 0.01;

/** Slopes that differ by less are one: χ₁ does not depend on the variance. */
const ALIKE = 1e-9;

/** Whether χ₁ depends on σ_w² alone. */
export function isAlike({ squaredSlopes }: PhaseDiagram): boolean {
  const most = Math.max(...squaredSlopes);
  return most - Math.min(...squaredSlopes) <= ALIKE * most;
}

const nowhere: PlanePoint = { weights: Number.NaN, biases: Number.NaN };

/**
 * The points with this χ₁ at a variance that layers keep, one for each variance q:
 * σ_w² = χ₁ / E φ′², σ_b² = q − σ_w² E φ². Those at which q would not last are left out. Where χ₁
 * does not depend on q, as with ReLU, it is σ_w² alone that decides, whether or not q lasts.
 */
export function linesOf(diagram: PhaseDiagram, chi: number, plane: Plane): readonly PlanePoint[] {
  if (isAlike(diagram)) {
    const weights = chi / diagram.squaredSlopes[0]!;
    const isWithin = weights >= plane.weights[0] && weights <= plane.weights[1];
    return isWithin ? plane.biases.map((biases) => ({ weights, biases })) : [];
  }
  const points = finely(diagram).map(({ variance, secondMoment, squaredSlope, growth }): PlanePoint => {
    const weights = chi / squaredSlope;
    // The slope of the variance map, σ_w² d E φ² / dq.
    const lasts = (weights * secondMoment * growth) / variance < 1;
    const isWithin = weights >= plane.weights[0] && weights <= plane.weights[1];
    return lasts && isWithin ? { weights, biases: variance - weights * secondMoment } : nowhere;
  });
  const within = thinned(cutLine({ domain: plane.biases, logarithmic: false }, points, line), plane);
  return within.some(({ biases }) => !Number.isNaN(biases)) ? within : [];
}

const line: LineOf<PlanePoint> = {
  place: ({ weights }) => weights,
  value: ({ biases }) => biases,
  at: (_, weights, biases) => ({ weights, biases }),
};

/** Without points that nobody can tell from the ones before them, but for ends. */
function thinned(points: readonly PlanePoint[], { weights, biases }: Plane): PlanePoint[] {
  const placeOf = (one: PlanePoint) => [
    Math.log(one.weights / weights[0]) / Math.log(weights[1] / weights[0]),
    Math.sqrt(one.biases / biases[1]),
  ];
  const isPoint = (one: PlanePoint | undefined) => one !== undefined && !Number.isNaN(one.biases);
  const result: PlanePoint[] = [];
  for (const [i, point] of points.entries()) {
    const before = result.at(-1);
    const isEnd = !isPoint(points[i - 1]) || !isPoint(points[i + 1]);
    if (!isPoint(point)) {
      if (isPoint(before)) result.push(nowhere);
    } else if (isEnd || before === undefined) result.push(point);
    else {
      const [x, y] = placeOf(point);
      const [left, low] = placeOf(before);
      if (Math.hypot(x! - left!, y! - low!) >= APART) result.push(point);
    }
  }
  return result;
}

/** The moments at more variances: straight lines between logarithms. */
function finely({ variances, secondMoments, squaredSlopes }: PhaseDiagram) {
  return variances.slice(1).flatMap((next, i) => {
    const between = (values: readonly number[], part: number) => values[i]! * (values[i + 1]! / values[i]!) ** part;
    const growth = Math.log(secondMoments[i + 1]! / secondMoments[i]!) / Math.log(next / variances[i]!);
    return Array.from({ length: STEPS }, (_, k) => ({
      variance: between(variances, k / STEPS),
      secondMoment: between(secondMoments, k / STEPS),
      squaredSlope: between(squaredSlopes, k / STEPS),
      /** d ln E φ² / d ln q. */
      growth,
    }));
  });
}
