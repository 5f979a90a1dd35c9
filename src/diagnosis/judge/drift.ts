/**
 * How signals and gradients change through the network, beside the same network at its best. The
 * reference takes out what the architecture does by itself: bottlenecks, pooling, growing streams.
 */
import type { Evidence, JudgedLayer } from "./evidence.js";
import { median, slopeOf } from "./numbers.js";

/** ln of a second moment, layer by layer, less that of the reference. */
export interface Drift {
  /** The hidden layers that could be compared, in the order of the forward pass. */
  readonly layers: readonly JudgedLayer[];
  /** One per layer. */
  readonly values: readonly number[];
  /** From the end where the quantity enters to the end where it leaves. */
  readonly total: number;
  /** The part of `total` that grows with depth, by the least-squares slope. */
  readonly byDepth: number;
  /** The standard deviation that one draw's noise gives `total`. */
  readonly noise: number;
}

/** Hidden layers: all but those that make logits, and residual ends that begin at zero. */
export const hiddenLayers = ({ layers }: Pick<Evidence, "layers">): JudgedLayer[] =>
  layers.filter(({ role }) => !role.head);

type Quantity = (
  layer: JudgedLayer | Evidence["references"][number]["draws"][number]["layers"][number],
) => number | null;

const signal: Quantity = ({ after }) => after.secondMoment;
const gradient: Quantity = ({ gradientSecondMoment }) => gradientSecondMoment;

/** The drift of E φ², from the input to the last hidden layer; null without a reference. */
export function signalDrift(evidence: Evidence): Drift | null {
  const drift = against(evidence, signal);
  if (drift === null) return null;
  const { layers, values } = drift;
  return {
    layers,
    values,
    total: values.at(-1)!,
    byDepth: slopeOf(values) * (values.length - 1),
    noise: noiseOf(layers.at(-1)!, evidence, "signal"),
  };
}

/** The drift of gradients, from the last hidden layer back to the first; null without gradients. */
export function gradientDrift(evidence: Evidence): Drift | null {
  const drift = against(evidence, gradient);
  if (drift === null) return null;
  const { layers, values } = drift;
  return {
    layers,
    values,
    total: values[0]! - values.at(-1)!,
    byDepth: -slopeOf(values) * (values.length - 1),
    noise: noiseOf(layers[0]!, evidence, "gradient"),
  };
}

/** How gradient² changes from the last hidden layer back to the first, in ln, beside nothing. */
export interface PlainDrift {
  readonly total: number;
  /** The part that grows with depth, by the least-squares slope. */
  readonly byDepth: number;
  /** Number of hidden layers. */
  readonly layers: number;
}

/** That of the network itself; null without gradients. */
export const plainDrift = ({ layers }: Evidence): PlainDrift | null =>
  plain(layers.filter(({ role }) => !role.head).map(gradient));

/** That of the best reference, the median of its draws; null without one, or without gradients. */
export function plainDriftOfReference({ layers, references }: Evidence): PlainDrift | null {
  const [reference] = references;
  if (reference === undefined) return null;
  const values = layers.flatMap((layer, i) =>
    layer.role.head ? [] : [median(reference.draws.map((draw) => gradient(draw.layers[i]!) ?? Number.NaN))],
  );
  return plain(values);
}

/** The square of the smallest number of float32: what underflows was at most this. */
const LEAST = 2e-90;

function plain(moments: readonly (number | null)[]): PlainDrift | null {
  const logs = moments.map((value) => Math.log(Math.max(value ?? Number.NaN, LEAST)));
  if (logs.length < 2 || !logs.every(Number.isFinite)) return null;
  return { total: logs[0]! - logs.at(-1)!, byDepth: -slopeOf(logs) * (logs.length - 1), layers: logs.length };
}

/**
 * Ratios to the median of the best reference, up to the first layer whose number is none; layers
 * where either is 0 say nothing.
 */
function against({ layers, references }: Evidence, of: Quantity): Pick<Drift, "layers" | "values"> | null {
  const [reference] = references;
  if (reference === undefined) return null;
  const end = layers.findIndex((layer) => !Number.isFinite(of(layer) ?? 0));
  const pairs = (end < 0 ? layers : layers.slice(0, end)).flatMap((layer, i) => {
    if (layer.role.head) return [];
    const value = of(layer);
    const theirs = reference.draws.map((draw) => of(draw.layers[i]!));
    if (value === null || value <= 0 || theirs.some((other) => other === null || other <= 0)) return [];
    const usual = median(theirs.map((other) => Math.log(other!)));
    return [{ layer, value: Math.log(value) - usual }];
  });
  if (pairs.length < 2 || pairs.some(({ value }) => !Number.isFinite(value))) return null;
  return { layers: pairs.map(({ layer }) => layer), values: pairs.map(({ value }) => value) };
}

/** The standard deviation of ln E φ² at the last hidden layer from draw to draw; 0 without one. */
export function noiseOfSignal(evidence: Evidence): number {
  const last = hiddenLayers(evidence).at(-1);
  if (last === undefined || evidence.references.length === 0) return 0;
  const noise = noiseOf(last, evidence, "signal");
  return Number.isFinite(noise) ? noise : 0;
}

/** The larger of theory's noise and that seen among the reference's draws. */
function noiseOf(layer: JudgedLayer, { layers, references }: Evidence, what: "signal" | "gradient"): number {
  const theory = Math.sqrt(layer.predicted?.noise[what]?.variance ?? 0);
  const index = layers.indexOf(layer);
  const of = what === "signal" ? signal : gradient;
  const logs = references[0]!.draws.map((draw) => Math.log(of(draw.layers[index]!)!));
  const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length;
  const seen = logs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, logs.length - 1);
  return Math.max(theory, Math.sqrt(seen));
}
