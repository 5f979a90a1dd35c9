/**
 * Gradients of operators that move, cut, join or repeat elements: each adjoint moves them back and
 * adds up copies.
 */
import { pad, reduceSum, reshape, slice, sub, sumToShape, transpose, zeros } from "../../expressions.js";
import { sliceRanges } from "../../operators/slicing.js";
import { sizeOf, toNumbers } from "../../tensor.js";
import { cut, reverse } from "./cutting.js";
import { padEdgeAdjoint, padReflectAdjoint } from "./padding.js";
const reshapeRule = ({ g, inputs: [x], gradients: [dy] }) => [reshape(g, dy, x.shape)];
const transposeRule = ({ g, node, inputs: [x], gradients: [dy] }) => {
    const axes = x.shape.map((_, i) => i);
    const perm = node.attributes.perm ?? axes.toReversed();
    return [
        transpose(g, dy, axes.map((axis) => perm.indexOf(axis))),
    ];
};
const integersOf = (g, value) => {
    const data = g.constantOf(value);
    return data === undefined ? undefined : toNumbers(data);
};
const sliceRule = ({ g, inputs: [x, starts, ends, axes, steps], gradients: [dy] }) => {
    const ranges = sliceRanges(x.shape, integersOf(g, starts), integersOf(g, ends), integersOf(g, axes), integersOf(g, steps));
    if (sizeOf(dy.shape) === 0)
        return [undefined];
    return [placeBack(g, dy, x.shape, ranges)];
};
/** Zeros of `shape` with dy at the places that the ranges name. */
function placeBack(g, dy, shape, ranges) {
    const backwards = ranges.flatMap(({ step, count }, axis) => (step < 0 && count > 1 ? [axis] : []));
    const turned = backwards.length === 0 ? dy : reverse(g, dy, backwards);
    const forwards = ranges.map(({ start, step, count }) => step < 0 ? { start: start + (count - 1) * step, step: -step, count } : { start, step, count });
    // Between neighbours of a strided axis go step - 1 zeros: as a new axis of `step` elements after
    // it, [c] → [c, step].
    const gaps = forwards.map(({ step, count }) => (count > 1 ? step : 1));
    let spread = turned;
    if (gaps.some((gap) => gap > 1)) {
        const pairs = forwards.flatMap(({ count }, i) => (gaps[i] > 1 ? [count, 1] : [count]));
        const after = gaps.flatMap((gap) => (gap > 1 ? [0, gap - 1] : [0]));
        spread = reshape(g, pad(g, reshape(g, turned, pairs), after.map(() => 0), after), forwards.map(({ count }, i) => count * gaps[i]));
    }
    return pad(g, spread, forwards.map(({ start }) => start), 
    // Negative where the last gap reaches past the end
    shape.map((n, i) => n - forwards[i].start - spread.shape[i]));
}
const concatRule = ({ g, node, inputs, gradients: [dy], needs }) => {
    const rank = dy.shape.length;
    const axis = (node.attributes.axis + rank) % rank;
    const sizes = inputs.map((x) => x.shape[axis]);
    if (inputs.length > 1 && needs.every(Boolean)) {
        return g.applyAll("Split", [dy, g.integers(sizes)], { axis }, { outputs: inputs.length });
    }
    let start = 0;
    return inputs.map((_, i) => {
        const from = start;
        start += sizes[i];
        return needs[i] ? cut(g, dy, axis, from, sizes[i]) : undefined;
    });
};
const splitRule = ({ g, node, inputs: [x], outputs, gradients }) => {
    const rank = x.shape.length;
    const axis = (node.attributes.axis + rank) % rank;
    const used = gradients.flatMap((dy, i) => (dy === undefined ? [] : [i]));
    if (used.length === 1) {
        const i = used[0];
        const sizes = outputs.map((y) => y.shape[axis]);
        const total = (list) => list.reduce((a, b) => a + b, 0);
        const along = (n) => x.shape.map((_, k) => (k === axis ? n : 0));
        return [pad(g, gradients[i], along(total(sizes.slice(0, i))), along(total(sizes.slice(i + 1))))];
    }
    const parts = gradients.map((dy, i) => dy ?? zeros(g, outputs[i]));
    return [g.apply("Concat", parts, { axis })];
};
const padRule = ({ g, node, inputs: [x, padsInput, value], gradients: [dy], needs }) => {
    const rank = x.shape.length;
    const pads = integersOf(g, padsInput);
    const before = pads.slice(0, rank);
    const after = pads.slice(rank);
    const { mode } = node.attributes;
    if (mode === "edge")
        return [padEdgeAdjoint(g, dy, x.shape, before, after)];
    if (mode === "reflect")
        return [padReflectAdjoint(g, dy, x.shape, before, after)];
    // Cut off what was added, then put zeros where elements had been cropped.
    const inner = before.flatMap((n, i) => (n > 0 || after[i] > 0 ? [i] : []));
    const crop = () => {
        const starts = inner.map((i) => Math.max(0, before[i]));
        const ends = inner.map((i) => dy.shape[i] - Math.max(0, after[i]));
        return inner.length === 0 ? dy : slice(g, dy, inner, starts, ends);
    };
    const cropped = crop();
    const all = dy.shape.map((_, i) => i);
    const byValue = () => reshape(g, sub(g, reduceSum(g, dy, all), reduceSum(g, cropped, all)), value.shape);
    const lost = (list) => list.map((n) => Math.max(0, -n));
    return [
        needs[0] ? pad(g, cropped, lost(before), lost(after)) : undefined,
        undefined,
        needs[2] ? byValue() : undefined,
    ];
};
/** Each axis of the output is [repeats, size]: sum over the repeats. */
const tileRule = ({ g, inputs: [x], outputs: [y], gradients: [dy] }) => {
    const pairs = x.shape.flatMap((n, i) => (n === 0 ? [1, 0] : [y.shape[i] / n, n]));
    const axes = x.shape.flatMap((_, i) => (pairs[2 * i] === 1 ? [] : [2 * i]));
    return [reshape(g, reduceSum(g, reshape(g, dy, pairs), axes, false), x.shape)];
};
/** The gradient rules of this family, by operator. */
export const reshaping = {
    Reshape: reshapeRule,
    Flatten: reshapeRule,
    Squeeze: reshapeRule,
    Unsqueeze: reshapeRule,
    Transpose: transposeRule,
    Slice: sliceRule,
    Concat: concatRule,
    Split: splitRule,
    Pad: padRule,
    Expand: ({ g, inputs: [x], gradients: [dy] }) => [sumToShape(g, dy, x.shape)],
    Tile: tileRule,
};
