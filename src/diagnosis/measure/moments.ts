/**
 * Moments of a value, computed in the graph: activations of large networks never leave the runtime.
 * A value is divided by its largest magnitude first, so that squares of 1e-24 do not vanish in
 * float32.
 */
import type { GraphBuilder } from "../../graph/builder.js";
import { cast, div, matMul, mul, reduceMean, reshape, slice, sub, transpose } from "../../graph/expressions.js";
import type { Value } from "../../graph/graph.js";
import { type Shape, sizeOf } from "../../graph/tensor.js";
import type { SignalReading } from "./readings.js";

/** Outputs of the graph, and what their numbers mean. */
export interface Placed<R> {
  readonly outputs: readonly Value[];
  readonly read: (numbers: readonly Float32Array[]) => R;
}

/** Samples whose Gram matrix is computed; further ones would only make it larger. */
const GRAM_ROWS = 64;
/** Smallest magnitude that a value is divided by. */
const LEAST = 1e-37;

/** Largest magnitude of a value, above 0: a scalar. */
export function largest(g: GraphBuilder, x: Value): Value {
  const axes = x.shape.map((_, i) => i);
  const size = g.apply("ReduceMax", [g.apply("Abs", [x])], { axes, keepdims: 0 });
  return g.apply("Max", [size, g.scalar(LEAST)]);
}

/** The mean of the squares of a value, without underflow. */
export function secondMomentOf(g: GraphBuilder, value: Value): Placed<number> {
  const x = cast(g, value, "float32");
  const size = largest(g, x);
  const scaled = div(g, x, size);
  const mean = reduceMean(g, mul(g, scaled, scaled), allAxes(x.shape), false);
  return { outputs: [size, mean], read: ([m, q]) => ofSize(m![0]!, 2) * q![0]! };
}

/** `LEAST` stands for zero. */
const ofSize = (size: number, power: number): number => (size <= LEAST * 1.01 ? 0 : size ** power);

const allAxes = (shape: Shape): number[] => shape.map((_, i) => i);

/** Every number of `SignalReading` about one value `[N, …]`. */
export function signalOf(g: GraphBuilder, value: Value, unitAxis: number): Placed<SignalReading> {
  const x = cast(g, value, "float32");
  const [rows, units] = [x.shape[0]!, x.shape[unitAxis]!];
  const size = largest(g, x);
  const scaled = div(g, x, size);
  const axes = allAxes(x.shape);
  const mean = reduceMean(g, scaled, axes, false);
  const deviation = sub(g, scaled, mean);
  const square = mul(g, deviation, deviation);
  const variance = reduceMean(g, square, axes, false);
  const fourth = reduceMean(g, mul(g, square, square), axes, false);
  const gram = gramOf(g, scaled);
  const gramRows = Math.min(rows, GRAM_ROWS);
  return {
    outputs: [size, mean, variance, fourth, gram],
    read: ([m, first, second, fourthMoment, products]) => {
      const [mu, v] = [first![0]!, second![0]!];
      return {
        mean: ofSize(m![0]!, 1) * mu,
        deviation: ofSize(m![0]!, 1) * Math.sqrt(v),
        secondMoment: ofSize(m![0]!, 2) * (v + mu * mu),
        kurtosis: fourthMoment![0]! / (v * v),
        ...directionsOf(products!, gramRows),
        units,
      };
    },
  };
}

/** Products of the samples with each other, over the number of their elements: `[n, n]`. */
function gramOf(g: GraphBuilder, x: Value): Value {
  const rows = Math.min(x.shape[0]!, GRAM_ROWS);
  const width = sizeOf(x.shape) / x.shape[0]!;
  const some = reshape(g, firstRows(g, x, GRAM_ROWS), [rows, width]);
  return matMul(g, some, transpose(g, some, [1, 0]));
}

/** The first samples of a value. */
export const firstRows = (g: GraphBuilder, x: Value, most: number): Value =>
  x.shape[0]! <= most ? x : slice(g, x, [0], [0], [most]);

/** Mean cosine of different samples, and the effective rank of all. */
function directionsOf(gram: Float32Array, n: number): Pick<SignalReading, "cosine" | "effectiveRank"> {
  const at = (i: number, j: number) => gram[i * n + j]!;
  let [cosines, pairs, trace, squares] = [0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    trace += at(i, i);
    for (let j = 0; j < n; j++) {
      squares += at(i, j) ** 2;
      const sizes = Math.sqrt(at(i, i) * at(j, j));
      if (j <= i || !(sizes > 0)) continue;
      cosines += at(i, j) / sizes;
      pairs++;
    }
  }
  return {
    cosine: pairs === 0 ? null : Math.min(1, cosines / pairs),
    // (Σ λ)² / Σ λ²: the trace's square over the sum of squares of all elements.
    effectiveRank: squares > 0 ? trace ** 2 / squares : 0,
  };
}
