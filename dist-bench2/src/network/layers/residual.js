/** Residual connections. */
import { ShapeError } from "../../errors.js";
import { add, mul, pad, slice } from "../../graph/expressions.js";
import { describe, sameShape } from "../../graph/tensor.js";
import { findActivation } from "../activations/find-activation.js";
import { activate } from "./activation.js";
import { pairOf } from "./check-arguments.js";
import { imageShape, run, wrongShape } from "./scope.js";
/**
 * activation(shortcut(x) + branch(x)), any shape; branch and shortcut must end in the same one. The
 * roles of the branch's parameters have `residual`, those of the shortcut's do not. Layer paths are
 * those of a block: "block2/conv1".
 *
 * @throws InputError for an unknown activation
 * @example
 * import { conv, sequential } from "stepzero";
 * import { residual } from "stepzero/networks";
 *
 * const branch = sequential(
 *   conv(16, 3, { padding: "same", activation: "relu" }),
 *   conv(16, 3, { padding: "same" }),
 * );
 * residual(branch, { activation: "relu" });
 */
export function residual(branch, options = {}) {
    const { shortcut, scale = false } = options;
    const activation = findActivation(options.activation ?? "linear");
    return {
        kind: "block",
        apply: (x, scope) => {
            const y = scope.branch(() => {
                const end = run(branch, x, scope);
                return scale ? mul(scope.g, end, scope.parameter("scale", [], { kind: "residual-scale" })) : end;
            });
            const straight = shortcut === undefined ? x : scope.inside("shortcut", () => run({ ...shortcut, kind: "" }, x, scope));
            if (!sameShape(y.shape, straight.shape)) {
                throw new ShapeError(`layer "${scope.g.layer}": the branch gives ${describe(y)}, the shortcut ${describe(straight)}; ` +
                    "they must agree: give a shortcut that changes the shape as the branch does, " +
                    "as conv(filters, 1, { stride }) or padShortcut(filters, stride)");
            }
            return activate(scope, activation, add(scope.g, straight, y));
        },
    };
}
/**
 * The shortcut without parameters (He et al. 2015, option A): every `stride`-th row and column, and
 * zeros for the channels that are new, after the old ones: `[N, C, H, W]` →
 * `[N, channels, ⌈H / stride⌉, ⌈W / stride⌉]`.
 */
export function padShortcut(channels, stride) {
    pairOf("padShortcut", "stride", stride);
    return {
        kind: "shortcut",
        apply: (x, scope) => {
            const [, present, height, width] = imageShape(scope, x);
            if (present > channels)
                wrongShape(scope, `at most ${channels} channels`, x);
            // [N, C, H', W']
            const strided = stride === 1 ? x : slice(scope.g, x, [2, 3], [0, 0], [height, width], [stride, stride]);
            return pad(scope.g, strided, [0, 0, 0, 0], [0, channels - present, 0, 0]);
        },
    };
}
