/** Activations in layers. */
import { ShapeError } from "../../errors.js";
import { describe, sameShape } from "../../graph/tensor.js";
import { findActivation } from "../activations/find-activation.js";
/**
 * `x` through an activation. The roles of the kernels that `x` comes from name it.
 *
 * @throws ShapeError if a user's activation changes type or shape
 */
export function activate(scope, activation, x) {
    const y = activation.apply(scope.g, x);
    if (y.type !== x.type || !sameShape(y.shape, x.shape)) {
        throw new ShapeError(`layer "${scope.g.layer}": the activation "${activation.name}" makes ${describe(y)} of ${describe(x)}; ` +
            "it must act on each element alone and keep type and shape");
    }
    if (activation.name !== "linear")
        scope.activated(x, activation);
    return y;
}
/**
 * An activation as a layer, for use after a normalization:
 * `conv(64, 3, { bias: false }), batchNorm(), activation("relu")`. Any shape; it becomes the role's
 * activation of the kernels before it.
 *
 * @throws InputError for an unknown name
 */
export function activation(activation) {
    const checked = findActivation(activation);
    return { kind: "activation", apply: (x, scope) => activate(scope, checked, x) };
}
