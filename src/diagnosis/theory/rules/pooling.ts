/** Means and maxima over places. */
import type { Node, Value } from "../../../graph/graph.js";
import { slidingWindow } from "../../../graph/operators/window.js";
import { type Shape, sizeOf } from "../../../graph/tensor.js";
import { normalCdf, normalDensity } from "../../../random/index.js";
import { axisOf, isOnly } from "../layout.js";
import { correlation, mapCosines, meanOf, perClass, type Signal, secondMoment, variance } from "../signal.js";
import { passing, type Rule, type Walk } from "../state.js";
import type { Passed } from "../through-function.js";
import { spreadOverWindows, type Windows, windowSums } from "../windows.js";

const NO_SIGNAL = "what comes in has no rule";

/** The windows of a pooling, over an image `[N, C, ...places]`. */
function poolWindows(node: Node, signal: Signal): Windows | undefined {
  const [rows, channels, ...places] = signal.layout;
  const fits = isOnly(rows!, "rows") && isOnly(channels!, "units") && places.every((axis) => isOnly(axis, "places"));
  if (!fits) return undefined;
  const input = node.inputs[0]!.shape.slice(2);
  const isGlobal = node.operator.startsWith("Global");
  const size = isGlobal ? input : (node.attributes.kernel_shape as Shape);
  const window = slidingWindow(isGlobal ? {} : node.attributes, input, size);
  const { kernel, strides, dilations, padsBefore, output } = window;
  return { kernel, strides, dilations, padsBefore, input, output };
}

/** A signal whose places are those of windows. */
const inWindows = (x: Signal, space: Shape): Signal => ({
  ...x,
  layout: [x.layout[0]!, x.layout[1]!, ...space.map((size) => axisOf("places", size))],
  places: space,
});

/**
 * Means over windows. Two places of a window have the cosine of neighbours, and where the window is
 * the whole image, that of any two places.
 */
function averaged(x: Signal, windows: Windows, space: Shape): Passed {
  const k = sizeOf(windows.kernel);
  const counts = windowSums(new Float64Array(sizeOf(windows.input)).fill(1), windows);
  const isWhole = sizeOf(windows.output) === 1;
  const within = meanOf(isWhole ? x.cosines.places : x.cosines.near);
  const outside = meanOf(x.cosines.both);
  const shrunk = (n: number) => (1 + (n - 1) * within) / n;
  const sizes = (i: number) => counts[i % counts.length]!;
  const means = windowSums(x.squares, windows).map((sum, i) => sum / Math.max(1, sizes(i)));
  const squares = means.map((square, i) => square * shrunk(Math.max(1, sizes(i))));
  const [before, after] = [meanOf(means), meanOf(squares)];
  const factor = after > 0 ? before / after : 1;
  const signal: Signal = {
    ...inWindows(x, space),
    squares,
    cosines: mapCosines(x.cosines, (c, kind) => (kind === "samples" ? (c + (k - 1) * outside) / k : c) * factor),
    chance: perClass((kind) => Math.min(1, (x.chance[kind] / k) * factor * factor)),
  };
  return {
    signal,
    pullback: (gradient) => {
      const perWindow = gradient.squares.map((g, i) => g / Math.max(1, counts[i % counts.length]!) ** 2);
      const alike = isWhole ? 1 : gradient.cosines.places;
      return {
        ...gradient,
        squares: spreadOverWindows(perWindow, windows),
        cosines: {
          ...gradient.cosines,
          near: 1,
          places: alike,
          both: isWhole ? gradient.cosines.samples : gradient.cosines.both,
        },
      };
    },
  };
}

const averagePool: Rule = (node, walk) => {
  const x = node.inputs[0] as Value;
  const signal = walk.signalOf(x);
  if (signal === undefined) return NO_SIGNAL;
  const windows = poolWindows(node, signal);
  return windows === undefined
    ? "a mean over what are no places"
    : passing(x, averaged(signal, windows, windows.output));
};

/** The mean over all axes of places of an image, or over the tokens of a sequence. */
const reduceMean: Rule = (node, walk) => {
  const x = node.inputs[0] as Value;
  const signal = walk.signalOf(x);
  if (signal === undefined) return NO_SIGNAL;
  const rank = x.shape.length;
  const listed = (node.attributes.axes ?? walk.numbersOf(node.inputs[1])?.data) as
    | ArrayLike<number | bigint>
    | undefined;
  const axes = Array.from(listed ?? [], Number).map((axis) => (axis + rank) % rank);
  const overPlaces = axes.length > 0 && axes.every((axis) => isOnly(signal.layout[axis]!, "places"));
  const rest = signal.layout.filter((_, axis) => !axes.includes(axis));
  if (!overPlaces || rest.flat().some(({ kind }) => kind === "places")) return "a mean over what are not all places";
  const n = sizeOf(signal.places);
  const whole: Windows = {
    kernel: [n],
    strides: [1],
    dilations: [1],
    padsBefore: [0],
    input: [n],
    output: [1],
  };
  const { signal: mean, pullback } = averaged(signal, whole, []);
  const keeps = node.attributes.keepdims !== 0;
  const layout = keeps ? signal.layout.map((old, axis) => (axes.includes(axis) ? [] : old)) : rest;
  return passing(x, { signal: { ...mean, layout, places: [] }, pullback });
};

/** The largest window for which maxima are computed. */
const MOST = 64;

/**
 * Maxima over windows of normal values that share one part: with correlation c of neighbours,
 * m + σ (√c t + √(1 − c) M), M being the largest of independent normal values. A function behind
 * the maximum sees it as nearly normal.
 */
const maxPool: Rule = (node, walk) => {
  const x = node.inputs[0] as Value;
  const source = maximumSource(x, walk);
  if (source === undefined) return NO_SIGNAL;
  const { signal, seen } = source;
  const windows = poolWindows(node, seen);
  if (windows === undefined) return "a maximum over what are no places";
  const size = sizeOf(windows.kernel);
  if (size > MOST) return `a maximum over more than ${MOST} places`;
  const near = Math.max(0, Math.min(1, meanOf(signal.cosines.near.map(correlation(signal)))));
  const counts = windowSums(new Float64Array(sizeOf(windows.input)).fill(1), windows);
  const [total, deviation] = [secondMoment(signal), Math.sqrt(variance(signal))];
  const moments = maximumMoments(source, signal.mean, deviation, near, size);
  const sums = windowSums(seen.squares, windows);
  const before = secondMoment(seen);
  const squares = sums.map((sum, i) =>
    before > 0 && total > 0 ? (sum / Math.max(1, counts[i % counts.length]!)) * (moments.second / before) : 0,
  );
  const toCorrelation = correlation(seen);
  const spread = moments.second - moments.mean * moments.mean;
  const pooled: Signal = {
    ...inWindows(seen, windows.output),
    squares,
    mean: moments.mean,
    skewness: 0,
    cosines: mapCosines(seen.cosines, (c) =>
      moments.second > 0 ? (moments.mean ** 2 + toCorrelation(c) * spread) / moments.second : 1,
    ),
    centred: false,
  };
  return passing(x, {
    signal: pooled,
    pullback: (gradient) => ({
      ...gradient,
      squares: spreadOverWindows(
        gradient.squares.map((g, i) => (g * moments.slopes) / Math.max(1, counts[i % counts.length]!)),
        windows,
      ),
    }),
  });
};

/** A normal signal, and the function of it of which a maximum is taken. */
interface MaximumSource {
  readonly signal: Signal;
  /** The function's values. */
  readonly seen: Signal;
  readonly value: (x: number) => number;
  /** φ′² over E φ′²: gradients go back to the function's values first. */
  readonly slopes: (x: number) => number;
}

function maximumSource(x: Value, walk: Walk): MaximumSource | undefined {
  const state = walk.stateOf(x);
  const seen = walk.signalOf(x);
  if (seen === undefined) return undefined;
  if (state?.kind !== "function") return { signal: seen, seen, value: (y) => y, slopes: () => 1 };
  const signal = walk.signalOf(state.root);
  const f = walk.functionOf(state.name);
  if (signal === undefined || f === undefined) return undefined;
  const typical = f.law(signal.mean, Math.sqrt(variance(signal))).slopes;
  return { signal, seen, value: f.value, slopes: (y) => (typical > 0 ? f.derivative(y) ** 2 / typical : 0) };
}

/**
 * Mean and mean square of f of the maximum, f being taken as increasing, and the mean of its slopes
 * there.
 */
function maximumMoments({ value, slopes }: MaximumSource, mean: number, deviation: number, c: number, n: number) {
  const [shared, single] = [Math.sqrt(c) * deviation, Math.sqrt(1 - c) * deviation];
  let [first, second, slope] = [0, 0, 0];
  for (const t of GRID) {
    for (const m of GRID) {
      const weight = normalDensity(t) * n * normalCdf(m) ** (n - 1) * normalDensity(m) * STEP * STEP;
      const x = mean + shared * t + single * m;
      const y = value(x);
      first += weight * y;
      second += weight * y * y;
      slope += weight * slopes(x);
    }
  }
  return { mean: first, second, slopes: slope };
}

/** The trapezoidal rule on [−7, 7] converges fast for what vanishes at both ends. */
const STEP = 1 / 8;
const GRID = Array.from({ length: 14 / STEP + 1 }, (_, i) => i * STEP - 7);

/** Operators over windows of places. */
export const pooling: Readonly<Record<string, Rule>> = {
  AveragePool: averagePool,
  GlobalAveragePool: averagePool,
  ReduceMean: reduceMean,
  MaxPool: maxPool,
  GlobalMaxPool: maxPool,
};
