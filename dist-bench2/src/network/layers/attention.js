/** Multi-head self-attention. */
import { matMul, reshape, scale, transpose, transposeLast } from "../../graph/expressions.js";
import { atLeastOne } from "./check-arguments.js";
import { project } from "./dense.js";
import { wrongShape } from "./scope.js";
/**
 * softmax(Q·Kᵀ / √(F / heads))·V in each head, then the output projection (Vaswani et al. 2017):
 * `[N, T, F]` → `[N, T, F]`. Every token attends to every token.
 *
 * @throws InputError for heads that are not a positive whole number
 * @example
 * import { sequential } from "stepzero";
 * import { layerNorm, residual, selfAttention } from "stepzero/networks";
 *
 * residual(sequential(layerNorm(), selfAttention(4)));
 */
export function selfAttention(heads, options = {}) {
    const { fused = true, bias = true } = options;
    atLeastOne("selfAttention", "heads", heads);
    return {
        kind: "attention",
        apply: (x, scope) => {
            if (x.shape.length !== 3 || x.shape[2] % heads !== 0) {
                wrongShape(scope, `tokens [N, T, F] with F a multiple of its ${heads} heads`, x);
            }
            const { g } = scope;
            const [n, tokens, width] = x.shape;
            const depth = width / heads;
            const [query, key, value] = fused
                ? fusedHeads(scope, x, heads, bias)
                : ["query", "key", "value"].map((projection) => {
                    const y = project(scope, x, width, { bias, name: `${projection}-`, role: { projection, heads } });
                    return transpose(g, reshape(g, y, [n, tokens, heads, depth]), [0, 2, 1, 3]);
                }); // each [N, heads, T, depth]
            // [N, heads, T, T]
            const scores = matMul(g, scale(g, query, 1 / Math.sqrt(depth)), transposeLast(g, key));
            // [N, heads, T, depth]
            const mixed = matMul(g, g.apply("Softmax", [scores], { axis: -1 }), value);
            const joined = reshape(g, transpose(g, mixed, [0, 2, 1, 3]), [n, tokens, width]);
            return project(scope, joined, width, { bias, name: "output-", role: { projection: "output", heads } });
        },
    };
}
function fusedHeads(scope, x, heads, bias) {
    const { g } = scope;
    const [n, tokens, width] = x.shape;
    const depth = width / heads;
    const role = { projection: "query-key-value", fused: 3, heads };
    const y = project(scope, x, 3 * width, { bias, name: "query-key-value-", role });
    // [3, N, heads, T, depth]
    const split = transpose(g, reshape(g, y, [n, tokens, 3, heads, depth]), [2, 0, 3, 1, 4]);
    const parts = g.applyAll("Split", [split, g.integers([1, 1, 1])], { axis: 0 }, { outputs: 3 });
    return parts.map((part) => reshape(g, part, [n, heads, tokens, depth]));
}
