import { expand, mul, reshape, scale } from "../../expressions.js";
import { slidingWindow } from "../../operators/window.js";
import { sizeOf, tensor } from "../../tensor.js";
/**
 * dX = zeros with each dY added at its window's maximum. A MaxPool node without indices gets a
 * second node with them; the pass that merges common subexpressions replaces the first by the
 * second. Overlapping windows may share a maximum, hence the addition; `strides ≥ kernel_shape`
 * tells the lowering that none do.
 */
const maxPoolRule = ({ g, node, inputs: [x], outputs, gradients: [dy] }) => {
    if (dy === undefined)
        return [undefined];
    const indices = outputs[1] ?? g.applyAll("MaxPool", [x], node.attributes, { outputs: 2, name: "maxpool_indices" })[1];
    const size = sizeOf(x.shape);
    const flat = [sizeOf(dy.shape)];
    const zeros = g.apply("Expand", [g.scalar(0, x.type), g.integers([size])]);
    const dx = g.apply("ScatterElements", [zeros, reshape(g, indices, flat), reshape(g, dy, flat)], { axis: 0, reduction: "add" }, { name: "maxpool_gradient" });
    return [reshape(g, dx, x.shape)];
};
/**
 * dX = dY at the positions the indices name; where windows overlap this holds only while no two
 * name the same position.
 */
const maxUnpoolRule = ({ g, inputs: [x, indices], gradients: [dy], needs }) => {
    if (!needs[0])
        return [undefined];
    const flat = [sizeOf(x.shape)];
    const dx = g.apply("GatherElements", [reshape(g, dy, [sizeOf(dy.shape)]), reshape(g, indices, flat)], { axis: 0 });
    return [reshape(g, dx, x.shape)];
};
const averagePoolRule = ({ g, node, inputs: [x], gradients: [dy] }) => {
    const kernel = node.attributes.kernel_shape;
    const space = x.shape.slice(2);
    const window = slidingWindow(node.attributes, space, kernel);
    const counts = elementsAveraged(window, space, node.attributes.count_include_pad === 1);
    const uniform = counts.every((n) => n === counts[0]);
    const shares = uniform
        ? scale(g, dy, 1 / counts[0])
        : mul(g, dy, g.constant(tensor(dy.type, window.output, counts.map((n) => 1 / n)), "one_over_count"));
    return [spread(g, shares, window, x)];
};
/**
 * Each window's share copied to every element of the window and summed: the adjoint of summing
 * windows.
 */
function spread(g, shares, window, x) {
    const space = x.shape.slice(2);
    const { kernel, strides, padsBefore, output } = window;
    if (kernel.every((k, i) => k === strides[i] && padsBefore[i] === 0 && output[i] * k === space[i])) {
        // Windows side by side: [N, C, h, 1, w, 1] → [N, C, h, kh, w, kw].
        const [n, c] = x.shape;
        const apart = reshape(g, shares, [n, c, ...output.flatMap((h) => [h, 1])]);
        return reshape(g, expand(g, apart, [n, c, ...output.flatMap((h, i) => [h, kernel[i]])]), x.shape);
    }
    const images = x.shape[0] * x.shape[1];
    const ones = g.constant(tensor(x.type, [1, 1, ...kernel], new Array(sizeOf(kernel)).fill(1)), "ones");
    // The windows cover [−padsBefore, (output − 1) · stride + kernel − padsBefore): cut or extend
    // that to the input.
    const after = space.map((n, i) => strides[i] * (output[i] - 1) + kernel[i] - padsBefore[i] - n);
    const extend = after.map((n) => Math.max(0, -n));
    const dx = g.apply("ConvTranspose", [reshape(g, shares, [images, 1, ...output]), ones], {
        strides,
        pads: [...padsBefore, ...after.map((n) => Math.max(0, n))],
        ...(extend.some((n) => n > 0) ? { output_padding: extend } : {}),
    });
    return reshape(g, dx, x.shape);
}
/**
 * How many elements each window's mean is over: those inside the input, with `includePadding` also
 * those in the padding, but never what `ceil_mode` reaches beyond it.
 */
function elementsAveraged(window, space, includePadding) {
    return window.output.reduce((counts, windows, i) => {
        const [before, after] = includePadding ? [window.padsBefore[i], window.padsAfter[i]] : [0, 0];
        const along = Array.from({ length: windows }, (_, j) => {
            const start = j * window.strides[i] - window.padsBefore[i];
            return Math.min(start + window.kernel[i], space[i] + after) - Math.max(start, -before);
        });
        return counts.flatMap((count) => along.map((n) => count * n));
    }, [1]);
}
const globalAveragePoolRule = ({ g, inputs: [x], gradients: [dy] }) => [
    expand(g, scale(g, dy, 1 / sizeOf(x.shape.slice(2))), x.shape),
];
const globalMaxPoolRule = ({ g, inputs: [x], gradients: [dy] }) => {
    const [n, c, ...space] = x.shape;
    const flat = [n, c, sizeOf(space)];
    // [N, C, 1]
    const first = g.apply("ArgMax", [reshape(g, x, flat)], { axis: 2, keepdims: 1, select_last_index: 0 });
    const zeros = g.apply("Expand", [g.scalar(0, x.type), g.integers(flat)]);
    const dx = g.apply("ScatterElements", [zeros, first, reshape(g, dy, [n, c, 1])], { axis: 2, reduction: "add" });
    return [reshape(g, dx, x.shape)];
};
/** The gradient rules of this family, by operator. */
export const pooling = {
    MaxPool: maxPoolRule,
    MaxUnpool: maxUnpoolRule,
    AveragePool: averagePoolRule,
    GlobalAveragePool: globalAveragePoolRule,
    GlobalMaxPool: globalMaxPoolRule,
};
