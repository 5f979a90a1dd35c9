/** Histograms of the numbers in a network, of a sample that the graph gathers. */
import type { GraphBuilder } from "../../graph/builder.js";
import { cast, reshape } from "../../graph/expressions.js";
import type { Value } from "../../graph/graph.js";
import { sizeOf } from "../../graph/tensor.js";
import { at, stream, uniforms } from "../../random/index.js";
import type { Histogram } from "./readings.js";

/** Numbers of a sample, at most. */
const SAMPLED = 4096;

/** A row of equal bins, with one more at each end for what lies beyond. */
export interface Bins {
  readonly low: number;
  readonly high: number;
  /** Without those at the ends. */
  readonly count: number;
}

/** The bins of every histogram: `sizes` are logarithms to the base 10. */
export const histogramBins = {
  values: { low: -4, high: 4, count: 32 },
  sizes: { low: -12, high: 4, count: 32 },
} as const satisfies Record<string, Bins>;

/** The sample of a value's numbers, an output of the graph: `[numbers]`. */
export function sampled(g: GraphBuilder, value: Value): Value {
  const size = sizeOf(value.shape);
  const flat = cast(g, reshape(g, value, [size]), "float32");
  if (size <= SAMPLED) return flat;
  const draws = uniforms(at(stream(0, "diagnosis", "histogram"), 0), SAMPLED);
  return g.apply("Gather", [flat, g.integers(Array.from(draws, (u) => Math.floor(u * size)))], { axis: 0 });
}

/** Counts the numbers of a sample. */
export const histogramOf = (numbers: Float32Array): Histogram => ({
  count: numbers.length,
  values: counted(numbers, histogramBins.values, (x) => x),
  sizes: counted(numbers, histogramBins.sizes, (x) => Math.log10(Math.abs(x))),
});

function counted(numbers: Float32Array, { low, high, count }: Bins, placeOf: (x: number) => number): number[] {
  const counts = new Array<number>(count + 2).fill(0);
  for (const number of numbers) {
    if (Number.isNaN(number)) continue;
    const bin = Math.floor(((placeOf(number) - low) / (high - low)) * count);
    counts[Math.max(0, Math.min(count + 1, bin + 1))]!++;
  }
  return counts;
}
