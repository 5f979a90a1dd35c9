/**
 * From an image to tokens and to one vector, as in the vision transformer (Dosovitskiy et al.
 * 2020).
 */
import { add, expand, reshape, slice, transpose } from "../../graph/expressions.js";
import { atLeastOne } from "./check-arguments.js";
import { conv } from "./conv.js";
import { imageShape, wrongShape } from "./scope.js";
/**
 * Cuts the image into squares of `patch` pixels and maps each to `width` features: `[N, C, H, W]` →
 * `[N, T, width]` with T = (H / patch)·(W / patch) tokens, row by row. The map is a convolution
 * with kernel and stride `patch`.
 *
 * @throws InputError for a patch or width that is not a positive whole number
 */
export function patchEmbedding(width, patch) {
    atLeastOne("patchEmbedding", "patch", patch);
    const squares = conv(width, patch, { stride: patch });
    return {
        kind: "patchembedding",
        apply: (x, scope) => {
            const [n, , height, breadth] = imageShape(scope, x);
            if (height % patch !== 0 || breadth % patch !== 0) {
                wrongShape(scope, `images whose height and width are multiples of its patch of ${patch} pixels`, x);
            }
            const y = squares.apply(x, scope); // [N, width, H / patch, W / patch]
            const tokens = (height / patch) * (breadth / patch);
            return transpose(scope.g, reshape(scope.g, y, [n, width, tokens]), [0, 2, 1]);
        },
    };
}
/** Puts a learned token before the others: `[N, T, F]` → `[N, T + 1, F]`. Role `token`. */
export function classToken() {
    return {
        kind: "classtoken",
        apply: (x, scope) => {
            const [n, , width] = tokenShape(scope, x);
            const token = scope.parameter("token", [1, 1, width], { kind: "token" });
            return scope.g.apply("Concat", [expand(scope.g, token, [n, 1, width]), x], { axis: 1 });
        },
    };
}
/** Adds a learned vector for each place: `[N, T, F]` → `[N, T, F]`. Role `position`. */
export function positionEmbedding() {
    return {
        kind: "position",
        apply: (x, scope) => {
            const [, tokens, width] = tokenShape(scope, x);
            return add(scope.g, x, scope.parameter("embedding", [1, tokens, width], { kind: "position" }));
        },
    };
}
/** The first token, where the class token stands: `[N, T, F]` → `[N, F]`. */
export function firstToken() {
    return {
        kind: "firsttoken",
        apply: (x, scope) => {
            const [n, , width] = tokenShape(scope, x);
            return reshape(scope.g, slice(scope.g, x, [1], [0], [1]), [n, width]);
        },
    };
}
function tokenShape(scope, x) {
    if (x.shape.length !== 3)
        wrongShape(scope, "tokens [N, T, F]", x, "add patchEmbedding(width, patch) before it");
    return x.shape;
}
