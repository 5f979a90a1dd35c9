/** Points of a stencil: six differences. */
const ORDER = 6;
/** The widest step between them, for |x| up to 1. */
const WIDEST = 2 ** -8;
/** How often a step that is too wide may be quartered. */
const TRIES = 200;
/** An error below this share of the derivative ends the search. */
const PRECISE = 1e-10;
/**
 * The derivative of f, by differences of sixth order on points that lie on the same side of every
 * kink and jump of f as x. Where f is steep the points are closer.
 */
export function differences(f, { around }) {
    return (x) => {
        const { left, right, width } = around(x);
        let step = Math.min(WIDEST * Math.max(1, Math.abs(x)), width / (ORDER + 2));
        let rounding = Number.POSITIVE_INFINITY;
        let best = { slope: Number.NaN, error: Number.POSITIVE_INFINITY, rounding: 0 };
        for (let i = 0; i < TRIES; i++) {
            const centred = x - (ORDER / 2) * step;
            // A hair's breadth from the ends, which are known up to rounding.
            const start = Math.min(Math.max(centred, left + step / 64), right - (ORDER + 1 / 64) * step);
            const now = slopeAt(f, x, start, step);
            if (!(now.error >= best.error))
                best = now;
            if (now.error <= PRECISE * Math.abs(now.slope))
                break;
            if (now.rounding > best.error / 4 && now.rounding >= rounding)
                break;
            rounding = now.rounding;
            step /= 4;
        }
        return best.slope;
    };
}
/** What counts of the last term but one: where f is odd around x, the last is 0. */
const LAST_BUT_ONE = 0.01;
/**
 * The slope at x of the polynomial through seven points, by Newton's forward differences: Σ Δᵏ d/dt
 * binomial(t, k) with x = start + t · step.
 */
function slopeAt(f, x, start, step) {
    const values = Array.from({ length: ORDER + 1 }, (_, k) => f(start + k * step));
    const rounding = (2 ** -52 * Math.max(...values.map(Math.abs))) / step;
    const t = (x - start) / step;
    let [binomial, itsSlope] = [1, 0];
    let slope = 0;
    let error = rounding;
    for (let k = 1; k <= ORDER; k++) {
        itsSlope = (itsSlope * (t - k + 1) + binomial) / k;
        binomial *= (t - k + 1) / k;
        for (let j = 0; j <= ORDER - k; j++)
            values[j] = values[j + 1] - values[j];
        const term = (values[0] * itsSlope) / step;
        slope += term;
        if (k === ORDER)
            error += Math.abs(term);
        if (k === ORDER - 1)
            error += LAST_BUT_ONE * Math.abs(term);
    }
    return { slope, error, rounding };
}
