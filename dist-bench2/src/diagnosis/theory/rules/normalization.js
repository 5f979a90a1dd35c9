import { sizeOf } from "../../../graph/tensor.js";
import { combined, still } from "../deviation.js";
import { scaleOf } from "../kernel.js";
import { isOnly } from "../layout.js";
import { mapCosines, meanOf, pairMean, secondMoment } from "../signal.js";
import { passing } from "../state.js";
import { scaledByUnit } from "../sums.js";
const NO_SIGNAL = "what comes in has no rule";
const ONE = { mean: 1, meanSquare: 1 };
const ZERO = { mean: 0, meanSquare: 0 };
/**
 * The signal less a mean, over a deviation: `variances` at each point. Every draw ends at the same
 * second moment, so no noise is left; gradients are divided by the deviation, whose noise they get.
 *
 * @param removed the part of E x² that is the square of the mean
 */
function normalized(x, removed, variances, epsilon) {
    const second = secondMoment(x);
    const centred = second - removed;
    const squares = variances.map((v) => (v > 0 ? v / (v + epsilon) : 0));
    const share = centred > 0 ? second / centred : 0;
    return {
        signal: {
            ...x,
            squares,
            mean: 0,
            cosines: mapCosines(x.cosines, (c) => (centred > 0 ? (c * second - removed) / centred : 1)),
            deviation: still,
            centred: true,
        },
        pullback: (gradient) => ({
            ...gradient,
            squares: gradient.squares.map((g, i) => g / (variances[i] + epsilon)),
            tilt: -1,
            deviation: combined([
                [1, gradient.deviation],
                [-share, x.deviation],
            ]),
        }),
    };
}
/** One pass behind the other. */
const chained = (first, second) => ({
    signal: second.signal,
    pullback: (gradient) => first.pullback(second.pullback(gradient)),
});
/** With running statistics an affine map per channel; with those of the batch a normalization. */
const batchNormalization = (node, walk) => {
    const x = node.inputs[0];
    const signal = walk.signalOf(x);
    if (signal === undefined)
        return NO_SIGNAL;
    const [scale, shift, mean, spread] = node.inputs.slice(1).map((v) => walk.numbersOf(v));
    if (scale === undefined || shift === undefined)
        return "a scale or shift that is no parameter";
    const epsilon = node.attributes.epsilon ?? 1e-5;
    if (node.attributes.training_mode === 1) {
        const second = secondMoment(signal);
        const shared = Math.max(0, pairMean(signal, signal.cosines, (c) => c)) * second;
        const variances = signal.squares.map(() => Math.max(0, second - shared));
        // The statistics are per channel: places and samples keep their differences.
        const factor = second > 0 ? 1 / second : 0;
        const normal = normalized(signal, shared, variances, epsilon);
        const relative = normal.signal.squares.map((square, i) => square * signal.squares[i] * factor);
        const passed = { ...normal, signal: { ...normal.signal, squares: relative } };
        return passing(x, chained(passed, scaledByUnit(passed.signal, scaleOf(scale), scaleOf(shift), walk.sources)));
    }
    if (mean === undefined || spread === undefined)
        return "running statistics that are no numbers";
    const numbers = (data) => Array.from(data, Number);
    const [scales, shifts, means, spreads] = [scale, shift, mean, spread].map(({ data }) => numbers(data));
    const factors = scales.map((s, i) => s / Math.sqrt(spreads[i] + epsilon));
    const offsets = shifts.map((b, i) => b - means[i] * factors[i]);
    const of = (data) => scaleOf({ data: Float64Array.from(data) });
    return passing(x, scaledByUnit(signal, of(factors), of(offsets), walk.sources));
};
/** Over units, or over units and places of a sample. */
const layerNormalization = (node, walk) => {
    const x = node.inputs[0];
    const signal = walk.signalOf(x);
    if (signal === undefined)
        return NO_SIGNAL;
    const rank = x.shape.length;
    const axis = ((node.attributes.axis ?? -1) + rank) % rank;
    const factors = signal.layout.slice(axis).flat();
    if (factors.some(({ kind }) => kind === "rows"))
        return "a normalization over samples";
    const epsilon = node.attributes.epsilon ?? 1e-5;
    const [scale, shift] = node.inputs.slice(1).map((v) => walk.numbersOf(v));
    const square = signal.mean * signal.mean;
    const places = sizeOf(signal.places);
    const overPlaces = factors.some(({ kind }) => kind === "places");
    if (overPlaces &&
        !isOnly(signal.layout
            .slice(0, axis)
            .flat()
            .filter(({ kind }) => kind !== "rows"), "units"))
        return "a normalization over a part of the places";
    const variances = overPlaces
        ? signal.squares.map((_, i) => {
            const row = Math.floor(i / places) * places;
            return Math.max(0, meanOf(signal.squares.subarray(row, row + places)) - square);
        })
        : signal.squares.map((q) => Math.max(0, q - square));
    const normal = normalized(signal, square, variances, epsilon);
    const squares = normal.signal.squares.map((q, i) => overPlaces && variances[i] > 0 ? (q * Math.max(0, signal.squares[i] - square)) / variances[i] : q);
    const passed = { ...normal, signal: { ...normal.signal, squares } };
    const affine = scaledByUnit(passed.signal, scale === undefined ? ONE : scaleOf(scale), shift === undefined ? ZERO : scaleOf(shift), walk.sources);
    return passing(x, chained(passed, affine));
};
/** Normalizations. */
export const normalization = {
    BatchNormalization: batchNormalization,
    LayerNormalization: layerNormalization,
};
