/** A function of each element alone, of a signal that is nearly normal over units. */
import { type ActivationAt, type ActivationLaw, sensitivity } from "../../signal/activation-law.js";
import { crossProductAt, type HermiteSeries, productAt, slopeAt } from "../../signal/hermite.js";
import { combined, still } from "./deviation.js";
import { alikeSlopes, metNoise, noteFunction } from "./heritage.js";
import {
  type Cosines,
  correlation,
  eachCosine,
  type Gradient,
  likeness,
  mapCosines,
  meanOf,
  type PairClass,
  pairMean,
  perClass,
  type Signal,
  secondMoment,
  variance,
} from "./signal.js";
import type { Deviation, Sources } from "./sources.js";

/** The largest skewness that the series below is used for. */
const MOST_SKEWED = 1;

/**
 * The mean of a function of a signal that is a little skew: Edgeworth's series to its first term.
 *
 * @param normal the mean for a normal signal, where the series' own is not as precise
 */
function skewed({ skewness }: Signal, { coefficients }: HermiteSeries, normal = coefficients[0]!): number {
  const most = Math.max(-MOST_SKEWED, Math.min(MOST_SKEWED, skewness));
  const changed = normal + (most * coefficients[3]!) / Math.sqrt(6);
  return changed;
}

/** The skewness of φ. */
function skewnessOf({ mean, second, value, square }: ActivationAt): number {
  const spread = second - mean * mean;
  if (!(spread > 0)) return 0;
  const third = value.coefficients.reduce((sum, a, k) => sum + a * square.coefficients[k]!, 0);
  return (third - 3 * mean * second + 2 * mean ** 3) / spread ** 1.5;
}

/** A signal behind a step, and how gradients go back through the step. */
export interface Passed {
  readonly signal: Signal;
  readonly pullback: (gradient: Gradient) => Gradient;
}

/** The signal behind a function, with the function's law. */
export function throughFunction(x: Signal, law: ActivationLaw, sources: Sources): Passed {
  const deviation = Math.sqrt(variance(x));
  const here = law(x.mean, deviation);
  const squares = mapped(x, law, ({ second, square }) => skewed(x, square, second));
  const mean = skewed(x, here.value);
  const toCorrelation = correlation(x);
  const correlations = mapCosines(x.cosines, toCorrelation);
  const noise = noiseOf({ ...x, squares }, here, correlations);
  const source = metNoise(sources, "values", { signal: x, law, series: here.square, value: noise.value });
  const ofVariance = varianceDeviation(x);
  const signal: Signal = {
    ...x,
    squares,
    mean,
    skewness: skewnessOf(here),
    cosines: mapCosines(correlations, (c) => (here.second > 0 ? productAt(here.value, c) / here.second : 1)),
    chance: perClass((kind) => chanceAfter(x, here, correlations, kind)),
    deviation: combined([
      [sensitivity(here.square), ofVariance],
      [1, source],
    ]),
    ofProduct: undefined,
    equalLengths: false,
    centred: false,
  };
  noteFunction(sources, signal, x, here.value);
  const slopeNoise = (value: number) =>
    metNoise(sources, "slopes", { signal: x, law, series: here.slopeSquare, value });
  const spread = variance(x);
  const handedOn =
    here.slopes > 0 && spread > 0 ? (sensitivity(here.square) ** 2 * here.second) / (spread * here.slopes) : 0;
  const slopeCosines = mapCosines(correlations, (c) => (here.slopes > 0 ? productAt(here.slope, c) / here.slopes : 0));
  const slopeProducts = eachCosine(correlations, (c) =>
    here.slopes > 0 ? productAt(here.slopeSquare, c) / here.slopes ** 2 : 1,
  );
  return {
    signal,
    pullback: (gradient) => {
      const slopes = mapped(x, law, ({ slopes, slopeSquare }) => skewed(x, slopeSquare, slopes));
      const factor = alikeSlopes(sources, x, here.slopeSquare, meanOf(gradient.squares));
      const squares = gradient.squares.map((g, i) => g * slopes[i]! * factor);
      sources.heritage.gradients.set(x, meanOf(squares));
      return {
        squares,
        cosines: perClass((kind) => gradient.cosines[kind] * meanOf(slopeCosines[kind])),
        chance: perClass((kind) => {
          const masks = Math.max(0, meanOf(slopeProducts[kind]) - 1);
          const fromNow = (masks * (1 - likeness(gradient, kind))) / x.units;
          return gradient.chance[kind] * meanOf(slopeCosines[kind]) ** 2 + fromNow;
        }),
        tilt: 2 * sensitivity(here.slopeSquare) + handedOn * gradient.tilt,
        deviation: combined([
          [1, gradient.deviation],
          [sensitivity(here.slopeSquare), ofVariance],
          [noise.shared, source],
          [1, slopeNoise(noise.slope(gradient))],
          // The source's own shift belongs to a factor 1 of it.
          [1, { ...still, shift: (noise.shared * noise.value * (1 - noise.shared)) / 2 }],
        ]),
      };
    },
  };
}

/**
 * The chance of a class behind φ: that of before, by the slope of the map of correlations, and what
 * a finite number of units adds to the mean of φ(x) φ(y) beyond the term that correlations have.
 */
function chanceAfter(x: Signal, { value, second }: ActivationAt, correlations: Cosines, kind: PairClass): number {
  if (!(second > 0)) return 0;
  const spread = variance(x);
  const toCorrelation = spread > 0 ? secondMoment(x) / spread : 0;
  const slope = meanOf(correlations[kind].map((c) => slopeAt(value, c))) / second;
  const after = meanOf(correlations[kind].map((c) => productAt(value, c))) / second;
  const linear = value.coefficients[1]! ** 2 / second;
  const now = ((1 - Math.min(1, Math.abs(after))) ** 2 * (1 - linear * linear)) / x.units;
  return x.chance[kind] * (slope * toCorrelation) ** 2 + Math.max(0, now);
}

/** The deviation of the variance over units, of which the mean is no part. */
function varianceDeviation(x: Signal): Deviation {
  const spread = variance(x);
  return spread > 0 ? combined([[secondMoment(x) / spread, x.deviation]]) : combined([]);
}

/**
 * The noise that one draw adds to the means over units of φ² and of (φ′ u)², u being the gradient
 * behind φ. What follows from the empirical variance of the pre-activations (the second Hermite
 * term) is left out, since their own deviation has it; so is that of u².
 *
 * `value` is the variance of ln mean φ²; `shared` how much of that source the gradient has; `slope`
 * the variance that the gradient has beside it.
 */
function noiseOf(
  x: Pick<Signal, "batch" | "places" | "squares" | "units" | "centred">,
  at: ActivationAt,
  correlations: Cosines,
) {
  const except = x.centred ? [0, 1, 2] : [0, 2];
  const over = (f: (c: number, kind: PairClass | "itself") => number, { squares }: Pick<Signal, "squares"> = x) =>
    pairMean({ ...x, squares }, correlations, f) / x.units;
  const [square, slopes] = [at.square.coefficients[0]!, at.slopeSquare.coefficients[0]!];
  const value = square > 0 ? over((c) => productAt(at.square, c, except)) / square ** 2 : 0;
  const cross =
    square > 0 && slopes > 0
      ? over((c) => crossProductAt(at.square, at.slopeSquare, c, except)) / (square * slopes)
      : 0;
  const shared = value > 0 ? cross / value : 0;
  const slope = (gradient: Gradient): number => {
    if (!(slopes > 0)) return 0;
    const all = over((c, kind) => {
      const alike = kind === "itself" ? 1 : likeness(gradient, kind);
      return productAt(at.slopeSquare, c, except) + 2 * alike * productAt(at.slopeSquare, c, [0]);
    }, gradient);
    return Math.max(0, all / slopes ** 2 - shared * cross);
  };
  return { value, shared, slope };
}

/** How far apart in ln σ² a function's moments are computed; cubics give what lies between. */
const STEP = 0.25;
/** Points whose second moments differ by less are alike. */
const ALIKE = 1e-9;

/** A moment of φ at each point's own variance. */
function mapped(x: Signal, law: ActivationLaw, moment: (at: ActivationAt) => number): Float64Array {
  const [low, high] = [Math.min(...extremes(x.squares)), Math.max(...extremes(x.squares))];
  if (high - low <= ALIKE * high) {
    const typical = moment(law(x.mean, Math.sqrt(variance(x))));
    return x.squares.map(() => typical);
  }
  const atVariance = (variance: number) => moment(law(x.mean, Math.sqrt(variance)));
  const nodes = new Map<number, number>();
  const node = (k: number): number => {
    const value = nodes.get(k) ?? atVariance(Math.exp(k * STEP));
    nodes.set(k, value);
    return value;
  };
  return x.squares.map((square) => {
    const spread = square - x.mean * x.mean;
    if (!(spread > 0)) return atVariance(0);
    const position = Math.log(spread) / STEP;
    const k = Math.floor(position);
    return cubic([node(k - 1), node(k), node(k + 1), node(k + 2)], position - k);
  });
}

function extremes(values: Float64Array): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

/** The polynomial through values at −1, 0, 1 and 2, of logarithms where all are positive. */
function cubic(values: readonly [number, number, number, number], t: number): number {
  const weights = [
    (-t * (t - 1) * (t - 2)) / 6,
    ((t + 1) * (t - 1) * (t - 2)) / 2,
    (-(t + 1) * t * (t - 2)) / 2,
    ((t + 1) * t * (t - 1)) / 6,
  ] as const;
  const sum = (f: (x: number) => number) => weights.reduce((total, w, i) => total + w * f(values[i]!), 0);
  return values.every((x) => x > 0) ? Math.exp(sum(Math.log)) : sum((x) => x);
}
