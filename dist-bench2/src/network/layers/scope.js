/** Helpers that layers share: running one inside a scope, and shape errors in one form. */
import { ShapeError } from "../../errors.js";
import { describe } from "../../graph/tensor.js";
/**
 * The output of `layer` on `x`, under the layer's path. Layers that hold others run them with this.
 */
export function run(layer, x, scope) {
    return layer.kind === "" ? layer.apply(x, scope) : scope.inside(layer.kind, () => layer.apply(x, scope));
}
/**
 * @throws ShapeError: 'layer "dense2": takes [N, F]; got float32 [128, 64, 12, 12]: add flatten()
 * before it'
 */
export function wrongShape(scope, takes, got, remedy) {
    throw new ShapeError(`layer "${scope.g.layer}": takes ${takes}; got ${describe(got)}${remedy === undefined ? "" : `: ${remedy}`}`);
}
/**
 * The sizes of images.
 *
 * @throws ShapeError unless `x` is `[N, C, H, W]`
 */
export function imageShape(scope, x) {
    if (x.shape.length !== 4) {
        wrongShape(scope, "images [N, C, H, W]", x, x.shape.length === 2 ? "a flatten() before it lost the image" : undefined);
    }
    return x.shape;
}
