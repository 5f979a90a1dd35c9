/**
 * How far one draw of the weights brings the logarithm of a second moment from that of its mean: a
 * sum of independent sources of noise, one per random step of the network, to leading order in
 * 1 / width. Signals that share a history share sources.
 */
import type { Noise } from "./prediction.js";
import type { Deviation, Sources } from "./sources.js";

/** No deviation. */
export const still: Deviation = { parts: new Float64Array(0), shift: 0 };

/** The sum of deviations times factors. */
export function combined(terms: readonly (readonly [factor: number, deviation: Deviation])[]): Deviation {
  const used = terms.filter(([factor]) => factor !== 0);
  const parts = new Float64Array(
    Math.max(
      0,
      ...used.map(
        ([
          ,
          {
            parts: { length },
          },
        ]) => length,
      ),
    ),
  );
  let shift = 0;
  for (const [factor, deviation] of used) {
    shift += factor * deviation.shift;
    for (let i = 0; i < deviation.parts.length; i++) parts[i]! += factor * deviation.parts[i]!;
  }
  return { parts, shift };
}

/** Σ part² · variance. */
export function varianceOf(sources: Sources, { parts }: Deviation): number {
  let sum = 0;
  for (let i = 0; i < parts.length; i++) sum += parts[i]! * parts[i]! * sources.variances[i]!;
  return sum;
}

/** A new source of a variance, as a deviation: the mean of the quantity itself stays. */
export function fresh(sources: Sources, variance: number): Deviation {
  if (!(variance > 0)) return still;
  const parts = new Float64Array(sources.variances.push(variance));
  parts[parts.length - 1] = 1;
  return { parts, shift: -variance / 2 };
}

/**
 * The deviation of a sum of independent positive quantities, each with its share of the mean: to
 * second order, since the logarithm of a sum is not the sum of logarithms.
 */
export function ofSum(sources: Sources, terms: readonly (readonly [share: number, deviation: Deviation])[]): Deviation {
  const mean = combined(terms);
  const within = terms.reduce((sum, [share, deviation]) => sum + share * varianceOf(sources, deviation), 0);
  return { parts: mean.parts, shift: mean.shift + (within - varianceOf(sources, mean)) / 2 };
}

/** As the contract has it. */
export const noiseOf = (sources: Sources, deviation: Deviation): Noise => ({
  shift: deviation.shift,
  variance: varianceOf(sources, deviation),
});
