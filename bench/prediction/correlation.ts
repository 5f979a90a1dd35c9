/** How well each score puts the methods of a network in the order of their final accuracy. */
import { at, stream } from "../../src/random/index.js";
import { quantileOfSorted } from "../../src/statistics/descriptive.js";
import { rankCorrelation } from "../../src/statistics/index.js";
import { indices } from "../../src/statistics/resample.js";

/** One (network, method) with its final accuracy. */
export interface Pair {
  readonly network: string;
  readonly method: string;
  readonly isSick: boolean;
  readonly accuracy: number;
  readonly scores: Readonly<Record<string, number>>;
}

/** A mean over networks with its 95 % bootstrap interval over networks. */
export interface Pooled {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly networks: number;
  readonly pairs: number;
  /** By network, those in which the score differs between methods. */
  readonly byNetwork: ReadonlyMap<string, number>;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The correlation within each network, and its mean over networks, which are resampled. */
export function pooledCorrelation(pairs: readonly Pair[], score: string, least = 4): Pooled {
  const byNetwork = new Map<string, number>();
  let counted = 0;
  for (const network of new Set(pairs.map((pair) => pair.network))) {
    const members = pairs.filter((pair) => pair.network === network && pair.scores[score] !== undefined);
    if (members.length < least) continue;
    const value = rankCorrelation(
      members.map(({ scores }) => scores[score]!),
      members.map(({ accuracy }) => accuracy),
    );
    // A score that is the same for all methods of a network orders nothing.
    byNetwork.set(network, Number.isNaN(value) ? 0 : value);
    counted += members.length;
  }
  const values = [...byNetwork.values()];
  if (values.length < 2)
    return { mean: Number.NaN, low: Number.NaN, high: Number.NaN, networks: 0, pairs: 0, byNetwork };
  const reps = 10_000;
  const draws = indices(at(stream(0, "prediction"), 0), reps * values.length, values.length, 0);
  const means = Float64Array.from({ length: reps }, (_, rep) =>
    mean(values.map((__, i) => values[draws[rep * values.length + i]!]!)),
  ).sort();
  return {
    mean: mean(values),
    low: quantileOfSorted(means, 0.025),
    high: quantileOfSorted(means, 0.975),
    networks: values.length,
    pairs: counted,
    byNetwork,
  };
}
