/** Two-dimensional convolution, and the padding it shares with pooling. */
import { InputError, ShapeError } from "../../errors.js";
import { findActivation } from "../activations/find-activation.js";
import { activate } from "./activation.js";
import { atLeastOne, pairOf } from "./check-arguments.js";
import { imageShape } from "./scope.js";
/**
 * Cross-correlation with `filters` kernels: `[N, C, H, W]` → `[N, filters, H', W']`. The kernel is
 * `[filters, C / groups, height, width]`, as in PyTorch (Keras and Flax:
 * `[height, width, C / groups, filters]`).
 *
 * @throws InputError for sizes that are not positive whole numbers, an unknown padding or
 * activation
 * @example
 * import { conv } from "stepzero";
 *
 * conv(32, 3, { padding: "same", activation: "relu" }); // [N, 3, 32, 32] → [N, 32, 32, 32]
 */
export function conv(filters, kernel, options = {}) {
    const { padding = "valid", groups = 1, bias = true } = options;
    atLeastOne("conv", "filters", filters);
    atLeastOne("conv", "groups", groups);
    checkPadding("conv", padding);
    const activation = findActivation(options.activation ?? "linear");
    const kernelSize = pairOf("conv", "kernel", kernel);
    const strides = pairOf("conv", "stride", options.stride ?? 1);
    const dilations = pairOf("conv", "dilation", options.dilation ?? 1);
    if (filters % groups !== 0) {
        throw new InputError(`conv: ${filters} filters do not divide into ${groups} groups.`);
    }
    return {
        kind: "conv",
        apply: (x, scope) => {
            const [, channels, ...space] = imageShape(scope, x);
            if (channels % groups !== 0) {
                throw new ShapeError(`layer "${scope.g.layer}": ${channels} input channels do not divide into ${groups} groups`);
            }
            const kernel = scope.parameter("kernel", [filters, channels / groups, ...kernelSize], {
                kind: "kernel",
                operation: "convolution",
                activation: "linear",
                groups,
                stride: strides,
                dilation: dilations,
            });
            const inputs = [x, kernel];
            if (bias)
                inputs.push(scope.parameter("bias", [filters], { kind: "bias", kernel }));
            const pads = padsOf(scope, padding, space, kernelSize, strides, dilations);
            const y = scope.g.apply("Conv", inputs, { kernel_shape: kernelSize, strides, dilations, pads, group: groups });
            return activate(scope, activation, y);
        },
    };
}
/** @throws InputError for a padding that is not legal */
export function checkPadding(layer, padding) {
    if (padding === "same" || padding === "valid" || (Number.isInteger(padding) && padding >= 0))
        return;
    throw new InputError(`${layer}: padding must be "same", "valid" or a whole number from 0 up, got ${JSON.stringify(padding)}.`);
}
/**
 * ONNX's pads `[top, left, bottom, right]`.
 *
 * @throws ShapeError where the window is larger than the padded input
 */
export function padsOf(scope, padding, space, kernel, strides, dilations = [1, 1]) {
    const totals = space.map((size, i) => {
        const reach = (kernel[i] - 1) * dilations[i] + 1;
        if (typeof padding === "number")
            return { before: padding, after: padding, reach };
        if (padding === "valid")
            return { before: 0, after: 0, reach };
        const total = Math.max((Math.ceil(size / strides[i]) - 1) * strides[i] + reach - size, 0);
        return { before: Math.floor(total / 2), after: Math.ceil(total / 2), reach };
    });
    if (totals.some(({ before, after, reach }, i) => space[i] + before + after < reach)) {
        throw new ShapeError(`layer "${scope.g.layer}": its window of ${totals.map((t) => t.reach).join("×")} is larger than the images of ` +
            `${space.join("×")} that come in (with their padding): use larger images, a smaller window or padding "same"`);
    }
    return [...totals.map((t) => t.before), ...totals.map((t) => t.after)];
}
