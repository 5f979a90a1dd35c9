/** The normal distribution function and its inverse, the same bits in every engine. */
import { exp, log } from "./elementary.js";
/**
 * The standard normal quantile: the z with P(Z ≤ z) = p, within 1e-15 relative for all p from
 * 1e-308 up (−Infinity at 0, Infinity at 1, NaN outside).
 *
 * Wichura (1988), "Algorithm AS 241: The percentage points of the normal distribution", Applied
 * Statistics 37, 477–484 (PPND16: three ratios of polynomials of degree 7).
 */
export function normalQuantile(p) {
    const q = p - 0.5;
    if (q >= -0.425 && q <= 0.425)
        return central(q);
    if (!(p > 0 && p < 1)) {
        if (p === 0)
            return Number.NEGATIVE_INFINITY;
        return p === 1 ? Number.POSITIVE_INFINITY : Number.NaN;
    }
    return q < 0 ? -tail(p) : tail(1 - p);
}
/** The quantile for |q| ≤ 0.425, where q = p − 1/2: 85 % of uniform draws. */
export function central(q) {
    const r = 0.180625 - q * q;
    const above = ((((((2509.0809287301227 * r + 33430.57558358813) * r + 67265.7709270087) * r + 45921.95393154987) * r +
        13731.69376550946) *
        r +
        1971.5909503065513) *
        r +
        133.14166789178438) *
        r +
        3.3871328727963665;
    const below = ((((((5226.495278852854 * r + 28729.085735721943) * r + 39307.89580009271) * r + 21213.794301586597) * r +
        5394.196021424751) *
        r +
        687.1870074920579) *
        r +
        42.31333070160091) *
        r +
        1;
    return (q * above) / below;
}
/** The z > 0 with P(Z > z) = p, for 0 < p < 0.075. */
export function tail(p) {
    const root = Math.sqrt(-log(p));
    if (root <= 5) {
        const r = root - 1.6;
        const above = ((((((0.0007745450142783414 * r + 0.022723844989269184) * r + 0.2417807251774506) * r + 1.2704582524523684) * r +
            3.6478483247632045) *
            r +
            5.769497221460691) *
            r +
            4.630337846156546) *
            r +
            1.4234371107496835;
        const below = ((((((1.0507500716444169e-9 * r + 0.0005475938084995345) * r + 0.015198666563616457) * r + 0.14810397642748008) *
            r +
            0.6897673349851) *
            r +
            1.6763848301838038) *
            r +
            2.053191626637759) *
            r +
            1;
        return above / below;
    }
    const r = root - 5;
    const above = ((((((2.0103343992922881e-7 * r + 0.000027115555687434876) * r + 0.0012426609473880784) * r +
        0.026532189526576124) *
        r +
        0.29656057182850487) *
        r +
        1.7848265399172913) *
        r +
        5.463784911164114) *
        r +
        6.657904643501103;
    const below = ((((((2.0442631033899397e-15 * r + 1.421511758316446e-7) * r + 0.000018463183175100548) * r +
        0.0007868691311456133) *
        r +
        0.014875361290850615) *
        r +
        0.1369298809227358) *
        r +
        0.599832206555888) *
        r +
        1;
    return above / below;
}
/** 1 / √(2π). */
const INVERSE_ROOT_TWO_PI = 0.3989422804014327;
/** The standard normal density at z. */
export function normalDensity(z) {
    const size = Math.abs(z);
    if (size > 39)
        return 0;
    // e^(−z²/2) with z² in two parts, because z²/2 would multiply its rounding error (Cody 1969).
    const coarse = Math.floor(size * 16) / 16;
    return INVERSE_ROOT_TWO_PI * exp(-0.5 * coarse * coarse) * exp(-0.5 * (size - coarse) * (size + coarse));
}
/**
 * P(Z ≤ z) for a standard normal Z, within 1e-14 relative in both tails (0 and 1 far out). Up to
 * |z| = 1.5 it is the series 1/2 + φ(z) (z + z³/3 + z⁵/15 + …), beyond it Laplace's continued
 * fraction φ(z) / (z + 1/(z + 2/(z + 3/(z + …)))) (Abramowitz & Stegun, "Handbook of mathematical
 * functions", 1964, 26.2.11 and 26.2.14).
 */
export function normalCdf(z) {
    if (Number.isNaN(z))
        return z;
    const size = Math.abs(z);
    if (size <= 1.5) {
        let term = z;
        let sum = z;
        for (let n = 3; n < 60; n += 2) {
            term *= (z * z) / n;
            sum += term;
        }
        return 0.5 + normalDensity(z) * sum;
    }
    let fraction = size;
    if (size < 39)
        for (let n = Math.floor(20 + 500 / (size * size)); n >= 1; n--)
            fraction = size + n / fraction;
    const beyond = size < 39 ? normalDensity(size) / fraction : 0;
    return z < 0 ? beyond : 1 - beyond;
}
