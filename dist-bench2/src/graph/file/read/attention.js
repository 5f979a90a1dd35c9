/** Attention and rotary positions of opset 23 and 24, by their definitions. */
import { add, cast, matMul, mul, reshape, scale, slice, sub, transpose, transposeLast } from "../../expressions.js";
import { tensor } from "../../tensor.js";
import { numberOf, required } from "./file-node.js";
/** [N, L, heads · D] → [N, heads, L, D]; four axes stay as they are. */
function byHeads(node, x, heads) {
    if (x.shape.length === 4)
        return x;
    const [n, length, width] = x.shape;
    if (x.shape.length !== 3 || heads < 1 || width % heads !== 0) {
        node.fail(`[${x.shape.join(", ")}] does not make ${heads} heads`);
    }
    return transpose(node.g, reshape(node.g, x, [n, length, heads, width / heads]), [0, 2, 1, 3]);
}
/** Each of the heads `times` times, one after the other. */
function repeated(node, x, times) {
    if (times === 1)
        return x;
    const [n, heads, length, width] = x.shape;
    const copies = node.g.apply("Expand", [
        reshape(node.g, x, [n, heads, 1, length, width]),
        node.g.integers([n, heads, times, length, width]),
    ]);
    return reshape(node.g, copies, [n, heads * times, length, width]);
}
/**
 * What is added to the products: 0 where a query sees a key, −∞ where not; undefined for nothing.
 */
function biasOf(node, queries, keys, past) {
    const { g } = node;
    const negative = g.scalar(Number.NEGATIVE_INFINITY);
    const parts = [];
    const mask = node.inputs[3];
    if (mask !== undefined) {
        if (mask.shape.at(-1) !== keys)
            node.fail(`attn_mask has ${mask.shape.at(-1)} places for ${keys} keys`);
        parts.push(mask.type === "bool" ? g.apply("Where", [mask, g.scalar(0), negative]) : mask);
    }
    if (node.attributes.is_causal === 1) {
        const places = Array.from({ length: queries * keys }, (_, at) => at % keys <= Math.floor(at / keys) + past ? 0 : Number.NEGATIVE_INFINITY);
        parts.push(g.constant(tensor("float32", [queries, keys], places), `${node.name}/causal`));
    }
    return parts.length === 0 ? undefined : parts.reduce((a, b) => add(g, a, b));
}
/** Softmax of the products plus bias; a query that sees no key has weights of zero. */
function softmaxOf(node, products, bias) {
    const { g } = node;
    // A number of an element type: 1 and 11 are float32 and float64.
    const precision = numberOf(node, "softmax_precision", 1);
    if (precision !== 1 && precision !== 11)
        node.fail("softmax_precision is neither float32 nor float64");
    const softmax = (x) => cast(g, g.apply("Softmax", [cast(g, x, precision === 11 ? "float64" : x.type)], { axis: -1 }), x.type);
    if (bias === undefined)
        return softmax(products);
    const logits = add(g, products, bias);
    if (node.inputs[3] === undefined)
        return softmax(logits); // causal: each sees itself
    const best = g.apply("ReduceMax", [bias], { axes: [-1], keepdims: 1 });
    const seesNone = g.apply("Equal", [best, g.scalar(Number.NEGATIVE_INFINITY)]);
    const where = (x) => g.apply("Where", [seesNone, g.scalar(0), x]);
    return where(softmax(where(logits)));
}
/**
 * softmax(scale · Q · Kᵀ + bias) · V for each head. Several heads of Q share one of K and V where
 * there are fewer of these; keys and values of before come first. The fourth output is read only
 * where the versions of the standard agree on it: the plain products (mode 0) and the result of
 * softmax (mode 3).
 */
const attention = (node) => {
    const { g, inputs } = node;
    if (inputs[6] !== undefined)
        node.fail("nonpad_kv_seqlen is not supported; leave padding out by attn_mask");
    const [left, right] = ["left_window_size", "right_window_size"].map((name) => numberOf(node, name, -1));
    if (left !== -1 || right !== -1)
        node.fail("windows are not supported; say them by attn_mask");
    const queryHeads = numberOf(node, "q_num_heads", 0);
    const keyHeads = numberOf(node, "kv_num_heads", queryHeads);
    const [q, k, v] = [queryHeads, keyHeads, keyHeads].map((heads, i) => byHeads(node, required(node, i), heads));
    const [pastKey, pastValue] = [inputs[4], inputs[5]];
    const joined = (past, now) => past === undefined ? now : g.apply("Concat", [past, now], { axis: 2 });
    const [keys, values] = [joined(pastKey, k), joined(pastValue, v)];
    const [n, heads, queries, width] = q.shape;
    const times = heads / keys.shape[1];
    if (!Number.isInteger(times))
        node.fail(`${heads} heads of queries cannot share ${keys.shape[1]} of keys`);
    const factor = numberOf(node, "scale", 1 / Math.sqrt(width));
    const products = scale(g, matMul(g, q, transposeLast(g, repeated(node, keys, times))), factor);
    const cap = numberOf(node, "softcap", 0);
    const capped = cap === 0 ? products : scale(g, g.apply("Tanh", [scale(g, products, 1 / cap)]), cap);
    const bias = biasOf(node, queries, keys.shape[2], pastKey?.shape[2] ?? 0);
    const weights = softmaxOf(node, capped, bias);
    const y = matMul(g, weights, repeated(node, values, times));
    const mode = numberOf(node, "qk_matmul_output_mode", 0);
    if (node.isRead(3) && mode !== 3 && (mode !== 0 || cap !== 0)) {
        node.fail(`qk_matmul_output of mode ${mode}${cap === 0 ? "" : " with softcap"} differs between versions of ONNX`);
    }
    const isFlat = required(node, 0).shape.length === 3;
    const flat = () => reshape(g, transpose(g, y, [0, 2, 1, 3]), [n, queries, heads * values.shape[3]]);
    return [isFlat ? flat() : y, keys, values, mode === 3 ? weights : products].slice(0, node.outputCount);
};
/**
 * Pairs of numbers of each head are turned by an angle: (a, b) → (a cos − b sin, a sin + b cos).
 */
const rotaryEmbedding = (node) => {
    const { g } = node;
    const [x, cosTable, sinTable] = [0, 1, 2].map((i) => required(node, i));
    const positions = node.inputs[3];
    const heads = byHeads(node, x, numberOf(node, "num_heads", 0));
    const [n, count, length, width] = heads.shape;
    const turned = numberOf(node, "rotary_embedding_dim", 0) || width;
    const half = turned / 2;
    /** A table's rows at the positions, against all heads. */
    const rows = (table) => {
        const at = positions === undefined ? table : g.apply("Gather", [table, positions], { axis: 0 });
        if (at.shape.length !== 3 || at.shape.at(-1) !== half) {
            node.fail(`the tables give [${at.shape.join(", ")}], and [${n}, ${length}, ${half}] is needed`);
        }
        return reshape(g, at, [at.shape[0], 1, at.shape[1], half]);
    };
    const [cos, sin] = [rows(cosTable), rows(sinTable)];
    const interleaved = node.attributes.interleaved === 1;
    const part = (from) => interleaved
        ? slice(g, heads, [3], [from], [turned], [2])
        : slice(g, heads, [3], [from * half], [(from + 1) * half]);
    const [a, b] = [part(0), part(1)];
    const results = [sub(g, mul(g, a, cos), mul(g, b, sin)), add(g, mul(g, a, sin), mul(g, b, cos))];
    const shape = [n, count, length, turned];
    const pairs = interleaved ? results.map((v) => reshape(g, v, [n, count, length, half, 1])) : results;
    const both = reshape(g, g.apply("Concat", pairs, { axis: -1 }), shape);
    const whole = turned === width ? both : g.apply("Concat", [both, slice(g, heads, [3], [turned], [width])], { axis: -1 });
    return [x.shape.length === 4 ? whole : reshape(g, transpose(g, whole, [0, 2, 1, 3]), x.shape)];
};
/** The operators of attention. */
export const attentionForms = {
    Attention: attention,
    RotaryEmbedding: rotaryEmbedding,
};
