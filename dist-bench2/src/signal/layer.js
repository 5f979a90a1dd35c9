/** A random layer: its noise levels, the variance behind it, and checks of the numbers of both. */
import { InputError } from "../errors.js";
import { secondMoment } from "./profile.js";
/** σ_w² E φ(√q z)² + σ_b². */
export function nextVariance(profile, { sigmaW, sigmaB }, q) {
    return sigmaW * sigmaW * finite(secondMoment(profile, Math.sqrt(q)), profile.subject, q, "E φ²") + sigmaB * sigmaB;
}
/** Both levels are finite and at least 0. */
export function checkLevels({ sigmaW, sigmaB }) {
    for (const [name, level] of Object.entries({ sigmaW, sigmaB })) {
        if (level >= 0 && level < Number.POSITIVE_INFINITY)
            continue;
        throw new InputError(`${name} is a standard deviation, a finite number of at least 0; got ${level}.`);
    }
}
/** The variance, if it is finite and at least 0, or above 0. */
export function checkVariance(q, least = "at least 0") {
    if (q < Number.POSITIVE_INFINITY && (q > 0 || (q === 0 && least === "at least 0")))
        return q;
    throw new InputError(`q is the variance of pre-activations, a finite number ${least}; got ${q}.`);
}
/** A correlation this far outside of [−1, 1] is rounding. */
const ROUNDING = 1e-9;
/** The correlation, within [−1, 1]. */
export function checkCorrelation(c) {
    if (Math.abs(c) <= 1 + ROUNDING)
        return Math.max(-1, Math.min(1, c));
    throw new InputError(`c is a correlation, a number from −1 to 1; got ${c}.`);
}
/** The mean, if it is a finite number. */
export function finite(mean, subject, q, what) {
    if (Number.isFinite(mean))
        return mean;
    throw new InputError(`${subject}: ${what} is not finite for pre-activations of variance ${q}. ` +
        "Choose an activation that grows more slowly, or a smaller variance.");
}
/** Refuses activations that train by another function's derivative: theory needs the true one. */
export function refuseSurrogate({ subject, surrogate }, lack) {
    if (!surrogate)
        return;
    throw new InputError(`${subject} has ${lack}: its gradient is another function's (a straight-through estimator), ` +
        "and the theory needs the true derivative. Choose a differentiable activation.");
}
