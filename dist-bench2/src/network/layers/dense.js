/** Fully connected layers. */
import { reshape } from "../../graph/expressions.js";
import { findActivation } from "../activations/find-activation.js";
import { activate } from "./activation.js";
import { atLeastOne } from "./check-arguments.js";
import { wrongShape } from "./scope.js";
/**
 * x·Wᵀ + b on the last axis: `[N, in]` → `[N, units]`, `[N, T, in]` → `[N, T, units]`. The kernel
 * is `[units, in]`, as in PyTorch (Keras and Flax: `[in, units]`).
 *
 * @throws InputError for units that are not a positive whole number or an unknown activation
 * @example
 * import { dense, flatten, sequential } from "stepzero";
 *
 * sequential(flatten(), dense(128, { activation: "relu" }), dense(10));
 */
export function dense(units, options = {}) {
    const { bias = true } = options;
    atLeastOne("dense", "units", units);
    const activation = findActivation(options.activation ?? "linear");
    return {
        kind: "dense",
        apply: (x, scope) => {
            if (x.shape.length !== 2 && x.shape.length !== 3) {
                wrongShape(scope, "[N, F] or [N, T, F]", x, x.shape.length > 3 ? "add flatten() before it" : undefined);
            }
            return activate(scope, activation, project(scope, x, units, { bias }));
        },
    };
}
/**
 * The affine map of `dense`, for layers that hold several: parameters are `<name>kernel` and
 * `<name>bias`.
 */
export function project(scope, x, units, { bias = true, role = {}, name = "" }) {
    const { g } = scope;
    const width = x.shape.at(-1);
    const kernel = scope.parameter(`${name}kernel`, [units, width], {
        kind: "kernel",
        operation: "dense",
        activation: "linear",
        ...role,
    });
    const inputs = [kernel];
    if (bias)
        inputs.push(scope.parameter(`${name}bias`, [units], { kind: "bias", ...role, kernel }));
    const rows = x.shape.slice(0, -1).reduce((n, m) => n * m, 1);
    const flat = reshape(g, x, [rows, width]); // [N·T, in]
    return reshape(g, g.apply("Gemm", [flat, ...inputs], { transB: 1 }), [...x.shape.slice(0, -1), units]);
}
/**
 * `[N, …]` → `[N, F]`, row-major: channels outermost, as PyTorch (Keras's channels-last images
 * flatten in another order).
 */
export function flatten() {
    return {
        kind: "flatten",
        apply: (x, { g }) => reshape(g, x, [x.shape[0], x.shape.slice(1).reduce((n, m) => n * m, 1)]),
    };
}
