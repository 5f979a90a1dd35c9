/**
 * What a sum has in common with its terms. In a residual network one stream of numbers passes the
 * same function in every block. By chance one draw of the weights has more large numbers than
 * another. Every block sees this again, so its noise adds up and does not average out.
 */
import { crossProductAt, type HermiteSeries, productAt } from "../../signal/hermite.js";
import { combined, fresh, still } from "./deviation.js";
import { type Signal, variance } from "./signal.js";
import type { Deviation, Heritage, Met, Relative, Sources } from "./sources.js";

/** No relatives yet. */
export const noHeritage = (): Heritage => ({
  terms: new WeakMap(),
  sums: new WeakMap(),
  values: new WeakMap(),
  slopes: new WeakMap(),
  gradients: new WeakMap(),
  before: new WeakMap(),
});

/** Notes that a signal is the sum of others, which are independent. */
export function noteSum({ heritage }: Sources, sum: Signal, terms: readonly Signal[]): void {
  const all = variance(sum);
  if (!(all > 0)) return;
  const relatives = terms.map((signal): Relative => {
    const before = heritage.before.get(signal);
    const share = Math.min(1, Math.sqrt(variance(signal) / all));
    return before === undefined
      ? { signal, correlation: share, isBehindFunction: false }
      : { ...before, correlation: before.correlation * share };
  });
  heritage.terms.set(sum, relatives);
  for (const { signal, ...rest } of relatives) {
    heritage.sums.set(signal, [...(heritage.sums.get(signal) ?? []), { ...rest, signal: sum }]);
  }
}

/** Notes what a signal was before a function. */
export function noteFunction({ heritage }: Sources, after: Signal, before: Signal, value: HermiteSeries): void {
  const spread = variance(after);
  const correlation = spread > 0 ? Math.min(1, Math.abs(value.coefficients[1]!) / Math.sqrt(spread)) : 0;
  heritage.before.set(after, { signal: before, correlation, isBehindFunction: true });
}

/**
 * By how much the gradient by a signal x is larger than for independent slopes: where φ(x) is a
 * term of a sum and a function follows, the slopes of both are large in the same units.
 *
 * @param arriving mean square of the gradient behind φ
 */
export function alikeSlopes({ heritage }: Sources, x: Signal, series: HermiteSeries, arriving: number): number {
  const sums = (heritage.sums.get(x) ?? []).filter(({ isBehindFunction }) => isBehindFunction);
  return sums.reduce((factor, { signal: sum, correlation }) => {
    const [direct, met] = [heritage.gradients.get(sum), heritage.slopes.get(sum)];
    const mean = series.coefficients[0]! * (met?.series.coefficients[0] ?? 0);
    if (direct === undefined || met === undefined || !(arriving > 0) || !(mean > 0)) return factor;
    const together = crossProductAt(series, met.series, correlation) / mean;
    return factor + Math.min(1, direct / arriving) * (together - 1);
  }, 1);
}

/** Terms that a series' own variance does not count: see `noiseOf` of `through-function.ts`. */
const EXCEPT = [0, 2];

/**
 * The noise of a function of a signal: what a relative has met before, as far as the two correlate,
 * and the rest of its own.
 *
 * @param direction "values" looks at the terms of a sum, "slopes", on the way back, at the sums
 */
export function metNoise(
  sources: Sources,
  direction: "values" | "slopes",
  { signal, law, series, value }: Omit<Met, "source"> & { readonly signal: Signal },
): Deviation {
  if (!(value > 0)) return still;
  const { heritage } = sources;
  const relatives = (direction === "values" ? heritage.terms : heritage.sums).get(signal) ?? [];
  const candidates = relatives.flatMap(({ signal: other, correlation }) => {
    const met = heritage[direction].get(other);
    if (met === undefined || met.law !== law || !(met.value > 0)) return [];
    const sizes = productAt(series, 1, EXCEPT) * productAt(met.series, 1, EXCEPT);
    const alike = sizes > 0 ? crossProductAt(series, met.series, correlation, EXCEPT) / Math.sqrt(sizes) : 0;
    return alike > 0 ? [{ met, alike }] : [];
  });
  const nearest = candidates.sort((a, b) => b.alike - a.alike)[0];
  const alike = Math.min(1, nearest?.alike ?? 0);
  const rest = fresh(sources, value * (1 - alike * alike));
  const source: Deviation = {
    parts: combined([
      [1, rest],
      ...(nearest === undefined ? [] : [[alike * Math.sqrt(value / nearest.met.value), nearest.met.source] as const]),
    ]).parts,
    shift: -value / 2,
  };
  heritage[direction].set(signal, { law, series, value, source });
  return source;
}
