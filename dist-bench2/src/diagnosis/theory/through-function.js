/** A function of each element alone, of a signal that is nearly normal over units. */
import { sensitivity } from "../../signal/activation-law.js";
import { crossProductAt, productAt } from "../../signal/hermite.js";
import { combined, fresh, still } from "./deviation.js";
import { correlation, eachCosine, likeness, mapCosines, meanOf, pairMean, perClass, secondMoment, variance, } from "./signal.js";
/** The signal behind a function, with the function's law. */
export function throughFunction(x, law, sources) {
    const deviation = Math.sqrt(variance(x));
    const here = law(x.mean, deviation);
    const squares = mapped(x, law, here.second, ({ second }) => second);
    const toCorrelation = correlation(x);
    const correlations = mapCosines(x.cosines, toCorrelation);
    const noise = noiseOf(x, here, correlations);
    const source = fresh(sources, noise.value);
    const ofVariance = varianceDeviation(x);
    const signal = {
        ...x,
        squares,
        mean: here.mean,
        cosines: mapCosines(correlations, (c) => (here.second > 0 ? productAt(here.value, c) / here.second : 1)),
        deviation: combined([
            [sensitivity(here.square), ofVariance],
            [1, source],
        ]),
        centred: false,
    };
    const spread = variance(x);
    const handedOn = here.slopes > 0 && spread > 0 ? (sensitivity(here.square) ** 2 * here.second) / (spread * here.slopes) : 0;
    const slopeCosines = mapCosines(correlations, (c) => (here.slopes > 0 ? productAt(here.slope, c) / here.slopes : 0));
    const slopeProducts = eachCosine(correlations, (c) => here.slopes > 0 ? productAt(here.slopeSquare, c) / here.slopes ** 2 : 1);
    return {
        signal,
        pullback: (gradient) => {
            const slopes = mapped(x, law, here.slopes, (at) => at.slopes);
            return {
                squares: gradient.squares.map((g, i) => g * slopes[i]),
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
                    [1, fresh(sources, noise.slope(gradient))],
                    // The source's own shift belongs to a factor 1 of it.
                    [1, { ...still, shift: (noise.shared * noise.value * (1 - noise.shared)) / 2 }],
                ]),
            };
        },
    };
}
/** The deviation of the variance over units, of which the mean is no part. */
function varianceDeviation(x) {
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
function noiseOf(x, at, correlations) {
    const except = x.centred ? [0, 1, 2] : [0, 2];
    const over = (f) => pairMean(x, correlations, f) / x.units;
    const [square, slopes] = [at.square.coefficients[0], at.slopeSquare.coefficients[0]];
    const value = square > 0 ? over((c) => productAt(at.square, c, except)) / square ** 2 : 0;
    const cross = square > 0 && slopes > 0
        ? over((c) => crossProductAt(at.square, at.slopeSquare, c, except)) / (square * slopes)
        : 0;
    const shared = value > 0 ? cross / value : 0;
    const slope = (gradient) => {
        if (!(slopes > 0))
            return 0;
        const all = over((c, kind) => {
            const alike = kind === "itself" ? 1 : likeness(gradient, kind);
            return productAt(at.slopeSquare, c, except) + 2 * alike * productAt(at.slopeSquare, c, [0]);
        });
        return Math.max(0, all / slopes ** 2 - shared * cross);
    };
    return { value, shared, slope };
}
/** How far apart in ln σ² a function's moments are computed; cubics give what lies between. */
const STEP = 0.25;
/** Points whose second moments differ by less are alike. */
const ALIKE = 1e-9;
/** A moment of φ at each point's own variance. */
function mapped(x, law, typical, moment) {
    const [low, high] = [Math.min(...extremes(x.squares)), Math.max(...extremes(x.squares))];
    if (high - low <= ALIKE * high)
        return x.squares.map(() => typical);
    const atVariance = (variance) => moment(law(x.mean, Math.sqrt(variance)));
    const nodes = new Map();
    const node = (k) => {
        const value = nodes.get(k) ?? atVariance(Math.exp(k * STEP));
        nodes.set(k, value);
        return value;
    };
    return x.squares.map((square) => {
        const spread = square - x.mean * x.mean;
        if (!(spread > 0))
            return atVariance(0);
        const position = Math.log(spread) / STEP;
        const k = Math.floor(position);
        return cubic([node(k - 1), node(k), node(k + 1), node(k + 2)], position - k);
    });
}
function extremes(values) {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const value of values) {
        if (value < low)
            low = value;
        if (value > high)
            high = value;
    }
    return [low, high];
}
/** The polynomial through values at −1, 0, 1 and 2, of logarithms where all are positive. */
function cubic(values, t) {
    const weights = [
        (-t * (t - 1) * (t - 2)) / 6,
        ((t + 1) * (t - 1) * (t - 2)) / 2,
        (-(t + 1) * t * (t - 2)) / 2,
        ((t + 1) * t * (t - 1)) / 6,
    ];
    const sum = (f) => weights.reduce((total, w, i) => total + w * f(values[i]), 0);
    return values.every((x) => x > 0) ? Math.exp(sum(Math.log)) : sum((x) => x);
}
