import { combined } from "../deviation.js";
import { count } from "../layout.js";
import { mapCosines, meanOf, secondMoment } from "../signal.js";
/** The largest variance of products over keys for which e^(s²) / T holds within 10 %, over ln T. */
const DIFFUSE = 0.5;
/** A product of two signals: of queries with keys, or of attention with values. */
export function attentionProduct(node, walk) {
    const [a, b] = node.inputs;
    const left = walk.stateOf(a);
    if (left?.kind === "shares")
        return mixed(b, left.shares.concentration, left.shares.tokens, walk);
    const [query, key] = [walk.signalOf(a), walk.signalOf(b)];
    if (query === undefined || key === undefined)
        return "what comes in has no rule";
    const depth = a.shape.at(-1);
    const [rows, columns] = [query.layout.at(-2), key.layout.at(-1)];
    const isScores = count(query.layout.at(-1), "units") === depth &&
        [rows, columns].every((axis) => axis?.every(({ kind }) => kind === "places"));
    if (!isScores)
        return "a product of two signals";
    const apart = 1 - meanOf(key.cosines.places);
    return {
        states: [
            {
                kind: "scores",
                variance: depth * secondMoment(query) * secondMoment(key) * Math.max(0, apart),
                tokens: b.shape.at(-1),
            },
        ],
        // Gradients through the attention weights vanish against those through the values.
        pullback: () => [],
    };
}
/** Means of the values of all tokens. */
function mixed(values, concentration, tokens, walk) {
    const x = walk.signalOf(values);
    if (x === undefined)
        return "what comes in has no rule";
    const alike = meanOf(x.cosines.places);
    const [itself, other] = [alike + (1 - alike) * concentration, alike + (1 - alike) / tokens];
    const second = secondMoment(x) * itself;
    const [same, between] = [meanOf(x.cosines.samples), meanOf(x.cosines.both)];
    const acrossSamples = (same + (tokens - 1) * between) / tokens;
    const signal = {
        ...x,
        squares: x.squares.map(() => second),
        cosines: mapCosines(x.cosines, (_, kind) => (kind === "samples" || kind === "both" ? acrossSamples : other) / itself),
        deviation: combined([[1, x.deviation]]),
    };
    return {
        states: [{ kind: "signal", signal }],
        pullback: ([gradient]) => (gradient === undefined ? [] : [[values, mixedBack(gradient, concentration, tokens)]]),
    };
}
/** Each value's gradient is the sum over queries of those by the means, times the attention. */
function mixedBack(gradient, concentration, tokens) {
    const alike = gradient.cosines.places;
    const factor = concentration + ((tokens - 1) * alike) / tokens;
    const mean = meanOf(gradient.squares) * factor;
    return {
        ...gradient,
        squares: gradient.squares.map(() => mean),
        cosines: { ...gradient.cosines, places: 1, near: 1, both: gradient.cosines.samples },
    };
}
const softmax = (node, walk) => {
    const state = walk.stateOf(node.inputs[0]);
    if (state?.kind !== "scores")
        return "a softmax over what are no products of queries and keys";
    const { variance, tokens } = state;
    if (variance > DIFFUSE * Math.log(tokens))
        return "attention that is far from uniform";
    return {
        states: [{ kind: "shares", shares: { concentration: Math.min(1, Math.exp(variance) / tokens), tokens } }],
        pullback: () => [],
    };
};
/** The softmax of attention. */
export const attention = { Softmax: softmax };
