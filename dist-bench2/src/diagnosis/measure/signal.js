import { cast, div, matMul, mul, reduceMean, reduceSum, reshape, slice, sub, transpose, } from "../../graph/expressions.js";
import { sizeOf, tensor } from "../../graph/tensor.js";
import { normals, stream } from "../../random/index.js";
import { ROUNDING_OF_ANSWERS } from "./unit-marks.js";
/** Samples of which pairs are looked at, at most. */
const MOST_SAMPLES = 64;
/** A size below which numbers count as 0: the smallest normal float32. */
export const TINY = 1.1754943508222875e-38;
/** The signal as `[samples, units, places]`. */
export function formed(g, { value, rowAxis, unitAxis }) {
    const { shape } = value;
    const axes = shape.map((_, axis) => axis);
    const units = shape[unitAxis];
    const isBesideUnits = rowAxis !== undefined && rowAxis.axis !== unitAxis;
    const x = cast(g, value, "float32");
    if (!isBesideUnits) {
        const order = [unitAxis, ...axes.filter((axis) => axis !== unitAxis)];
        return { x: reshape(g, transpose(g, x, order), [1, units, sizeOf(shape) / units]), rows: 1, units };
    }
    const { axis: row, places } = rowAxis;
    const rows = shape[row] / places;
    if (places === 1) {
        const order = [row, unitAxis, ...axes.filter((axis) => axis !== row && axis !== unitAxis)];
        return { x: reshape(g, transpose(g, x, order), [rows, units, sizeOf(shape) / (rows * units)]), rows, units };
    }
    // [N·T, F, …] → [N, F, T, …]
    const order = [row, unitAxis, ...axes.filter((axis) => axis !== row && axis !== unitAxis)];
    const rest = sizeOf(shape) / (shape[row] * units);
    const apart = reshape(g, transpose(g, x, order), [rows, places, units, rest]);
    return { x: reshape(g, transpose(g, apart, [0, 2, 1, 3]), [rows, units, places * rest]), rows, units };
}
/** The largest magnitude of each unit, `[1, units, 1]`. */
export function peaks(g, x) {
    return g.apply("ReduceMax", [g.apply("Abs", [x])], { axes: [0, 2], keepdims: 1 });
}
/**
 * The outputs of a signal's readings. Numbers are divided by the largest before they are squared,
 * so that signals of any size keep their digits; moments about the mean are taken of differences.
 */
export function signalPoint(g, { x, rows, units }) {
    const top = peaks(g, x);
    const largest = g.apply("Max", [g.apply("ReduceMax", [top], { axes: [0, 1, 2], keepdims: 1 }), g.scalar(TINY)]);
    const y = div(g, x, largest);
    const mean = meanOf(g, y);
    const difference = sub(g, y, mean);
    const square = mul(g, difference, difference);
    const moments = [mean, meanOf(g, square), meanOf(g, mul(g, square, square)), largest];
    const count = Math.min(rows, MOST_SAMPLES);
    const some = count === rows ? y : slice(g, y, [0], [0], [count]);
    const places = x.shape[2];
    const flat = reshape(g, some, [count, units * places]);
    const gram = g.apply("Gemm", [flat, flat], { transB: 1 });
    const outputs = [
        reshape(g, top, [units]),
        g.apply("Concat", moments.map((v) => reshape(g, v, [1])), { axis: 0 }),
        reshape(g, gram, [count * count]),
        reshape(g, projected(g, some), [2 * units]),
        reshape(g, reduceSum(g, mul(g, some, some), [0, 2]), [units]),
    ];
    return {
        outputs,
        read: ([unitPeaks, moment, products, projections, sizes]) => ({
            reading: {
                ...momentsOf(moment),
                ...similarity(products, count),
                units,
            },
            marks: { projections: projections, sizes: sizes, rounding: ROUNDING_OF_ANSWERS },
            peaks: unitPeaks,
        }),
    };
}
/** The mean over everything, first within each unit. */
const meanOf = (g, x) => reduceMean(g, reduceMean(g, x, [0, 2]), [1]);
/** Two random projections of each unit's responses, `[units, 2]`: Σ aₙ bₚ · x[n, unit, p]. */
function projected(g, x) {
    const [rows, , places] = x.shape;
    const draws = (name, shape) => g.constant(tensor("float32", shape, Array.from(normals(stream(0, "diagnosis", name), sizeOf(shape)))), name);
    const ofPlaces = matMul(g, x, draws("places", [places, 2])); // [rows, units, 2]
    return reduceSum(g, mul(g, ofPlaces, draws("samples", [rows, 1, 2])), [0]);
}
/** A deviation this small, relative to the mean, is rounding of float32. */
const ROUNDING = 1e-6;
function momentsOf(moment) {
    const [mean, variance, fourth, largest] = Array.from(moment);
    const isConstant = Math.sqrt(variance) <= ROUNDING * Math.abs(mean);
    return {
        mean: mean * largest,
        deviation: Math.sqrt(variance) * largest,
        secondMoment: (variance + mean * mean) * largest * largest,
        kurtosis: isConstant ? Number.NaN : fourth / (variance * variance),
    };
}
/** Mean cosine over pairs, and effective rank, of samples by the products of their signals. */
function similarity(products, count) {
    let [trace, squares, cosines, pairs] = [0, 0, 0, 0];
    for (let i = 0; i < count; i++) {
        const length = products[i * count + i]; // squared
        trace += length;
        for (let j = 0; j < count; j++) {
            const product = products[i * count + j];
            squares += product * product;
            const size = Math.sqrt(length * products[j * count + j]);
            if (j <= i || size === 0)
                continue;
            cosines += product / size;
            pairs++;
        }
    }
    return {
        // Rounding can go beyond 1.
        cosine: pairs === 0 ? null : Math.max(-1, Math.min(1, cosines / pairs)),
        effectiveRank: trace === 0 ? 0 : (trace * trace) / squares,
    };
}
