/**
 * Mean-field theory of wide random networks: how the variance of pre-activations, the correlation
 * between two inputs, and gradients change per layer, for weights N(0, σ_w² / fanIn) and biases
 * N(0, σ_b²).
 *
 * Poole, Lahiri, Raghu, Sohl-Dickstein, Ganguli 2016, "Exponential expressivity in deep neural
 * networks through transient chaos"; Schoenholz, Gilmer, Ganguli, Sohl-Dickstein 2017, "Deep
 * information propagation"; Hayou, Doucet, Rousseau 2019, "On the impact of the activation function
 * on deep neural networks training".
 */
import { InputError } from "../errors.js";
import { checkCorrelation, checkLevels, checkVariance, finite, nextVariance, refuseSurrogate, } from "./layer.js";
import { productMean } from "./product-mean.js";
import { jumpOf, mixedMoment, profileOf, slopeMoment, tiltedMoment } from "./profile.js";
/**
 * q ↦ σ_w² E φ(√q z)² + σ_b²: the variance of the next layer's pre-activations (Poole 2016, eq. 3).
 *
 * @param q variance before the layer, at least 0
 * @throws InputError where E φ(√q z)² is not finite
 */
export function varianceMap(activation, levels, q) {
    checkLevels(levels);
    return nextVariance(profileOf(activation), levels, checkVariance(q));
}
/**
 * The slope of the variance map at q, σ_w² E z φ(√q z) φ′(√q z) / √q. At a fixed point, other
 * variances come back to it where the slope is below 1, and leave it where the slope is above 1.
 * Where φ jumps it is taken as σ_w² E (z² − 1) φ(√q z)² / 2q.
 *
 * @param q a variance above 0
 */
export function varianceSlope(activation, levels, q) {
    checkLevels(levels);
    const profile = profileOf(activation);
    const size = Math.sqrt(checkVariance(q, "above 0"));
    const jumps = profile.surrogate || jumpOf(profile, size) !== undefined;
    const slope = jumps ? tiltedMoment(profile, size) / (2 * q) : mixedMoment(profile, size) / size;
    return levels.sigmaW * levels.sigmaW * finite(slope, profile.subject, q, "the slope of E φ²");
}
/**
 * c ↦ the correlation of two inputs' pre-activations after one more layer, both of variance q
 * (Poole 2016, eq. 5); within 1e-9. By a closed form where there is one: the arc-cosine kernels of
 * Cho and Saul 2009 for ReLU, step and squared ReLU, and those of leaky ReLU, GELU, sin and linear.
 *
 * @param q variance before the layer, at least 0
 * @param c correlation before the layer, from −1 to 1; rounding beyond is corrected
 * @throws InputError where E φ² is not finite, where all variances are 0, or where φ varies too
 *   fast
 */
export function correlationMap(activation, levels, q, c) {
    checkLevels(levels);
    const profile = profileOf(activation);
    const size = Math.sqrt(checkVariance(q));
    const [weights, biases] = [levels.sigmaW * levels.sigmaW, levels.sigmaB * levels.sigmaB];
    const variance = nextVariance(profile, levels, q);
    if (!(variance > 0)) {
        throw new InputError(`${profile.subject} makes all pre-activations 0 at σ_w = ${levels.sigmaW}, σ_b = ${levels.sigmaB} and q = ${q}: ` +
            "there is no correlation. Choose a larger variance of weights or biases.");
    }
    const corrected = checkCorrelation(c);
    if (corrected === 1)
        return 1;
    const next = (weights * productMean(profile, size, corrected) + biases) / variance;
    return Math.max(-1, Math.min(1, next));
}
/**
 * χ₁ = σ_w² E φ′(√q z)²: the slope of the correlation map at 1, and the factor on the second moment
 * of gradients per layer (Schoenholz 2017, eq. 5). Below 1, inputs become alike and gradients
 * vanish (ordered); above 1, nearby inputs diverge and gradients explode (chaotic).
 *
 * @param q variance of the pre-activations, at least 0
 * @throws InputError for activations that jump: it is infinite
 */
export function correlationSlope(activation, levels, q) {
    checkLevels(levels);
    const profile = profileOf(activation);
    refuseSurrogate(profile, "no slope of the correlation map");
    const slopes = finite(slopeMoment(profile, Math.sqrt(checkVariance(q))), profile.subject, q, "E φ′²");
    return levels.sigmaW * levels.sigmaW * slopes;
}
/**
 * ξ = 1 / |ln χ₁|: over how many layers correlations near 1 and gradients change by a factor e;
 * `Infinity` at the edge of chaos, 0 where χ₁ is 0. In the ordered phase this is Schoenholz's ξ_c
 * (2017, eq. 10). In the chaotic phase it is about gradients and almost equal inputs, while ξ_c is
 * about the correlation c* < 1 that inputs settle at.
 */
export function depthScale(activation, levels, q) {
    const rate = Math.abs(Math.log(correlationSlope(activation, levels, q)));
    return rate < 1e-9 ? Number.POSITIVE_INFINITY : 1 / rate;
}
