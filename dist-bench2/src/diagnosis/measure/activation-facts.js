/** What a reading must know of an activation: where it is 0, and where it is saturated. */
import { InputError } from "../../errors.js";
import { activationAfter } from "../../network/activations/index.js";
import { scalarActivation } from "../../signal/index.js";
/** The share of its largest value that |φ′| has where φ counts as saturated. */
const SATURATED = 0.05;
/** |x| from 1e-3 to 1e4, 200 of them per decade. */
const SIZES = Array.from({ length: 1401 }, (_, k) => 10 ** (k / 200 - 3));
/**
 * The facts about the activation that a kernel's role names; undefined where it is no function of
 * one number.
 */
export function activationFacts(role) {
    const f = functionOf(role);
    if (f === undefined)
        return undefined;
    return { value: f.value, isZeroOnInterval: isZeroOnInterval(f), saturation: saturationOf(f) };
}
function functionOf(role) {
    try {
        return scalarActivation(activationAfter(role));
    }
    catch (error) {
        if (error instanceof InputError)
            return undefined;
        throw error;
    }
}
/** Whether φ is 0 from one half to the next, between −4 and 4: further out GELU underflows to 0. */
function isZeroOnInterval({ value }) {
    const halves = Array.from({ length: 17 }, (_, k) => k / 2 - 4);
    return halves.slice(1).some((x) => [x - 0.5, x - 0.25, x].every((at) => value(at) === 0));
}
function saturationOf(f) {
    const slope = (x) => Math.abs(f.derivative(x));
    const steepest = Math.max(slope(0), ...SIZES.flatMap((x) => [slope(x), slope(-x)]));
    if (!(steepest > 0 && levelsOff(f, 1) && levelsOff(f, -1)))
        return null;
    const end = (sign) => {
        const last = SIZES.findLastIndex((x) => !(slope(sign * x) < SATURATED * steepest));
        if (last < 0)
            return sign * Number.POSITIVE_INFINITY;
        return sign * between((x) => slope(sign * x) < SATURATED * steepest, SIZES[last], SIZES[last + 1]);
    };
    return { low: end(-1), high: end(1) };
}
/** Whether φ nears a bound: three far values lie within a hundredth of their size. */
function levelsOff({ value }, sign) {
    const far = [1e3, 3.3e3, 1e4].map((x) => value(sign * x));
    const spread = Math.max(...far) - Math.min(...far);
    return far.every(Number.isFinite) && spread <= 0.01 * Math.max(1, ...far.map(Math.abs));
}
/** The place between two sizes where `holds` begins to hold. */
function between(holds, without, withIt) {
    let [low, high] = [without, withIt];
    for (let i = 0; i < 40; i++) {
        const middle = (low + high) / 2;
        if (holds(middle))
            high = middle;
        else
            low = middle;
    }
    return high;
}
