/**
 * How signals and gradients change through the network, beside the same network at its best. The
 * reference takes out what the architecture does by itself: bottlenecks, pooling, growing streams.
 */
import { type Chain, chainsOf } from "./chains.js";
import type { Evidence, JudgedLayer } from "./evidence.js";
import { median, slopeOf } from "./numbers.js";

/** ln of a second moment along a chain of layers, less that of the reference. */
export interface Drift {
  readonly along: Chain<unknown>["along"];
  /** The layers that could be compared, in the order of the forward pass. */
  readonly layers: readonly JudgedLayer[];
  /** One per layer. */
  readonly values: readonly number[];
  /** From the end where the quantity enters to the end where it leaves. */
  readonly total: number;
  /** The part of `total` that grows with depth, by the least-squares slope. */
  readonly byDepth: number;
  /** The standard deviation that one draw's noise gives `total`. */
  readonly noise: number;
  /** ln of the change from one end of the layers to the other, of the network itself. */
  readonly measured: number;
  /**
   * The same with what the first layer of a plain network does to the input, beside the reference.
   */
  readonly visible: number;
  /** That of the reference. */
  readonly usual: number;
}

/** Hidden layers: all but those that make logits, and residual ends that begin at zero. */
export const hiddenLayers = ({ layers }: Pick<Evidence, "layers">): JudgedLayer[] =>
  layers.filter(({ role }) => !role.head);

type Quantity = (
  layer: JudgedLayer | Evidence["references"][number]["draws"][number]["layers"][number],
) => number | null;

const signal: Quantity = ({ after }) => after.secondMoment;
const gradient: Quantity = ({ gradientSecondMoment }) => gradientSecondMoment;

/** The drifts of E φ², from the input to the last layer of each chain; none without a reference. */
export const signalDrifts = (evidence: Evidence): readonly Drift[] =>
  along(evidence, signal).map(({ along: where, layers, values, logs }) => {
    const start = entersAlike(where, evidence) ? 0 : values[0]!;
    const measured = logs.at(-1)! - logs[0]!;
    return {
      along: where,
      layers,
      values,
      total: values.at(-1)! - start,
      byDepth: slopeOf(values) * (values.length - 1),
      noise: noiseOf(layers.at(-1)!, evidence, "signal"),
      measured,
      visible: measured + values[0]! - start,
      usual: measured - (values.at(-1)! - values[0]!),
    };
  });

/**
 * Whatever enters a plain network is the same for the reference, so that its first layer counts,
 * too; an embedding is not.
 */
export const entersAlike = (where: Drift["along"], { startsWithTable = false }: Evidence): boolean =>
  where === "network" && !startsWithTable;

/** The drifts of gradients, from the last layer of each chain back to the first. */
export const gradientDrifts = (evidence: Evidence): readonly Drift[] =>
  along(evidence, gradient).map(({ along: where, layers, values, logs }) => {
    const [total, measured] = [values[0]! - values.at(-1)!, logs[0]! - logs.at(-1)!];
    return {
      along: where,
      layers,
      values,
      total,
      byDepth: -slopeOf(values) * (values.length - 1),
      noise: noiseOf(layers[0]!, evidence, "gradient"),
      measured,
      visible: measured,
      usual: measured - total,
    };
  });

/**
 * How gradient² changes from the last layer of a chain back to the first, in ln, beside nothing.
 */
export interface PlainDrift {
  readonly total: number;
  /** The part that grows with depth, by the least-squares slope. */
  readonly byDepth: number;
  /** The ends, in the order of the forward pass. */
  readonly ends: readonly [JudgedLayer, JudgedLayer];
  /** Layers from one end to the other. */
  readonly steps: number;
}

/** Those of the network itself; none without gradients. */
export const plainDrifts = ({ layers }: Evidence): readonly PlainDrift[] => plain(layers, gradient);

/** Those of a reference, by the medians of its draws. */
export const plainDriftsOfReference = (
  { layers }: Evidence,
  { draws }: Evidence["references"][number],
): readonly PlainDrift[] => plain(layers, medianAmong(layers, draws, gradient));

/** How E φ² changes from the first layer of each chain to the last, of a reference, in ln. */
export const signalsOfReference = (
  { layers }: Evidence,
  { draws }: Evidence["references"][number],
): readonly PlainDrift[] =>
  plain(layers, medianAmong(layers, draws, signal)).map((one) => ({
    ...one,
    total: 0 - one.total,
    byDepth: 0 - one.byDepth,
  }));

const medianAmong =
  (layers: readonly JudgedLayer[], draws: Evidence["references"][number]["draws"], of: Quantity) =>
  (layer: JudgedLayer): number =>
    median(draws.map((draw) => of(draw.layers[layers.indexOf(layer)]!) ?? Number.NaN));

/** The square of the smallest number of float32: what underflows was at most this. */
const LEAST = 2e-90;

const plain = (all: readonly JudgedLayer[], of: (layer: JudgedLayer) => number | null): PlainDrift[] =>
  chainsOf(all, roleOf).flatMap(({ layers }) => {
    const logs = layers.map((layer) => Math.log(Math.max(of(layer) ?? Number.NaN, LEAST)));
    if (logs.length < 2 || !logs.every(Number.isFinite)) return [];
    const steps = logs.length - 1;
    return [
      { total: logs[0]! - logs.at(-1)!, byDepth: -slopeOf(logs) * steps, ends: [layers[0]!, layers.at(-1)!], steps },
    ];
  });

const roleOf = ({ role }: JudgedLayer) => role;

/**
 * Ratios to the median of the best reference along each chain, up to the first layer whose number
 * is none; layers where either is 0 say nothing.
 */
function along(
  { layers, references }: Evidence,
  of: Quantity,
): readonly (Pick<Drift, "along" | "layers" | "values"> & { readonly logs: readonly number[] })[] {
  const [reference] = references;
  if (reference === undefined) return [];
  const firstBad = layers.findIndex((layer) => !Number.isFinite(of(layer) ?? 0));
  const end = firstBad < 0 ? layers.length : firstBad;
  return chainsOf(layers, roleOf).flatMap((chain) => {
    const pairs = chain.layers.flatMap((layer) => {
      const index = layers.indexOf(layer);
      const value = of(layer);
      const theirs = reference.draws.map((draw) => of(draw.layers[index]!));
      if (index >= end || value === null || value <= 0) return [];
      if (theirs.some((other) => other === null || other <= 0)) return [];
      const log = Math.log(value);
      return [{ layer, log, value: log - median(theirs.map((other) => Math.log(other!))) }];
    });
    if (pairs.length < 2 || pairs.some(({ value }) => !Number.isFinite(value))) return [];
    return [
      {
        along: chain.along,
        layers: pairs.map(({ layer }) => layer),
        values: pairs.map(({ value }) => value),
        logs: pairs.map(({ log }) => log),
      },
    ];
  });
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
