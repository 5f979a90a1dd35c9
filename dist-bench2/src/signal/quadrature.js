/**
 * Means over a standard normal variable of functions that may have kinks, jumps and steep parts.
 */
import { featuresOf } from "./features.js";
import { meanOf, resolve } from "./resolve.js";
/**
 * Beyond ±13 lies less than 1e-37 of the distribution, and beyond ±38 less than 1e-315: so far out
 * functions are looked at that grow as fast as exp(z² / 5).
 */
const REACHES = [13, 38];
/** What may lie in the outermost panels, relative to the whole. */
const OUTSIDE = 1e-13;
/** The widest panel. */
const WIDTH = 0.5;
/** Towards 0 panels shrink by octaves, down to 2^-6, or to 2^-10 in the activation's own unit. */
const INNERMOST = -6;
const INNERMOST_UNIT = -10;
/** Knots nearer to each other than this, relative to their size, are one. */
const NEAREST = 1e-13;
/**
 * E f(z) for z ~ N(0, 1), to 12 digits: the axis is cut at the kinks and jumps of f, wherever they
 * are, and the pieces are halved until polynomials of degree 15 fit. What is narrower than 1/800 of
 * its distance from 0 (or 1e-6) may be missed.
 *
 * @param f a function that grows slower than exp(z² / 3); else the result is `Infinity` or `NaN`
 * @throws InputError where f varies too fast, or is too rough for 10 digits
 */
export function gaussianMean(f) {
    const subject = "The function";
    return meanOfScaled({ subject, features: featuresOf(subject, f) }, 1, f);
}
/**
 * E f(z) of an f that is made of the integrand at scale · z; `Infinity` where it is infinite.
 *
 * @param precision of the values of f
 */
export function meanOfScaled(integrand, scale, f, precision) {
    const panels = panelsOfScaled(integrand, scale, f, 1, precision);
    return panels === undefined ? Number.POSITIVE_INFINITY : meanOf(panels);
}
/** The panels for means of f^power; `undefined` where they are infinite. */
export function panelsOfScaled({ subject, features }, scale, f, power, precision) {
    const size = (panels) => meanOf(panels, (x) => Math.abs(x) ** power);
    for (const reach of REACHES) {
        const panels = resolve(f, { subject, reach, power, precision, knots: knotsAt(features, scale, reach) });
        const whole = size(panels);
        if (whole === Number.POSITIVE_INFINITY)
            break;
        // NaN goes out too.
        if (!(size([panels[0], panels.at(-1)]) > OUTSIDE * whole))
            return panels;
    }
    return undefined;
}
/** Ends on which the density, too, is a polynomial but for rounding, the positive ones. */
export function gridTo(reach) {
    return Array.from({ length: reach / WIDTH }, (_, i) => (i + 1) * WIDTH);
}
/** Where panels end, in increasing order: a grid, 0, and the features. */
function knotsAt(features, scale, reach) {
    const grid = gridTo(reach);
    if (scale > 0) {
        const innermost = Math.min(INNERMOST, Math.floor(INNERMOST_UNIT - Math.log2(scale)));
        for (let exponent = innermost; 2 ** exponent < WIDTH; exponent++)
            grid.push(2 ** exponent);
    }
    const places = scale > 0 ? features.within(scale * reach).map(({ x }) => x / scale) : [];
    const sorted = [...grid.map((z) => -z), ...grid, 0, ...places].sort((a, b) => a - b);
    return sorted.filter((z, i) => i === 0 || z - sorted[i - 1] > NEAREST * Math.abs(z));
}
