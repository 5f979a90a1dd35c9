import { slidingWindow, transposedWindow } from "../../../graph/operators/window.js";
import { sizeOf } from "../../../graph/tensor.js";
import { affine } from "../affine.js";
import { cosinesBetween, offsetsOf, pointsAlong } from "../data.js";
import { drawnScale, kernelStatistics, patternOf } from "../kernel.js";
import { axisOf, count, isOnly } from "../layout.js";
import { meanOf } from "../signal.js";
import { passing } from "../state.js";
import { scaledByUnit } from "../sums.js";
import { spreadOverWindows, windowSums } from "../windows.js";
import { attentionProduct } from "./attention.js";
const NO_SIGNAL = "what comes in has no rule";
const gemm = (node, walk) => {
    const [a, b, c] = node.inputs;
    const { alpha = 1, beta = 1, transA = 0, transB = 0 } = node.attributes;
    const [left, right] = [walk.numbersOf(a), walk.numbersOf(b)];
    if (right === undefined && left === undefined)
        return "a product of two signals";
    const product = right !== undefined
        ? {
            x: a,
            kernel: right,
            outAxis: transB ? 0 : 1,
            inAxis: transB ? 1 : 0,
            axis: transA ? 0 : 1,
            swapped: transA === 1,
            factor: alpha,
        }
        : {
            x: b,
            kernel: left,
            outAxis: transA ? 1 : 0,
            inAxis: transA ? 0 : 1,
            axis: transB ? 1 : 0,
            swapped: transB === 1,
            factor: alpha,
        };
    const outcome = dense(product, walk);
    if (typeof outcome === "string" || c === undefined)
        return outcome;
    const bias = walk.numbersOf(c);
    if (bias === undefined)
        return "a sum with what is no bias";
    const { mean, meanSquare } = drawnScale(bias);
    return withBias(outcome, { mean: mean * beta, meanSquare: meanSquare * beta * beta }, walk);
};
const matMul = (node, walk) => {
    const [a, b] = node.inputs;
    const [left, right] = [walk.numbersOf(a), walk.numbersOf(b)];
    if (left === undefined && right === undefined)
        return attentionProduct(node, walk);
    const kernel = right ?? left;
    if (kernel.shape.length !== 2)
        return "a product with a stack of matrices";
    const x = right === undefined ? b : a;
    const rank = x.shape.length;
    const product = right !== undefined
        ? { x, kernel, outAxis: 1, inAxis: 0, axis: rank - 1, swapped: false, factor: 1 }
        : { x, kernel, outAxis: 0, inAxis: 1, axis: rank - 2, swapped: false, factor: 1 };
    return dense(product, walk);
};
function dense({ x, kernel, outAxis, inAxis, axis, swapped, factor }, walk) {
    const pattern = patternOf(kernel);
    if (pattern !== undefined)
        return pattern;
    const signal = walk.signalOf(x);
    if (signal === undefined)
        return NO_SIGNAL;
    const factors = signal.layout[axis];
    if (factors === undefined ||
        !isOnly(factors.filter(({ kind }) => kind !== "places"), "units"))
        return "a sum over samples";
    const [units, places] = [count(factors, "units"), count(factors, "places")];
    if (units !== signal.units)
        return "a sum over a part of the units, or over places alone";
    const out = kernel.shape[outAxis];
    const all = sizeOf(signal.places);
    const rest = all / places;
    const inPlace = signal.layout.map((old, i) => (i === axis ? axisOf("units", out) : old));
    const layout = swapped ? inPlace.reverse() : inPlace;
    const restOfPlaces = layout.flat().filter(({ kind }) => kind === "places");
    const sums = (squares) => regrouped(squares, all, rest, places === 1).map((q) => q * units * places);
    const sum = {
        kernel: kernelStatistics(kernel, outAxis, inAxis),
        factor,
        fanIn: units * places,
        fanOut: out,
        positions: 1,
        sums,
        adjoint: (squares) => regrouped(squares, rest, all, places === 1).map((g) => g * out),
        forwardCosines: (cosines) => cosines,
        backwardCosines: ({ cosines }) => (places === 1 ? cosines : { ...cosines, places: 0, near: 0, both: 0 }),
        output: { layout, places: restOfPlaces.map(({ size }) => size), units: out },
    };
    return passing(x, affine(withPoints(signal, walk, x, (data) => pointsAlong(data, axis)), sum, walk.sources));
}
/** A map of places as one of other places: as it is, or each sample's mean everywhere. */
function regrouped(squares, from, to, asItIs) {
    if (asItIs)
        return squares;
    const rows = squares.length / from;
    const means = Array.from({ length: rows }, (_, row) => meanOf(squares.subarray(row * from, (row + 1) * from)));
    return Float64Array.from({ length: rows * to }, (_, i) => means[Math.floor(i / to)]);
}
/** The signal with the cosines of what the sum really sees, where that is numbers. */
function withPoints(signal, walk, x, points) {
    const state = walk.stateOf(x);
    return state?.kind === "data" ? { ...signal, cosines: cosinesBetween(points(state.data)) } : signal;
}
function withBias(outcome, bias, walk) {
    const [state] = outcome.states;
    if (state?.kind !== "signal")
        return outcome;
    const { signal } = scaledByUnit(state.signal, { mean: 1, meanSquare: 1 }, bias, walk.sources);
    return { ...outcome, states: [{ kind: "signal", signal }] };
}
function convolution(node, walk, describe) {
    const [x, w, b] = node.inputs;
    const kernel = walk.numbersOf(w);
    if (kernel === undefined)
        return "a convolution whose kernel is a signal";
    const pattern = patternOf(kernel);
    if (pattern !== undefined)
        return pattern;
    const signal = walk.signalOf(x);
    if (signal === undefined)
        return NO_SIGNAL;
    const [rows, channels, ...places] = signal.layout;
    const fits = isOnly(rows, "rows") && isOnly(channels, "units") && places.every((axis) => isOnly(axis, "places"));
    if (!fits)
        return "a convolution over axes that are no places";
    const groups = node.attributes.group ?? 1;
    const it = describe(kernel.shape, groups);
    const positions = sizeOf(kernel.shape.slice(2));
    const [terms, back] = [x.shape[1] / groups, it.units / groups];
    const sum = {
        kernel: kernelStatistics(kernel, it.outAxis, it.inAxis, groups),
        factor: 1,
        fanIn: terms * positions,
        fanOut: back * positions,
        positions,
        sums: (squares) => it.sums(squares).map((square) => square * terms),
        adjoint: (squares) => it.adjoint(squares).map((square) => square * back),
        forwardCosines: (cosines) => cosines,
        backwardCosines: ({ cosines }) => cosines,
        output: {
            layout: [rows, axisOf("units", it.units), ...it.space.map((size) => axisOf("places", size))],
            places: it.space,
            units: it.units,
        },
    };
    const seen = node.operator === "Conv" ? withPoints(signal, walk, x, (data) => patches(data, it.windows)) : signal;
    const outcome = passing(x, affine(seen, sum, walk.sources));
    const bias = walk.numbersOf(b);
    return bias === undefined ? outcome : withBias(outcome, drawnScale(bias), walk);
}
const conv = (node, walk) => convolution(node, walk, (shape, _groups) => {
    const space = node.inputs[0].shape.slice(2);
    const { kernel, strides, dilations, padsBefore, output } = slidingWindow(node.attributes, space, shape.slice(2));
    const windows = { kernel, strides, dilations, padsBefore, input: space, output };
    return {
        windows,
        space: output,
        outAxis: 0,
        inAxis: 1,
        units: shape[0],
        sums: (squares) => windowSums(squares, windows),
        adjoint: (squares) => spreadOverWindows(squares, windows),
    };
});
const convTranspose = (node, walk) => convolution(node, walk, (shape, groups) => {
    const space = node.inputs[0].shape.slice(2);
    const { kernel, strides, dilations, padsBefore, output } = transposedWindow(node.attributes, space, shape.slice(2));
    // Each input spreads over a window of outputs.
    const windows = { kernel, strides, dilations, padsBefore, input: output, output: space };
    return {
        windows,
        space: output,
        outAxis: 1,
        inAxis: 0,
        units: shape[1] * groups,
        sums: (squares) => spreadOverWindows(squares, windows),
        adjoint: (squares) => windowSums(squares, windows),
    };
});
/** The numbers that each window of a convolution sees; padding is left out. */
function patches(data, { kernel, strides, dilations, padsBefore, input, output }) {
    const rows = offsetsOf(data, ({ kind }) => kind === "rows");
    const places = offsetsOf(data, ({ kind }) => kind === "places");
    const units = offsetsOf(data, ({ kind }) => kind === "units");
    const numbers = data.tensor.data;
    const positions = sizeOf(kernel);
    /** The input place under position k of the window at a place; −1 on padding. */
    const under = (place, k) => {
        let [at, offset, result, stride] = [place, k, 0, 1];
        for (let axis = input.length - 1; axis >= 0; axis--) {
            const here = (at % output[axis]) * strides[axis] + (offset % kernel[axis]) * dilations[axis] - padsBefore[axis];
            if (here < 0 || here >= input[axis])
                return -1;
            result += here * stride;
            stride *= input[axis];
            at = Math.floor(at / output[axis]);
            offset = Math.floor(offset / kernel[axis]);
        }
        return result;
    };
    return {
        rows: rows.length,
        places: sizeOf(output),
        length: positions * units.length,
        read: (row, place, vector) => {
            for (let k = 0; k < positions; k++) {
                const source = under(place, k);
                for (let u = 0; u < units.length; u++) {
                    vector[k * units.length + u] = source < 0 ? 0 : Number(numbers[rows[row] + places[source] + units[u]]);
                }
            }
        },
    };
}
/** Operators that sum over units with a kernel. */
export const products = {
    Gemm: gemm,
    MatMul: matMul,
    Conv: conv,
    ConvTranspose: convTranspose,
};
