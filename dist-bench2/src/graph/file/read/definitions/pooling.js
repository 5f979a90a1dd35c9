/** Pooling by sums over windows, which a convolution with ones computes. */
import { mul, reshape } from "../../../expressions.js";
import { slidingWindow, span, windowProblem } from "../../../operators/window.js";
import { sizeOf, tensor } from "../../../tensor.js";
import { checkCount, floatInput, numberOf } from "../file-node.js";
/** The windows over the spatial axes of x. */
function windowsOf(node, x) {
    const kernel = node.attributes.kernel_shape ?? node.fail("kernel_shape is missing");
    const space = x.shape.slice(2);
    const problem = windowProblem(node.attributes, space.length);
    if (problem !== undefined || kernel.length !== space.length)
        node.fail(problem ?? "kernel_shape does not fit the input");
    const window = slidingWindow(node.attributes, space, kernel);
    checkCount(node, sizeOf(kernel));
    checkCount(node, sizeOf(window.output));
    for (const [i, n] of window.output.entries())
        checkCount(node, n * kernel[i]);
    return window;
}
/** Σ over each window of [N, C, …space], with zeros around it. */
function windowSums({ g }, x, window) {
    const { kernel, strides, dilations, padsBefore, output } = window;
    const space = x.shape.slice(2);
    const images = reshape(g, x, [x.shape[0] * x.shape[1], 1, ...space]);
    const ones = g.constant(tensor(x.type, [1, 1, ...kernel], new Array(sizeOf(kernel)).fill(1)), "ones");
    // How far the last window reaches beyond the input: with ceil_mode farther than the padding.
    const after = output.map((n, i) => Math.max(0, (n - 1) * strides[i] + span(kernel[i], dilations[i]) - padsBefore[i] - space[i]));
    const sums = g.apply("Conv", [images, ones], { strides, dilations, pads: [...padsBefore, ...after] });
    return reshape(g, sums, [x.shape[0], x.shape[1], ...output]);
}
/** One over the number of elements that each window's mean is over. */
function oneOverCounts(window, space, includePadding) {
    const { kernel, strides, dilations, padsBefore, padsAfter, output } = window;
    const alongAxes = output.map((windows, i) => {
        const [before, after] = includePadding ? [padsBefore[i], padsAfter[i]] : [0, 0];
        return Array.from({ length: windows }, (_, j) => {
            const places = Array.from({ length: kernel[i] }, (_, k) => j * strides[i] - padsBefore[i] + k * dilations[i]);
            return places.filter((at) => at >= -before && at < space[i] + after).length;
        });
    });
    return alongAxes
        .reduce((counts, along) => counts.flatMap((count) => along.map((n) => count * n)), [1])
        .map((count) => 1 / count);
}
/** AveragePool with dilations, which its operator in our graphs does not have. */
export const dilatedAveragePool = (node) => {
    const x = floatInput(node);
    const window = windowsOf(node, x);
    const shares = oneOverCounts(window, x.shape.slice(2), node.attributes.count_include_pad === 1);
    const share = node.g.constant(tensor(x.type, window.output, shares), `${node.name}/one_over_count`);
    return [mul(node.g, windowSums(node, x, window), share)];
};
/** |x|^p. */
function power({ g }, x, p) {
    if (p === 2)
        return mul(g, x, x);
    const size = g.apply("Abs", [x]);
    return p === 1 ? size : g.apply("Pow", [size, g.scalar(p, x.type)]);
}
/** s^(1/p), with gradient 0 at 0. */
function root({ g }, s, p) {
    if (p === 1)
        return s;
    const isZero = g.apply("Equal", [s, g.scalar(0, s.type)]);
    const safe = g.apply("Where", [isZero, g.scalar(1, s.type), s]);
    const size = p === 2 ? g.apply("Sqrt", [safe]) : g.apply("Pow", [safe, g.scalar(1 / p, s.type)]);
    return g.apply("Where", [isZero, g.scalar(0, s.type), size]);
}
/** (Σ |x|^p)^(1/p) over each window. */
const lpPool = (node) => {
    const x = floatInput(node);
    const p = numberOf(node, "p", 2);
    return [root(node, windowSums(node, power(node, x, p), windowsOf(node, x)), p)];
};
/** (Σ |x|^p)^(1/p) over all spatial axes. */
const globalLpPool = (node) => {
    const { g } = node;
    const x = floatInput(node);
    const p = numberOf(node, "p", 2);
    const axes = x.shape.flatMap((_, i) => (i < 2 ? [] : [i]));
    if (axes.length === 0)
        node.fail("the input must be [N, C, …space] with at least one spatial axis");
    if (p === 2)
        return [g.apply("ReduceL2", [x], { axes, keepdims: 1 })];
    return [root(node, g.apply("ReduceSum", [power(node, x, p), g.integers(axes)], { keepdims: 1 }), p)];
};
/** The definitions of this family, by operator. */
export const pooling = { LpPool: lpPool, GlobalLpPool: globalLpPool };
