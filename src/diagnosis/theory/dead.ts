/** How many units of a healthy layer are 0 on a whole batch. */
import type { Value } from "../../graph/graph.js";
import { sizeOf } from "../../graph/tensor.js";
import { normalCdf, normalDensity } from "../../random/index.js";
import { zeroUpTo } from "./functions.js";
import { correlation, pairMean, variance } from "./signal.js";
import type { Walked } from "./walk.js";

/**
 * The share of units whose activation is 0 on every sample and place: pre-activations m + σ (√c t +
 * √(1 − c) e) that share t, c being the mean correlation of two points. Null where the function is
 * not 0 on a half-line.
 */
export function deadShare(
  activation: Value,
  { stateOf, signalOf, functionOf }: Pick<Walked, "stateOf" | "signalOf" | "functionOf">,
  rows: number,
): number | null {
  const state = stateOf(activation);
  if (state?.kind !== "function") return null;
  const x = signalOf(state.root);
  const f = functionOf(state.name);
  const threshold = f === undefined ? undefined : zeroUpTo(f);
  if (x === undefined || threshold === undefined) return null;
  const deviation = Math.sqrt(variance(x));
  if (!(deviation > 0)) return x.mean <= threshold ? 1 : 0;
  const points = rows * sizeOf(x.places);
  const end = (threshold - x.mean) / deviation;
  if (points < 2) return normalCdf(end);
  const toCorrelation = correlation(x);
  // All points count alike.
  const withItself = pairMean({ ...x, squares: x.squares.map(() => 1) }, x.cosines, toCorrelation);
  const c = Math.max(0, Math.min(1, (withItself * points - 1) / (points - 1)));
  return allBelow(end, c, points);
}

/** Half the range of t, and the steps of the trapezoidal rule. */
const [REACH, STEPS] = [9, 4608];

/**
 * The chance that so many normal numbers of variance 1 lie below `end`, any two of which have the
 * correlation c. A power of many points makes the last digits of Φ visible, which quadrature that
 * looks for kinks takes for these.
 */
export function allBelow(end: number, c: number, points: number): number {
  if (c > 1 - 1e-9) return normalCdf(end);
  const [shared, rest] = [Math.sqrt(c), Math.sqrt(1 - c)];
  const step = (2 * REACH) / STEPS;
  let sum = 0;
  for (let i = 0; i <= STEPS; i++) {
    const t = i * step - REACH;
    sum += normalDensity(t) * normalCdf((end - shared * t) / rest) ** points;
  }
  return sum * step;
}
