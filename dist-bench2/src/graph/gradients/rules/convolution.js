import { reduceSum, reshape, slice, transpose } from "../../expressions.js";
import { slidingWindow, span, transposedWindow } from "../../operators/window.js";
const convRule = ({ g, node, inputs: [x, w], gradients: [dy], needs }) => {
    const window = slidingWindow(node.attributes, x.shape.slice(2), w.shape.slice(2));
    const group = node.attributes.group;
    return [
        needs[0] ? inputGradient(g, dy, w, window, x.shape.slice(2), group) : undefined,
        needs[1] ? filterGradient(g, x, dy, window, group) : undefined,
        needs[2] ? biasGradient(g, dy) : undefined,
    ];
};
/**
 * The input of a ConvTranspose is the output of the convolution whose adjoint it is, so the roles
 * change places.
 */
const convTransposeRule = ({ g, node, inputs: [x, w], gradients: [dy], needs }) => {
    const window = transposedWindow(node.attributes, x.shape.slice(2), w.shape.slice(2));
    const group = node.attributes.group;
    return [
        needs[0] ? convolve(g, dy, w, window, group) : undefined,
        needs[1] ? filterGradient(g, dy, x, window, group) : undefined,
        needs[2] ? biasGradient(g, dy) : undefined,
    ];
};
/** Σ over samples and space: [N, O, …] → [O]. */
function biasGradient(g, dy) {
    return reduceSum(g, dy, dy.shape.flatMap((_, axis) => (axis === 1 ? [] : [axis])), false);
}
/**
 * dX [N, C, …space] = ConvTranspose(dY, W): the kernel [O, C/group, …] is already in
 * ConvTranspose's layout.
 */
export function inputGradient(g, dy, w, window, space, group) {
    const { strides, dilations, padsBefore, padsAfter } = window;
    const outputPadding = unread(window, space, dy.shape.slice(2));
    return g.apply("ConvTranspose", [dy, w], {
        strides,
        dilations,
        pads: [...padsBefore, ...padsAfter],
        group,
        ...(outputPadding.some((n) => n > 0) ? { output_padding: outputPadding } : {}),
    }, { name: "input_gradient" });
}
/**
 * dX of a ConvTranspose = Conv(dY, W): output_padding is less than a stride, so no window stands in
 * it alone.
 */
function convolve(g, dy, w, window, group) {
    const { strides, dilations, padsBefore, padsAfter } = window;
    const attributes = { strides, dilations, pads: [...padsBefore, ...padsAfter], group };
    return g.apply("Conv", [dy, w], attributes, { name: "input_gradient" });
}
/**
 * dW[o, c, j] = Σₙₚ dY[n, o, p] · X[n, c, p · stride + j · dilation − pad]: a Conv with batch and
 * channels exchanged, Xᵀ [C/g, g·N, …] with kernel dYᵀ [O, N, …], whose strides are the dilations
 * and whose dilations are the strides.
 */
export function filterGradient(g, x, dy, window, group) {
    const [n, c, ...space] = x.shape;
    const { kernel, strides, dilations, padsBefore, padsAfter } = window;
    const spaceAxes = space.map((_, i) => i + 2);
    const swap = [1, 0, ...spaceAxes];
    const exchanged = group === 1
        ? transpose(g, x, swap)
        : reshape(g, transpose(g, reshape(g, x, [n, group, c / group, ...space]), [2, 1, 0, ...space.map((_, i) => i + 3)]), [c / group, group * n, ...space]);
    // What no window reads at the end would give the result more elements than the kernel has: less
    // padding where there is some, else a Slice.
    const idle = unread(window, space, dy.shape.slice(2));
    const dw = g.apply("Conv", [exchanged, transpose(g, dy, swap)], {
        strides: dilations,
        dilations: strides,
        pads: [...padsBefore, ...padsAfter.map((p, i) => p - Math.min(p, idle[i]))],
        group,
    }, { name: "filter_gradient" }); // [C/g, O, …]
    return transpose(g, crop(g, dw, kernel), swap);
}
/** Elements at the end of each padded axis that no window reads: fewer than the stride. */
function unread({ kernel, strides, dilations, padsBefore, padsAfter }, space, windows) {
    return space.map((n, i) => n + padsBefore[i] + padsAfter[i] - span(kernel[i], dilations[i]) - strides[i] * (windows[i] - 1));
}
/** The first `space` elements of each spatial axis. */
function crop(g, x, space) {
    const axes = space.flatMap((n, i) => (x.shape[i + 2] > n ? [i + 2] : []));
    if (axes.length === 0)
        return x;
    return slice(g, x, axes, axes.map(() => 0), axes.map((axis) => space[axis - 2]));
}
/** The gradient rules of this family, by operator. */
export const convolution = {
    Conv: convRule,
    ConvTranspose: convTransposeRule,
};
