/** An attribute with one number per spatial axis, all `otherwise` where it is left out. */
export function perAxis(attributes, name, rank, otherwise) {
    return attributes[name] ?? new Array(rank).fill(otherwise);
}
/** What is wrong with the window attributes, or undefined. */
export function windowProblem(attributes, rank) {
    for (const [name, length, least] of [
        ["kernel_shape", rank, 1],
        ["strides", rank, 1],
        ["dilations", rank, 1],
        ["pads", 2 * rank, 0],
        ["output_padding", rank, 0],
    ]) {
        const value = attributes[name];
        if (value === undefined)
            continue;
        if (value.length !== length)
            return `${name} has ${value.length} numbers, ${rank} spatial axes want ${length}`;
        if (value.some((n) => n < least))
            return `${name} [${value.join(", ")}] must be at least ${least}`;
    }
    const autoPad = attributes.auto_pad;
    if (autoPad !== undefined && !["NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER"].includes(autoPad))
        return `auto_pad "${autoPad}" must be NOTSET, VALID, SAME_UPPER or SAME_LOWER`;
    return undefined;
}
/** Input elements that one window spans along an axis. */
export const span = (kernel, dilation) => (kernel - 1) * dilation + 1;
/**
 * Windows of Conv, MaxPool and AveragePool over `space`. `SAME_UPPER` and `SAME_LOWER` put one
 * window at each stride of the input and the odd zero behind or in front. With `ceil_mode` a last
 * window may reach past the padding but must start inside the input or the padding in front of it,
 * as in PyTorch and ONNX Runtime.
 */
export function slidingWindow(attributes, space, kernel) {
    const rank = space.length;
    const strides = perAxis(attributes, "strides", rank, 1);
    const dilations = perAxis(attributes, "dilations", rank, 1);
    const pads = perAxis(attributes, "pads", 2 * rank, 0);
    const autoPad = attributes.auto_pad;
    const ceil = attributes.ceil_mode === 1;
    const axes = space.map((n, i) => {
        const stride = strides[i];
        const reach = span(kernel[i], dilations[i]);
        if (autoPad === "SAME_UPPER" || autoPad === "SAME_LOWER") {
            const output = Math.ceil(n / stride);
            const total = Math.max(0, (output - 1) * stride + reach - n);
            const less = Math.floor(total / 2);
            return autoPad === "SAME_UPPER"
                ? { before: less, after: total - less, output }
                : { before: total - less, after: less, output };
        }
        const [before, after] = autoPad === "VALID" ? [0, 0] : [pads[i], pads[rank + i]];
        const steps = (n + before + after - reach) / stride;
        let output = (ceil ? Math.ceil(steps) : Math.floor(steps)) + 1;
        if (ceil && (output - 1) * stride >= n + before)
            output--;
        return { before, after, output };
    });
    return windowOf(kernel, strides, dilations, axes);
}
/**
 * Windows of ConvTranspose: each of the `space` input elements spreads one kernel over the output;
 * output = stride · (input − 1) + output_padding + span − pads. `output_shape` and the SAME forms
 * choose the pads.
 */
export function transposedWindow(attributes, space, kernel) {
    const rank = space.length;
    const strides = perAxis(attributes, "strides", rank, 1);
    const dilations = perAxis(attributes, "dilations", rank, 1);
    const pads = perAxis(attributes, "pads", 2 * rank, 0);
    const outputPadding = perAxis(attributes, "output_padding", rank, 0);
    const outputShape = attributes.output_shape;
    const autoPad = attributes.auto_pad;
    const same = autoPad === "SAME_UPPER" || autoPad === "SAME_LOWER";
    const axes = space.map((n, i) => {
        const full = strides[i] * (n - 1) + outputPadding[i] + span(kernel[i], dilations[i]);
        if (outputShape !== undefined || same) {
            const output = outputShape?.[i] ?? n * strides[i];
            const total = Math.max(0, full - output);
            const less = Math.floor(total / 2);
            const [before, after] = autoPad === "SAME_UPPER" ? [less, total - less] : [total - less, less];
            return { before, after, output: full - total };
        }
        const [before, after] = autoPad === "VALID" ? [0, 0] : [pads[i], pads[rank + i]];
        return { before, after, output: full - before - after };
    });
    return windowOf(kernel, strides, dilations, axes);
}
/** A window, from its numbers along each axis. */
function windowOf(kernel, strides, dilations, axes) {
    return {
        kernel,
        strides,
        dilations,
        padsBefore: axes.map((a) => a.before),
        padsAfter: axes.map((a) => a.after),
        output: axes.map((a) => a.output),
    };
}
