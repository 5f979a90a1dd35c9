import { cast, mul, reshape, slice, sub } from "../../expressions.js";
import { slidingWindow, span } from "../../operators/window.js";
import { sizeOf, tensor } from "../../tensor.js";
import { scatteredPool } from "../scattered-pool.js";
/**
 * ScatterElements of the incoming gradient at a pooling's indices → comparisons: for each place of
 * the window, in row-major order, the windows whose maximum is there and at no place before; their
 * gradients go back there by a transposed convolution with a kernel of single ones, which also adds
 * where windows overlap. The same numbers, ties included.
 */
export const poolingByComparison = (node, { g, producer, renewed }) => {
    const pool = scatteredPool(node, producer);
    if (pool === undefined)
        return undefined;
    const x = renewed(pool.inputs[0]);
    const y = renewed(pool.outputs[0]); // [N, C, …output]
    const dy = reshape(g, renewed(node.inputs[2]), y.shape);
    const space = x.shape.slice(2);
    const { kernel, strides, dilations, padsBefore, output } = slidingWindow(pool.attributes, space, pool.attributes.kernel_shape);
    // The windows cover [−padsBefore, reach − padsBefore).
    const after = space.map((n, i) => strides[i] * (output[i] - 1) + span(kernel[i], dilations[i]) - padsBefore[i] - n);
    const padded = padWithLeast(g, x, padsBefore, after.map((n) => Math.max(0, n)));
    const axes = space.map((_, i) => i + 2);
    let free;
    const shares = places(kernel).map((place) => {
        const starts = place.map((k, i) => k * dilations[i]);
        const ends = starts.map((start, i) => start + strides[i] * (output[i] - 1) + 1);
        const isMaximum = cast(g, g.apply("Equal", [slice(g, padded, axes, starts, ends, strides), y]), "float32");
        const first = free === undefined ? isMaximum : mul(g, isMaximum, free);
        free = free === undefined ? sub(g, g.scalar(1, "float32"), isMaximum) : sub(g, free, first);
        // [N·C, 1, …output]
        return reshape(g, mul(g, first, dy), [sizeOf(y.shape.slice(0, 2)), 1, ...output]);
    });
    const extend = after.map((n) => Math.max(0, -n));
    const dx = g.apply("ConvTranspose", [g.apply("Concat", shares, { axis: 1 }), singleOnes(g, kernel)], {
        strides,
        dilations,
        pads: [...padsBefore, ...after.map((n) => Math.max(0, n))],
        ...(extend.some((n) => n > 0) ? { output_padding: extend } : {}),
    });
    return [reshape(g, dx, node.outputs[0].shape)];
};
/** The places of a window in row-major order. */
function places(kernel) {
    return kernel.reduce((places, size) => places.flatMap((place) => Array.from({ length: size }, (_, k) => [...place, k])), [[]]);
}
/** [places, 1, …kernel]: the p-th kernel is one at the p-th place. */
function singleOnes(g, kernel) {
    const count = sizeOf(kernel);
    const ones = Array.from({ length: count * count }, (_, i) => (i % (count + 1) === 0 ? 1 : 0));
    return g.constant(tensor("float32", [count, 1, ...kernel], ones), "single_ones");
}
/** Pads with the least number, which is no window's maximum. */
function padWithLeast(g, x, before, after) {
    if ([...before, ...after].every((n) => n === 0))
        return x;
    const least = g.scalar(-3.4028234663852886e38, "float32");
    return g.apply("Pad", [x, g.integers([0, 0, ...before, 0, 0, ...after]), least]);
}
