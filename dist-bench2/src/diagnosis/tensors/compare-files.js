/** Two exports of "the same" model, tensor by tensor. */
import { sameShape } from "../../graph/tensor.js";
import { normalCdf } from "../../random/index.js";
import { holm } from "../../statistics/holm.js";
import { kolmogorovTail, smirnovDistance } from "../../statistics/kolmogorov-smirnov.js";
import { identifyTensors } from "./identify.js";
/** Below this p-value two tensors have different laws. */
const DIFFERENT_BELOW = 0.01;
/**
 * Compares the tensors of two files. They are matched by name; those without a namesake by their
 * order among tensors of one shape and role. Laws are compared by the two samples alone: their
 * distributions (Smirnov), their scales, and which one reaches farther.
 */
export function compareFiles(a, b) {
    const [first, second] = [identifyTensors(a), identifyTensors(b)];
    const rest = new Set(second);
    const byName = new Map(second.map((one) => [one.specification.name, one]));
    const partners = new Map();
    const join = (one, other) => {
        if (other === undefined || !rest.has(other))
            return;
        partners.set(one, other);
        rest.delete(other);
    };
    for (const one of first) {
        const other = byName.get(one.specification.name);
        if (other !== undefined && areAlike(one, other))
            join(one, other);
    }
    for (const one of first)
        if (!partners.has(one))
            join(one, [...rest].find((other) => areAlike(one, other)));
    const tests = [...partners].flatMap((pair) => {
        const pValue = differencePValue(pair);
        return pValue === undefined ? [] : [{ one: pair[0], pValue }];
    });
    const adjusted = holm(tests.map(({ pValue }) => pValue));
    const pValues = new Map(tests.map(({ one }, i) => [one, adjusted[i]]));
    return [
        ...first.map((one) => {
            const other = partners.get(one);
            return other === undefined ? alone(one, 0) : compared([one, other], pValues.get(one));
        }),
        ...[...rest].map((other) => alone(other, 1)),
    ];
}
const areAlike = ({ specification: a }, { specification: b }) => a.role.kind === b.role.kind && sameShape(a.shape, b.shape);
function alone({ specification: { name }, recipe }, file) {
    const names = file === 0 ? [name, null] : [null, name];
    const recipes = file === 0 ? [recipe, null] : [null, recipe];
    return { names, outcome: "no counterpart", pValue: null, scaleRatio: null, recipes };
}
/** @param pValue of the tests; what is exact needs none */
function compared(pair, pValue) {
    const [a, b] = pair;
    const [one, other] = [spread(a), spread(b)];
    const isSameLaw = pValue === undefined ? haveSameStructure(pair) : pValue >= DIFFERENT_BELOW;
    return {
        names: [a.specification.name, b.specification.name],
        outcome: haveSameNumbers(pair) ? "same numbers" : isSameLaw ? "same law" : "different",
        pValue: pValue ?? null,
        scaleRatio: one > 0 ? other / one : null,
        recipes: [a.recipe, b.recipe],
    };
}
const spread = ({ sample }) => Math.sqrt(Math.max(0, sample.secondMoment - sample.mean ** 2));
/** Numbers that are not finite have no structure. */
function haveSameStructure([a, b]) {
    if (a.sample.notFinite > 0 || b.sample.notFinite > 0)
        return false;
    const wordsOf = ({ recipe }) => [recipe.shape, ...recipe.methods.map(({ method }) => method)].join();
    return wordsOf(a) === wordsOf(b);
}
function haveSameNumbers([a, b]) {
    const rounding = Math.max(a.sample.rounding, b.sample.rounding);
    return a.values.every((x, i) => Object.is(x, b.values[i]) || Math.abs(x - b.values[i]) <= rounding * Math.abs(x));
}
/**
 * The p-value of independent draws; `undefined` where one of the tensors is none, or they are
 * equal.
 */
function differencePValue(pair) {
    const [a, b] = pair;
    const isDrawn = ({ basis, sample }) => basis !== "structure" && sample.notFinite === 0 && sample.secondMoment > 0;
    if (!isDrawn(a) || !isDrawn(b) || haveSameNumbers(pair))
        return undefined;
    return Math.min(1, 3 * Math.min(scaleTail(pair), shapeTail(pair), reachTail(pair)));
}
/** The logarithm of a variance has the variance (κ − 1) / n. */
function scaleTail([a, b]) {
    const error = Math.sqrt((a.sample.kurtosis - 1) / a.sample.size + (b.sample.kurtosis - 1) / b.sample.size);
    return 2 * normalCdf(-Math.abs(Math.log(spread(a) ** 2 / spread(b) ** 2)) / error);
}
function shapeTail([{ sample: a }, { sample: b }]) {
    const [m, n] = [a.sorted.length, b.sorted.length];
    return kolmogorovTail(smirnovDistance(a.sorted, b.sorted), (m * n) / (m + n));
}
/**
 * How many numbers lie farther out than all of the other tensor. If both have one law, k of them
 * have the probability (n / (m + n))ᵏ.
 */
function reachTail([a, b]) {
    const reach = ({ sample }) => Math.max(sample.largest, -sample.smallest);
    const [far, near] = reach(a) > reach(b) ? [a, b] : [b, a];
    const limit = reach(near) * (1 + 2 * Math.max(a.sample.rounding, b.sample.rounding));
    let count = 0;
    for (const x of far.values)
        if (Math.abs(x) > limit)
            count++;
    return Math.min(1, 2 * (far.sample.size / (far.sample.size + near.sample.size)) ** count);
}
