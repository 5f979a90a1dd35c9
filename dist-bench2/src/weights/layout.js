import { unknownName } from "../errors.js";
import { sizeOf } from "../graph/tensor.js";
/** Every layout. */
export const layouts = ["pytorch", "keras", "jax", "onnx"];
/**
 * Looks a layout up by name.
 *
 * @throws InputError for an unknown name, with the nearest one
 */
export function findLayout(name) {
    const layout = layouts.find((candidate) => candidate === name);
    if (layout === undefined)
        throw unknownName("layout", name, layouts);
    return layout;
}
/** Gives a tensor the name, the axes and the order of numbers that a layout has. */
export function place(tensor, layout) {
    return { name: nameIn(tensor, layout), ...axesIn(tensor, layout) };
}
/** Gives a tensor the axes and the order of numbers that a layout has, without a name. */
export function axesIn(tensor, layout) {
    const { shape, data, role, flattenedChannels: channels = 1 } = tensor;
    if (layout === "onnx" || layout === "pytorch" || role.kind !== "kernel")
        return { shape, data };
    const space = shape.slice(2);
    const spaceAxes = space.map((_, i) => i + 2);
    switch (role.operation) {
        case "dense": {
            const [out, inputs] = shape;
            // [out, C · places] → [places · C, out]
            const transposed = permute(data, [out, channels, inputs / channels], [2, 1, 0]);
            return { shape: [inputs, out], data: transposed };
        }
        case "convolution": {
            const transposed = permute(data, shape, [...spaceAxes, 1, 0]);
            const groups = role.groups ?? 1;
            const depthwise = layout === "keras" && groups > 1 && shape[1] === 1;
            // Output c · m + j of a depthwise convolution is the j-th of input c, so [1, in · m] and
            // [in, m] hold the same numbers in the same order.
            const channelAxes = depthwise ? [groups, shape[0] / groups] : [shape[1], shape[0]];
            return { shape: [...space, ...channelAxes], data: transposed };
        }
        case "transposed-convolution": {
            if (layout === "keras") {
                return { shape: [...space, shape[1], shape[0]], data: permute(data, shape, [...spaceAxes, 1, 0]) };
            }
            // Flax dilates its input and cross-correlates. The others take the gradient of a
            // convolution, which reverses the taps.
            return {
                shape: [...space, shape[0], shape[1]],
                data: permute(reverseTaps(data, shape), shape, [...spaceAxes, 0, 1]),
            };
        }
        default:
            return { shape, data };
    }
}
const kernelNames = { pytorch: "weight", keras: "kernel", jax: "kernel" };
const leafNames = {
    pytorch: { "norm-scale": "weight", "norm-shift": "bias", mean: "running_mean", variance: "running_var" },
    keras: { "norm-scale": "gamma", "norm-shift": "beta", mean: "moving_mean", variance: "moving_variance" },
    jax: { "norm-scale": "scale", "norm-shift": "bias", mean: "mean", variance: "var" },
};
/** "block1/attention1/output-kernel" → "block1.attention1.output.weight". */
function nameIn({ name, role, statistic }, layout) {
    if (layout === "onnx")
        return name;
    const path = name.split("/");
    const leaf = path.pop();
    const normName = leafNames[layout][statistic ?? role.kind];
    // "query-key-value-kernel" is the kernel of a layer within the attention.
    const [, part, kind = leaf] = /^(?:(.+)-)?(kernel|bias)$/.exec(leaf) ?? [];
    if (part !== undefined)
        path.push(part);
    path.push(normName ?? (kind === "kernel" ? kernelNames[layout] : kind));
    const words = path.map((word) => word.replaceAll("-", "_"));
    if (layout === "pytorch")
        return words.join(".");
    if (layout === "keras")
        return words.join("/");
    return [statistic === undefined ? "params" : "batch_stats", ...words].join("/");
}
/** Transposes `data`, which is row-major: axis i of the result is axis `axes[i]` of `shape`. */
export function permute(data, shape, axes) {
    const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
    const sizes = axes.map((axis) => shape[axis]);
    const steps = axes.map((axis) => strides[axis]);
    const result = data.slice();
    const index = new Array(axes.length).fill(0);
    for (let i = 0, source = 0; i < result.length; i++) {
        result[i] = data[source];
        for (let axis = axes.length - 1; axis >= 0; axis--) {
            source += steps[axis];
            if (++index[axis] < sizes[axis])
                break;
            source -= steps[axis] * sizes[axis];
            index[axis] = 0;
        }
    }
    return result;
}
/** Reverses the taps of a kernel `[a, b, …k]` along every axis of k. */
function reverseTaps(data, shape) {
    const taps = sizeOf(shape.slice(2));
    return data.map((_, i) => data[i - (i % taps) + (taps - 1 - (i % taps))]);
}
