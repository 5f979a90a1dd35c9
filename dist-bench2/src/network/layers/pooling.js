/** Pooling of images `[N, C, H, W]`. */
import { reduceMean } from "../../graph/expressions.js";
import { pairOf } from "./check-arguments.js";
import { checkPadding, padsOf } from "./conv.js";
import { imageShape } from "./scope.js";
/**
 * Largest value of each window: `[N, C, H, W]` → `[N, C, H', W']`. At ties the first takes the
 * whole gradient, as in PyTorch.
 */
export const maxPool = (size, options = {}) => pool("maxPool", "MaxPool", size, options);
/**
 * Mean of each window: `[N, C, H, W]` → `[N, C, H', W']`. Padding is not counted, as in Keras
 * (PyTorch counts it by default).
 */
export const averagePool = (size, options = {}) => pool("averagePool", "AveragePool", size, options);
function pool(name, operator, size, options) {
    const { padding = "valid" } = options;
    const window = pairOf(name, "size", size);
    const strides = pairOf(name, "stride", options.stride ?? size);
    checkPadding(name, padding);
    return {
        kind: name.toLowerCase(),
        apply: (x, scope) => {
            const [, , ...space] = imageShape(scope, x);
            const pads = padsOf(scope, padding, space, window, strides);
            return scope.g.apply(operator, [x], { kernel_shape: window, strides, pads });
        },
    };
}
/** Mean over height and width: `[N, C, H, W]` → `[N, C]`. */
export function globalAveragePool() {
    return {
        kind: "globalaveragepool",
        apply: (x, scope) => {
            imageShape(scope, x);
            return reduceMean(scope.g, x, [2, 3], false);
        },
    };
}
