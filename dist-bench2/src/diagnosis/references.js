/**
 * The same network from starts that theory recommends, measured: what it can do at its best, and
 * which start to recommend.
 */
import { InputError } from "../errors.js";
import { initialWeights, parseInitializer } from "../initializers/index.js";
import { medianOf } from "./measure/median.js";
/** Methods that are tried, the plainest first. */
export const triedMethods = [
    "he",
    "glorot-normal",
    "orthogonal",
    "activation-aware",
    "edge-of-chaos",
];
/** A method must be better by so much (in ln of second moments) to go before a plainer one. */
const BETTER = 1;
/**
 * Measures the network from each method, the best first: one draw of each, and further ones of the
 * best. Methods that do not apply to one of the tensors are left out.
 *
 * @param look measures the network at some weights
 * @param seeds of the draws; none of them is the subject's
 */
export async function drawnReferences(parameters, look, seeds) {
    const heads = new Set(parameters.filter(({ role }) => role.head === true).map(({ name }) => name));
    const [first, ...others] = seeds;
    const tried = [];
    for (const method of triedMethods) {
        const weights = first === undefined ? undefined : drawn(method, parameters, first);
        if (weights === undefined)
            continue;
        const draw = await look(weights);
        tried.push({ method, draw, score: unevenness(draw, heads) });
    }
    const least = Math.min(...tried.map(({ score }) => score));
    const best = tried.find(({ score }) => score <= least + BETTER) ?? tried[0];
    if (best === undefined)
        return [];
    const draws = [best.draw];
    for (const seed of others)
        draws.push(await look(drawn(best.method, parameters, seed)));
    const rest = tried.filter((one) => one !== best).sort((a, b) => a.score - b.score);
    return [{ method: best.method, draws }, ...rest.map(({ method, draw }) => ({ method, draws: [draw] }))];
}
/** The medians of a reference's draws, layer by layer. */
export function referenceReading({ method, draws }) {
    const layers = medianOf(draws).layers.map(({ name, after, gradientSecondMoment }) => ({
        name,
        secondMoment: after.secondMoment,
        gradientSecondMoment,
    }));
    return { method, draws: draws.length, layers };
}
/** The weights of a method; undefined where it does not serve one of the tensors. */
function drawn(method, parameters, seed) {
    const { initializer, options } = parseInitializer(method);
    try {
        return initialWeights(initializer, parameters, seed, options);
    }
    catch (error) {
        if (error instanceof InputError)
            return undefined;
        throw error;
    }
}
/** By how much second moments of signals and of gradients differ over the hidden layers, in ln. */
function unevenness({ layers }, heads) {
    const hidden = layers.filter(({ kernel }) => !heads.has(kernel));
    const slopes = hidden.flatMap(({ gradientSecondMoment }) => gradientSecondMoment === null ? [] : [gradientSecondMoment]);
    return spread(hidden.map(({ after }) => after.secondMoment)) + spread(slopes);
}
/** ln of the largest over the smallest; infinite where one is 0 or no number. */
function spread(moments) {
    if (moments.length === 0)
        return 0;
    const logs = moments.map(Math.log);
    const range = Math.max(...logs) - Math.min(...logs);
    return Number.isFinite(range) ? range : Number.POSITIVE_INFINITY;
}
