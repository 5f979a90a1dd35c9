/** Batch, layer, group and instance normalization. */
import type { Value } from "../../../graph/graph.js";
import { sizeOf, type Tensor } from "../../../graph/tensor.js";
import { combined, still } from "../deviation.js";
import { scaleOf } from "../kernel.js";
import { mapCosines, meanOf, type PairClass, pairMean, perClass, type Signal, secondMoment } from "../signal.js";
import type { Sources } from "../sources.js";
import { passing, type Rule } from "../state.js";
import { scaledByUnit } from "../sums.js";
import type { Passed } from "../through-function.js";

const NO_SIGNAL = "what comes in has no rule";
const ONE = { mean: 1, meanSquare: 1 };
const ZERO = { mean: 0, meanSquare: 0 };

/** What a subtracted mean takes from products of two points: of every pair, or of some classes. */
type Removed = { readonly every: number } & { readonly [K in PairClass]?: number };

/**
 * The signal less a mean, over a deviation: `variances` at each point. Every draw ends at the same
 * second moment, so no noise is left; gradients are divided by the deviation, whose noise they get.
 *
 * @param removed the square of the mean; undefined where no mean is subtracted
 */
function normalized(x: Signal, removed: Removed | undefined, variances: Float64Array, epsilon: number): Passed {
  const second = secondMoment(x);
  const centred = second - (removed?.every ?? 0);
  const squares = variances.map((v) => (v > 0 ? v / (v + epsilon) : 0));
  const share = centred > 0 ? second / centred : 0;
  return {
    signal: {
      ...x,
      squares,
      mean: removed === undefined && second > 0 ? (x.mean * Math.sqrt(meanOf(squares))) / Math.sqrt(second) : 0,
      cosines: mapCosines(x.cosines, (c, kind) =>
        centred > 0 ? (c * second - (removed === undefined ? 0 : (removed[kind] ?? removed.every))) / centred : 1,
      ),
      chance: perClass((kind) => Math.min(1, x.chance[kind] * share * share)),
      deviation: still,
      ofProduct: undefined,
      equalLengths: false,
      centred: removed !== undefined,
    },
    pullback: (gradient) => ({
      ...gradient,
      squares: gradient.squares.map((g, i) => g / (variances[i]! + epsilon)),
      tilt: -1,
      deviation: combined([
        [1, gradient.deviation],
        [-share, x.deviation],
      ]),
    }),
  };
}

/** One pass behind the other. */
const chained = (first: Passed, second: Passed): Passed => ({
  signal: second.signal,
  pullback: (gradient) => first.pullback(second.pullback(gradient)),
});

/** With running statistics an affine map per channel; with those of the batch a normalization. */
const batchNormalization: Rule = (node, walk) => {
  const x = node.inputs[0] as Value;
  const signal = walk.signalOf(x);
  if (signal === undefined) return NO_SIGNAL;
  const [scale, shift, mean, spread] = node.inputs.slice(1).map((v) => walk.numbersOf(v));
  if (scale === undefined || shift === undefined) return "a scale or shift that is no parameter";
  const epsilon = (node.attributes.epsilon as number | undefined) ?? 1e-5;
  if (node.attributes.training_mode === 1) {
    const second = secondMoment(signal);
    const shared =
      Math.max(
        0,
        pairMean(signal, signal.cosines, (c) => c),
      ) * second;
    const variances = signal.squares.map(() => Math.max(0, second - shared));
    // The statistics are per channel: places and samples keep their differences.
    const factor = second > 0 ? 1 / second : 0;
    const normal = normalized(signal, { every: shared }, variances, epsilon);
    const relative = normal.signal.squares.map((square, i) => square * signal.squares[i]! * factor);
    const passed: Passed = { ...normal, signal: { ...normal.signal, squares: relative } };
    return passing(x, chained(passed, scaledByUnit(passed.signal, scaleOf(scale), scaleOf(shift), walk.sources)));
  }
  if (mean === undefined || spread === undefined) return "running statistics that are no numbers";
  const numbers = (data: ArrayLike<number | bigint>) => Array.from(data, Number);
  const [scales, shifts, means, spreads] = [scale, shift, mean, spread].map(({ data }) => numbers(data)) as [
    number[],
    number[],
    number[],
    number[],
  ];
  const factors = scales.map((s, i) => s / Math.sqrt(spreads[i]! + epsilon));
  const offsets = shifts.map((b, i) => b - means[i]! * factors[i]!);
  const of = (data: readonly number[]) => scaleOf({ data: Float64Array.from(data) });
  return passing(x, scaledByUnit(signal, of(factors), of(offsets), walk.sources));
};

/** Scale and shift of a normalization, that may be missing. */
interface Affine {
  readonly scale: Tensor | undefined;
  readonly shift: Tensor | undefined;
}

/**
 * A normalization over the axes from `axis` on, which count units, or places, or both.
 *
 * @param centred whether the mean is subtracted
 */
export function overAxes(
  signal: Signal,
  axis: number,
  { epsilon, centred }: { readonly epsilon: number; readonly centred: boolean },
  { scale, shift }: Affine,
  sources: Sources,
): Passed | string {
  const factors = signal.layout.slice(axis).flat();
  if (factors.some(({ kind }) => kind === "rows")) return "a normalization over samples";
  const overPlaces = factors.some(({ kind }) => kind === "places");
  const outside = signal.layout.slice(0, axis).flat();
  if (overPlaces && outside.some(({ kind }) => kind === "places")) return "a normalization over a part of the places";
  const normal = factors.some(({ kind }) => kind === "units")
    ? overUnits(signal, overPlaces, epsilon, centred)
    : overPlacesOfUnits(signal, epsilon, centred);
  const affine = scaledByUnit(
    normal.signal,
    scale === undefined ? ONE : scaleOf(scale),
    shift === undefined ? ZERO : scaleOf(shift),
    sources,
  );
  return chained(normal, affine);
}

/** Over units, or over units and places of a sample. */
function overUnits(signal: Signal, overPlaces: boolean, epsilon: number, centred: boolean): Passed {
  const square = centred ? signal.mean * signal.mean : 0;
  const places = sizeOf(signal.places);
  const variances = overPlaces
    ? signal.squares.map((_, i) => {
        const row = Math.floor(i / places) * places;
        return Math.max(0, meanOf(signal.squares.subarray(row, row + places)) - square);
      })
    : signal.squares.map((q) => Math.max(0, q - square));
  const normal = normalized(signal, centred ? { every: square } : undefined, variances, epsilon);
  const squares = normal.signal.squares.map((q, i) =>
    overPlaces && variances[i]! > 0 ? (q * Math.max(0, signal.squares[i]! - square)) / variances[i]! : q,
  );
  return { ...normal, signal: { ...normal.signal, squares, equalLengths: !overPlaces } };
}

/** Each unit of a sample by the mean and the deviation over its places. */
function overPlacesOfUnits(signal: Signal, epsilon: number, centred: boolean): Passed {
  const places = sizeOf(signal.places);
  const second = secondMoment(signal);
  const { samples, places: apart, both } = signal.cosines;
  const over = (itself: Float64Array, other: Float64Array) => (meanOf(itself) + (places - 1) * meanOf(other)) / places;
  const ofSample = Math.max(0, over(Float64Array.of(1), apart)) * second;
  const between = over(samples, both) * second;
  const removed = centred ? { every: ofSample, samples: between, both: between } : undefined;
  const variances = signal.squares.map(() => Math.max(0, second - (centred ? ofSample : 0)));
  const normal = normalized(signal, removed, variances, epsilon);
  const squares = normal.signal.squares.map((q, i) => (second > 0 ? (q * signal.squares[i]!) / second : q));
  return { ...normal, signal: { ...normal.signal, squares } };
}

const layerNormalization: Rule = (node, walk) => {
  const x = node.inputs[0] as Value;
  const signal = walk.signalOf(x);
  if (signal === undefined) return NO_SIGNAL;
  const rank = x.shape.length;
  const axis = (((node.attributes.axis as number | undefined) ?? -1) + rank) % rank;
  const epsilon = (node.attributes.epsilon as number | undefined) ?? 1e-5;
  const [scale, shift] = node.inputs.slice(1).map((v) => walk.numbersOf(v));
  const passed = overAxes(signal, axis, { epsilon, centred: true }, { scale, shift }, walk.sources);
  return typeof passed === "string" ? passed : passing(x, passed);
};

const instanceNormalization: Rule = (node, walk) => {
  const x = node.inputs[0] as Value;
  const signal = walk.signalOf(x);
  if (signal === undefined) return NO_SIGNAL;
  const epsilon = (node.attributes.epsilon as number | undefined) ?? 1e-5;
  const [scale, shift] = node.inputs.slice(1).map((v) => walk.numbersOf(v));
  const passed = overAxes(signal, 2, { epsilon, centred: true }, { scale, shift }, walk.sources);
  return typeof passed === "string" ? passed : passing(x, passed);
};

/** Normalizations. */
export const normalization: Readonly<Record<string, Rule>> = {
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
  InstanceNormalization: instanceNormalization,
};
