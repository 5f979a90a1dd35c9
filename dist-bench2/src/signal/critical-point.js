/** The edge of chaos: where signals and gradients neither grow nor shrink with depth. */
import { InputError } from "../errors.js";
import { finite, refuseSurrogate } from "./layer.js";
import { root } from "./numbers.js";
import { profileOf, secondMoment, slopeMoment } from "./profile.js";
/**
 * The edge of chaos: (σ_w, σ_b) with χ₁ = 1 at the variance q* that they keep. It is a line, one
 * point for each q*: σ_w² = 1 / E φ′(√q* z)², σ_b² = q* − σ_w² E φ(√q* z)². Name q* (`at.qStar`) or
 * σ_b (`at.sigmaB`, for which the smallest q* is taken).
 *
 * For ReLU and leaky ReLU it is the single point (√(2 / (1 + a²)), 0), whatever q*. Sigmoid and
 * softplus have none for small q*.
 *
 * @throws InputError where the activation has no such point, with the nearest that it has; for one
 * that jumps or is constant
 * @example
 * import { criticalPoint } from "stepzero/signal";
 *
 * criticalPoint("relu", { qStar: 1 }); // → { sigmaW: 1.41421, sigmaB: 0, qStar: 1 }
 * criticalPoint("tanh", { sigmaB: Math.sqrt(0.05) }); // → sigmaW² = 1.7610, qStar = 0.5700
 */
export function criticalPoint(activation, at) {
    const profile = profileOf(activation);
    refuseSurrogate(profile, "no edge of chaos");
    return "qStar" in at ? criticalPointAt(profile, at.qStar) : criticalPointWith(profile, at.sigmaB);
}
function criticalPointAt(profile, qStar) {
    const { subject } = profile;
    if (!(qStar > 0 && qStar < Number.POSITIVE_INFINITY)) {
        throw new InputError(`${subject}: qStar must be a number above 0, got ${qStar}.`);
    }
    const variance = biasVariance(profile, qStar);
    if (variance >= 0)
        return { sigmaW: criticalSigmaW(profile, qStar), sigmaB: Math.sqrt(variance), qStar };
    const possible = VARIANCES.find((q) => hasPoint(profile, q));
    throw new InputError(`${subject} has no edge of chaos at q* = ${qStar}: the biases' variance would be ${variance.toPrecision(3)}. ` +
        (possible === undefined
            ? "Nor has it one at any other q* up to 1024."
            : `It has one from about q* = ${possible} on.`));
}
function criticalPointWith(profile, sigmaB) {
    if (!(sigmaB >= 0 && sigmaB < Number.POSITIVE_INFINITY)) {
        throw new InputError(`${profile.subject}: sigmaB must be a finite number of at least 0, got ${sigmaB}.`);
    }
    const gap = (q) => biasVariance(profile, q) - sigmaB * sigmaB;
    let before = gap(VARIANCES[0]);
    for (let i = 1; i < VARIANCES.length; i++) {
        const now = gap(VARIANCES[i]);
        if (before > 0 !== now > 0) {
            const qStar = root(gap, VARIANCES[i - 1], VARIANCES[i]);
            return { sigmaW: criticalSigmaW(profile, qStar), sigmaB, qStar };
        }
        before = now;
    }
    throw new InputError(`${profile.subject} has no edge of chaos with sigmaB = ${sigmaB} ` +
        `and q* from ${VARIANCES[0]} to ${VARIANCES.at(-1)}. Name q* instead.`);
}
/** 2^-14 … 2^10. */
const VARIANCES = Array.from({ length: 25 }, (_, i) => 2 ** (i - 14));
function criticalSigmaW(profile, q) {
    return 1 / Math.sqrt(slopeMoment(profile, Math.sqrt(q)));
}
/** σ_b² at the critical σ_w. Where it is 0 but for rounding (ReLU), it is exactly 0. */
function biasVariance(profile, q) {
    const size = Math.sqrt(q);
    const slopes = finite(slopeMoment(profile, size), profile.subject, q, "E φ′²");
    if (slopes === 0) {
        throw new InputError(`${profile.subject} has no edge of chaos at q* = ${q}: it is constant there, E φ′² is 0, and no σ_w makes χ₁ 1. ` +
            "Choose another activation or another q*.");
    }
    const variance = q - finite(secondMoment(profile, size), profile.subject, q, "E φ²") / slopes;
    return Math.abs(variance) < ROUNDING * q ? 0 : variance;
}
/** What of the biases' variance is rounding, relative to q*. */
const ROUNDING = 1e-11;
/**
 * Whether there is a point of the edge of chaos with this q*, as far as means of φ can be taken.
 */
function hasPoint(profile, q) {
    try {
        return biasVariance(profile, q) >= 0;
    }
    catch (error) {
        if (error instanceof InputError)
            return false;
        throw error;
    }
}
