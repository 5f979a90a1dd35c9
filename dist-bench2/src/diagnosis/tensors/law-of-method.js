/**
 * The law that a method draws a tensor from, by asking the method itself: its numbers are the law's
 * quantiles at the uniform draws of a stream, and those are known.
 */
import { InputError } from "../../errors.js";
import { stream, uniforms } from "../../random/index.js";
import { families } from "./laws.js";
/** As many draws decide: four numbers to six digits leave no choice among the families. */
const DRAWS = 24;
const probe = { ...stream(0, "law"), draws: DRAWS };
const uniform = uniforms(probe, DRAWS);
/** Far beyond the rounding of float32, and far below what distinguishes two families. */
const TOLERANCE = 1e-4;
/** All draws of one family, in the order of `uniform`. */
const quantiles = families.map((family) => ({ family, draws: uniform.map(family.quantile) }));
/**
 * The law of a method's numbers for a tensor; `undefined` where they are no independent draws from
 * one of `families`, or the method does not serve the tensor.
 */
export function lawOfMethod(initializer, tensor, options, tensors) {
    const network = { tensors, streamOf: () => probe };
    return lawOfDraws(() => initializer.initialize(probe, withoutPadding(tensor), options, network));
}
/**
 * The law of numbers that were drawn from a stream which ends after a few draws.
 *
 * @param draw from `stream`, element by element
 */
export function lawOfDraws(draw) {
    const numbers = numbersOf(() => draw(probe));
    if (numbers === undefined || numbers.length < 4)
        return undefined;
    for (const { family, draws } of quantiles) {
        const law = fitted(numbers, draws);
        if (law !== undefined)
            return { family, ...law };
    }
    return undefined;
}
function numbersOf(draw) {
    try {
        return draw().subarray(0, DRAWS);
    }
    catch (error) {
        if (error instanceof InputError)
            return undefined;
        throw error;
    }
}
/** mean + scale · draws, if all numbers are that. */
function fitted(numbers, draws) {
    let [low, high] = [0, 0];
    for (let i = 1; i < numbers.length; i++) {
        if (draws[i] < draws[low])
            low = i;
        if (draws[i] > draws[high])
            high = i;
    }
    const scale = (numbers[high] - numbers[low]) / (draws[high] - draws[low]);
    const offset = numbers[low] - scale * draws[low];
    if (!(scale > 0))
        return undefined;
    for (let i = 0; i < numbers.length; i++) {
        if (!(Math.abs(numbers[i] - offset - scale * draws[i]) <= TOLERANCE * scale))
            return undefined;
    }
    return { mean: Math.abs(offset) < TOLERANCE * scale ? 0 : offset, scale };
}
/** The row of zeros of an embedding is no draw. */
function withoutPadding({ role: { paddingRow: _, ...role }, ...tensor }) {
    return { ...tensor, role };
}
