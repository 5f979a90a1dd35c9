/** Gains: factors on weights that compensate for what an activation does to the size of signals. */
import { InputError } from "../errors.js";
import { root } from "./numbers.js";
import { mean, profileOf, secondMoment, slopeMoment } from "./profile.js";
import { nameOf } from "./scalar-form.js";
/**
 * The moments of an activation φ of pre-activations N(0, scale²).
 *
 * @param scale standard deviation of the pre-activations
 * @defaultValue `scale`: 1
 * @throws InputError for an unknown name, for a function whose moments are not finite, as that of
 * the derivative of a function that jumps, and for one that varies too fast
 * @example
 * import { moments } from "stepzero/signal";
 *
 * moments("relu"); // → { mean: 0.3989, second: 0.5, derivative: 0.5 }
 */
export function moments(activation, scale = 1) {
    const profile = profileOf(activation);
    checkScale(scale);
    const result = {
        mean: mean(profile, scale),
        second: secondMoment(profile, scale),
        derivative: slopeMoment(profile, scale),
    };
    if (Object.values(result).every(Number.isFinite))
        return result;
    throw new InputError(`${nameOf(activation)} has no finite moments for normal inputs of standard deviation ${scale}, or they lie beyond ` +
        "38 standard deviations. Choose an activation that grows more slowly.");
}
function checkScale(scale) {
    if (scale >= 0 && scale < Number.POSITIVE_INFINITY)
        return;
    throw new InputError(`A standard deviation of pre-activations is a finite number of at least 0; got ${scale}.`);
}
/**
 * The gain of an activation for weights of variance gain² / fanIn; about 12 digits. The activation
 * is a built-in one's name, a function of one number, or an activation object. Jumps and kinks of
 * the function may be anywhere; what is narrower than 1/800 of its distance from 0 (or 1e-6) may be
 * missed.
 *
 * @throws InputError for an unknown name, an activation that is 0 everywhere, or a fixed point that
 * does not exist: bounded activations (tanh, sigmoid, sin, step) never bring the second moment to 1
 * @example
 * import { gain } from "stepzero";
 *
 * gain("silu"); // → 1.6765
 * gain("silu", { kind: "fixed-point" }); // → 1.5588
 * gain((z) => Math.max(z, 0) ** 2); // → 0.8165, 1 / √1.5
 */
export function gain(activation, { kind = "unit" } = {}) {
    if (kind === "fixed-point") {
        const fixedPoint = fixedPointGain(activation);
        if (fixedPoint !== undefined)
            return fixedPoint;
        throw new InputError(`${nameOf(activation)} has no fixed-point gain: E φ(g z)² does not rise through 1 for any g from ` +
            `${SCALES[0]} to ${SCALES.at(-1)} (bounded activations stay below it). Use the kind unit.`);
    }
    const second = secondMoment(profileOf(activation), 1);
    if (second > 0 && second < Number.POSITIVE_INFINITY)
        return 1 / Math.sqrt(second);
    throw new InputError(`${nameOf(activation)}: E φ(z)² is ${second}; a gain needs a finite number above 0.`);
}
/**
 * The g with E φ(g z)² = 1, or `undefined` where there is none, as for bounded activations. It is
 * looked for from 1/64 to 1024, or to where the activation gives no numbers or varies too fast.
 *
 * @throws InputError for an unknown name
 * @example
 * import { fixedPointGain } from "stepzero/signal";
 *
 * fixedPointGain("relu"); // → 1.41421, √2
 * fixedPointGain("tanh"); // → undefined
 */
export function fixedPointGain(activation) {
    const profile = profileOf(activation);
    const second = (g) => secondMoment(profile, g);
    const interval = bracket(second);
    return interval && root((g) => second(g) - 1, ...interval);
}
/** 1/64 … 1024 in steps of √2. */
const SCALES = Array.from({ length: 33 }, (_, i) => (i % 2 === 0 ? 1 : Math.SQRT2) * 2 ** (Math.floor(i / 2) - 6));
/**
 * The first two neighbouring scales between which E φ(g z)² rises through 1; none beyond the scale
 * from which on it cannot be taken.
 */
function bracket(second) {
    let before = second(SCALES[0]);
    for (let i = 1; i < SCALES.length; i++) {
        const now = ifPossible(() => second(SCALES[i]));
        if (now === undefined)
            return undefined;
        if (before < 1 && now >= 1)
            return [SCALES[i - 1], SCALES[i]];
        before = now;
    }
    return undefined;
}
/** The result, or nothing where the activation gives no numbers or varies too fast. */
function ifPossible(compute) {
    try {
        return compute();
    }
    catch (error) {
        if (error instanceof InputError)
            return undefined;
        throw error;
    }
}
/**
 * g² E φ′(g z)²: the factor on the second moment of gradients per layer whose weights have variance
 * g² / fanIn (fanIn = fanOut), at pre-activations of standard deviation g. 1 for ReLU at √2.
 *
 * @param g the weights' gain
 * @defaultValue `g`: the fixed-point gain
 * @throws InputError as `gain` does
 */
export function backwardFactor(activation, g = gain(activation, { kind: "fixed-point" })) {
    checkScale(g);
    return g * g * slopeMoment(profileOf(activation), g);
}
/**
 * What `torch.nn.init.calculate_gain` returns: only its values for linear, ReLU and leaky ReLU are
 * 1 / √E φ(z)². The question where the others come from is open (pytorch#24991), and PyTorch's own
 * page advises against its 3/4 for SELU.
 *
 * @param negativeSlope of leaky ReLU
 * @defaultValue `negativeSlope`: 0.01
 * @throws InputError for the activations that PyTorch refuses
 */
export function pytorchGain(activation, negativeSlope = 0.01) {
    const table = {
        linear: 1,
        sigmoid: 1,
        tanh: 5 / 3,
        relu: Math.SQRT2,
        "leaky-relu": Math.sqrt(2 / (1 + negativeSlope * negativeSlope)),
        selu: 3 / 4,
    };
    const value = Object.hasOwn(table, activation) ? table[activation] : undefined;
    if (value !== undefined)
        return value;
    throw new InputError(`PyTorch's calculate_gain has no value for ${activation}. It has one for ${Object.keys(table).join(", ")}; ` +
        "gain() computes one for any activation.");
}
