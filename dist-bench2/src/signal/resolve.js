/** A function of a standard normal variable as panels on which it is nearly a polynomial. */
import { InputError } from "../errors.js";
import { normalDensity } from "../random/index.js";
import { NODES, panel, WEIGHTS } from "./panel.js";
/** Values that are right but for rounding. */
const ROUNDED = { noise: 1e-14, left: 1e-10 };
/** Halving reduces the error of a smooth function by at least this. */
const REDUCES = 16;
/** What one panel may contribute to the error, relative to the size. */
const TOLERANCE = 1e-13;
/** How often a panel may be halved, and how narrow it may get, relative to its place. */
const DEEPEST = 100;
const NARROWEST = 2 ** -40;
/**
 * Panels between −reach and reach, in increasing order, halved until what each contributes to the
 * error of the mean is below 1e-13 of the size. Costs 16 evaluations per panel, and 32 per halving.
 *
 * @throws InputError where halving does not help: the mean is infinite, or the function too rough
 */
export function resolve(f, options) {
    const { knots, reach, power, precision = ROUNDED } = options;
    const ends = [-reach, ...knots.filter((z) => Math.abs(z) < reach), reach];
    const coarse = ends.slice(1).map((to, i) => panel(f, ends[i], to));
    const size = options.size ?? meanOf(coarse, power === 1 ? Math.abs : (x) => x * x);
    if (!(size > 0 && size < Number.POSITIVE_INFINITY))
        return coarse;
    const typical = power === 2 ? Math.sqrt(size) : 0;
    const contribution = ({ from, to, size: largest, error }) => {
        const nearest = from > 0 ? from : to < 0 ? to : 0;
        return error * (to - from) * normalDensity(nearest) * (power === 2 ? largest + typical : 1);
    };
    const panels = [];
    let left = 0;
    const refine = (whole, depth, before) => {
        const share = contribution(whole);
        const middle = (whole.from + whole.to) / 2;
        const isNoise = whole.error <= precision.noise * whole.size && whole.error > before / REDUCES;
        const fits = share <= TOLERANCE * size;
        const isNarrow = depth === DEEPEST || whole.to - whole.from < NARROWEST * Math.abs(middle);
        if (fits || isNoise || isNarrow) {
            panels.push(whole);
            if (!fits)
                left += share;
            if (!(left <= precision.left * size))
                throw tooRough(options.subject, middle);
        }
        else {
            refine(panel(f, whole.from, middle), depth + 1, whole.error);
            refine(panel(f, middle, whole.to), depth + 1, whole.error);
        }
    };
    for (const one of coarse)
        refine(one, 0, Number.POSITIVE_INFINITY);
    return panels;
}
function tooRough(subject, z) {
    return new InputError(`${subject} cannot be integrated to 9 digits: near ${z.toPrecision(6)} standard deviations it is infinite or too ` +
        "rough, so that its mean is infinite or cannot be told. Choose an activation whose square is integrable there.");
}
/** E g(f(z)) for a polynomial g. */
export function meanOf(panels, g = (value) => value) {
    let total = 0;
    for (const { from, to, values } of panels) {
        const [middle, half] = [(from + to) / 2, (to - from) / 2];
        let sum = 0;
        for (let j = 0; j < values.length; j++) {
            const density = normalDensity(middle + half * NODES[j]);
            // Where the density is 0 the value may be infinite.
            if (density > 0)
                sum += WEIGHTS[j] * density * g(values[j]);
        }
        total += half * sum;
    }
    return total;
}
