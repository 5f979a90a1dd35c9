/**
 * A function on an interval, by its values at the nodes of the Gauss–Legendre rule of 16 points:
 * the polynomial of degree 15 through them, and how well it fits.
 */
/**
 * The positive half of the nodes on [−1, 1] (zeros x of P₁₆) and their weights, 2 (1 − x²) / (17
 * P₁₇(x))², by mpmath 1.4's `findroot` at 30 digits.
 */
const HALF = [
    [0.09501250983763744, 0.1894506104550685],
    [0.2816035507792589, 0.18260341504492358],
    [0.45801677765722737, 0.16915651939500254],
    [0.6178762444026438, 0.14959598881657674],
    [0.755404408355003, 0.12462897125553388],
    [0.8656312023878318, 0.09515851168249279],
    [0.9445750230732326, 0.062253523938647894],
    [0.9894009349916499, 0.027152459411754096],
];
const RULE = [...HALF.map(([x, w]) => [-x, w]).reverse(), ...HALF];
/** The nodes on [−1, 1], increasing; no node is an end or the middle. */
export const NODES = RULE.map(([x]) => x);
/** Their weights. */
export const WEIGHTS = RULE.map(([, w]) => w);
const COUNT = NODES.length;
/** [P₀(x), …, P₁₅(x)], Legendre's polynomials. */
function legendre(x) {
    const values = [1, x];
    for (let k = 1; k < COUNT - 1; k++)
        values.push(((2 * k + 1) * x * values[k] - k * values[k - 1]) / (k + 1));
    return values;
}
/** Row k: what the values at the nodes contribute to the coefficient of P_k, (k + ½) wⱼ P_k(xⱼ). */
const TO_COEFFICIENTS = (() => {
    const polynomials = NODES.map(legendre);
    return NODES.map((_, k) => Float64Array.from(NODES, (_x, j) => (k + 0.5) * WEIGHTS[j] * polynomials[j][k]));
})();
/** Evaluates f at the 16 nodes. */
export function panel(f, from, to) {
    const middle = (from + to) / 2;
    const half = (to - from) / 2;
    const values = new Float64Array(COUNT);
    let size = 0;
    for (let j = 0; j < COUNT; j++) {
        const value = f(middle + half * NODES[j]);
        values[j] = value;
        if (!(Math.abs(value) <= size))
            size = Math.abs(value);
    }
    let error = 0;
    for (let k = COUNT - 3; k < COUNT; k++)
        error += Math.abs(coefficient(values, k));
    return { from, to, values, size, error };
}
function coefficient(values, k) {
    const row = TO_COEFFICIENTS[k];
    let sum = 0;
    for (let j = 0; j < COUNT; j++)
        sum += row[j] * values[j];
    return sum;
}
/** The polynomial as a function of x in [from, to]. */
export function polynomialOf({ from, to, values }) {
    const coefficients = Float64Array.from(values, (_, k) => coefficient(values, k));
    const middle = (from + to) / 2;
    const scale = 2 / (to - from);
    return (x) => {
        const t = (x - middle) * scale;
        // Clenshaw's recurrence for Legendre's polynomials.
        let after = 0;
        let next = 0;
        for (let k = COUNT - 1; k > 0; k--) {
            const now = coefficients[k] + RISE[k] * t * next - FALL[k] * after;
            after = next;
            next = now;
        }
        return coefficients[0] + t * next - after / 2;
    };
}
/** P_{k+1} = RISE[k] x P_k − (k / (k + 1)) P_{k−1}, and FALL[k] is that factor one further on. */
const RISE = Float64Array.from(NODES, (_, k) => (2 * k + 1) / (k + 1));
const FALL = Float64Array.from(NODES, (_, k) => (k + 1) / (k + 2));
/**
 * Neighbouring panels as fewer and wider ones, where one polynomial gives the values of both within
 * `tolerance` at their nodes.
 */
export function joined(panels, tolerance) {
    const result = [];
    for (const one of panels) {
        const before = result.at(-1);
        const both = before && union(before, one);
        const fits = both !== undefined && misfit(both, [before, one]) <= Math.min(tolerance(before), tolerance(one));
        if (fits)
            result[result.length - 1] = both;
        else
            result.push(one);
    }
    return result;
}
function union(left, right) {
    const [below, above] = [polynomialOf(left), polynomialOf(right)];
    return panel((x) => (x < left.to ? below(x) : above(x)), left.from, right.to);
}
function misfit(whole, parts) {
    const f = polynomialOf(whole);
    let most = whole.error;
    for (const part of parts)
        part.values.forEach((y, j) => {
            most = Math.max(most, Math.abs(f(nodeOf(part, j)) - y));
        });
    return most;
}
/** Where the panel's value j stands. */
export function nodeOf({ from, to }, j) {
    return (from + to) / 2 + ((to - from) / 2) * NODES[j];
}
