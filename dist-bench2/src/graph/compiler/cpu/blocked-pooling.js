import { cast, mul, pad, reshape, sub } from "../../expressions.js";
import { sizeOf, tensor } from "../../tensor.js";
import { domain } from "./blocked-forms.js";
/** Max-pooling of blocked images by 2 × 2. */
export function pooling(g, node, forms) {
    return g.apply(`${domain}:MaxPool`, [forms.blocked(node.inputs[0])], { kernel_shape: [2, 2], strides: [2, 2] });
}
/**
 * The first maximum of each window takes the gradient. With a, b, c, d the four corners of the
 * windows, in their order, and y the maximum: what a leaves, dy where y − a is not 0, goes on to b,
 * and so on; d takes the rest. Every product is by 0 or 1, and so exact.
 */
export function poolingGradient(g, node, pool, forms, block) {
    const [x, y] = [forms.blocked(pool.inputs[0]), forms.blocked(pool.outputs[0])];
    let left = forms.blocked(node.inputs[0]);
    const shares = ["a", "b", "c"].map((corner) => {
        const isBelow = g.apply("Greater", [below(g, x, y, corner, block), g.scalar(0, x.type)]);
        const rest = mul(g, left, cast(g, isBelow, x.type));
        const share = sub(g, left, rest);
        left = rest;
        return share;
    });
    return putTogether(g, [...shares, left], x, block);
}
/**
 * y − corner, which is not negative: one pass, a convolution of each channel for itself whose
 * kernel picks the corner, added to y. (Slices of every second pixel take four times as long. Of
 * the corners that the kernel has 0 for, none may be infinite.)
 */
function below(g, x, y, corner, block) {
    const channels = x.shape[1];
    const odd = x.shape.slice(2).map((n) => n % 2 === 1);
    // No larger than it must be; where a row or column is left over, a kernel of 1 would take that,
    // too.
    const size = [corner === "c" || odd[0] ? 2 : 1, corner === "b" || odd[1] ? 2 : 1];
    const place = corner === "a" ? 0 : corner === "b" ? 1 : size[1];
    const shape = [channels, 1, ...size];
    // In the order [C/b, kh, kw, b].
    const numbers = Array.from({ length: sizeOf(shape) }, (_, i) => Math.floor(i / block) % (size[0] * size[1]) === place ? -1 : 0);
    const kernel = g.constant(tensor("float32", shape, numbers), "corner");
    return g.apply(`${domain}:Conv`, [x, kernel, undefined, y], { kernel_shape: size, strides: [2, 2], group: channels });
}
/**
 * The four corners [N, C, h, w] of windows of 2 × 2, in the shape of `like`, with zeros where no
 * window is.
 */
function putTogether(g, corners, like, block) {
    const [n, c, height, width] = like.shape;
    const [h, w] = corners[0].shape.slice(2);
    const images = (n * c) / block;
    const row = (pair) => {
        const apart = pair.map((v) => reshape(g, v, [images * h, w, 1, block]));
        return reshape(g, g.apply("Concat", apart, { axis: 2 }), [images * h, 1, 2 * w * block]);
    };
    const rows = g.apply("Concat", [row(corners.slice(0, 2)), row(corners.slice(2))], { axis: 1 });
    const together = reshape(g, rows, [images, 2 * h, 2 * w, block]);
    const whole = pad(g, together, [0, 0, 0, 0], [0, height - 2 * h, width - 2 * w, 0]);
    return reshape(g, whole, [n, c, height, width]);
}
