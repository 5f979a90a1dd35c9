import { pad, reduceSum, reshape, slice, transpose } from "../../expressions.js";
const swapped = [1, 0, 2, 3];
/**
 * How to compute a filter gradient, by the number of input channels (measured at batch 128 on AVX2,
 * one thread): with one channel the swapped convolution is fastest (mnist_cnn's first layer 3.7 ms,
 * products 5.3); with few, the slices are stacked into one product (3 channels: 12 ms, apart 20,
 * convolution 14); from there on a product for each tap (32 → 64 channels at 26×26: 57 ms, stacked
 * 63, convolution 96).
 */
export function filterGradientPlan(channels) {
    if (channels === 1)
        return "convolution";
    return channels <= 4 ? "stacked" : "taps";
}
/** Applies to the swapped convolution of stride 1, dilation 1, one group, two spatial axes. */
export const filterGradient = (block) => (node, around) => {
    if (!isPlainConvolution(node))
        return undefined;
    const x = unswapped(node.inputs[0], around.producer); // [N, C, H, W]
    const dy = unswapped(node.inputs[1], around.producer); // [N, O, h, w]
    if (x === undefined || dy === undefined)
        return undefined;
    if (block !== undefined && fitsBlocks(dy, block))
        return undefined;
    const plan = filterGradientPlan(x.shape[1]);
    if (plan === "convolution")
        return undefined;
    const { g, renewed } = around;
    const pads = node.attributes.pads;
    // [O, C, kh, kw]
    const gradient = shiftedProducts(g, renewed(x), renewed(dy), pads ?? [0, 0, 0, 0], plan);
    return [transpose(g, gradient, swapped)]; // the swapped convolution's result is [C, O, kh, kw]
};
/**
 * Whether the swapped convolution can be done in the blocked layout: samples, its channels, and
 * outputs in whole blocks.
 */
export function fitsBlocks(dy, block) {
    return dy.shape[0] % block === 0 && dy.shape[1] % block === 0;
}
/** Whether a node is a 2-D convolution of stride 1, dilation 1 and one group, without bias. */
const isPlainConvolution = (node) => isUnstrided(node) && isOnes(node.attributes.dilations);
/** Whether a node is a 2-D convolution of stride 1 and one group, without bias. */
export function isUnstrided(node) {
    if (node.operator !== "Conv" || node.inputs[2] !== undefined || node.inputs[0].shape.length !== 4)
        return false;
    const { strides, group, auto_pad } = node.attributes;
    return isOnes(strides) && (group ?? 1) === 1 && (auto_pad ?? "NOTSET") === "NOTSET";
}
const isOnes = (list) => list === undefined || list.every((n) => n === 1);
/**
 * The value whose first two axes were swapped to make this one; for one channel (or sample) the
 * swap is only a Reshape.
 */
export function unswapped(value, producer) {
    const node = producer(value);
    const [x] = node?.inputs ?? [];
    if (node?.operator === "Reshape" && x?.shape.length === 4 && (x.shape[0] === 1 || x.shape[1] === 1)) {
        return swapped.every((axis, i) => value.shape[i] === x.shape[axis]) ? x : undefined;
    }
    if (node?.operator !== "Transpose")
        return undefined;
    const perm = node.attributes.perm;
    return perm.every((axis, i) => axis === swapped[i]) ? node.inputs[0] : undefined;
}
/**
 * dW [O, C, kh, kw] of a convolution of stride 1, from X [N, C, H, W], its pads [top, left, bottom,
 * right] and dY [N, O, h, w].
 */
export function shiftedProducts(g, x, dy, [top, left, bottom, right], plan) {
    const [n, c, height, width] = x.shape;
    const [, o, h, w] = dy.shape;
    const rowWidth = width + left + right;
    const [kh, kw] = [height + top + bottom - h + 1, rowWidth - w + 1];
    const padded = top + left + bottom + right > 0;
    // The last taps' slices run kw − 1 elements over the end: one row more where X is padded anyway,
    // else just those elements.
    const image = padded ? pad(g, x, [0, 0, top, left], [0, 0, bottom + (kw > 1 ? 1 : 0), right]) : x;
    const flat = reshape(g, image, [n, c, image.shape[2] * rowWidth]);
    const source = padded || kw === 1 ? flat : pad(g, flat, [0, 0, 0], [0, 0, kw - 1]);
    // [N, O, h·W]
    const rows = reshape(g, pad(g, dy, [0, 0, 0, 0], [0, 0, 0, kw - 1]), [n, o, h * rowWidth]);
    const taps = [];
    for (let i = 0; i < kh; i++) {
        for (let j = 0; j < kw; j++) {
            const from = i * rowWidth + j;
            taps.push(slice(g, source, [2], [from], [from + h * rowWidth])); // [N, C, h·W]
        }
    }
    const product = (tap) => reduceSum(g, g.apply("com.microsoft:FusedMatMul", [rows, tap], { transB: 1 }), [0], false);
    if (plan === "taps") {
        const parts = taps.map((tap) => reshape(g, product(tap), [o, c, 1])); // [O, C] each
        return reshape(g, g.apply("Concat", parts, { axis: 2 }), [o, c, kh, kw]);
    }
    // [O, taps, C]
    const all = reshape(g, product(g.apply("Concat", taps, { axis: 1 })), [o, kh * kw, c]);
    return reshape(g, transpose(g, all, [0, 2, 1]), [o, c, kh, kw]);
}
