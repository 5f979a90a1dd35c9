/**
 * Hermite series of functions of a normal variable: E f(x) f(y) at every correlation of x and y
 * from one set of coefficients.
 *
 * With h_k the orthonormal Hermite polynomials and a_k = E f(z) h_k(z), E f(x) f(y) = Σ a_k² c^k
 * (Mehler's formula).
 */
import { exp, log } from "../random/elementary.js";
import { normalCdf, normalDensity } from "../random/index.js";
import { nodeOf, WEIGHTS } from "./panel.js";
/** How many coefficients a series has. */
const TERMS = 41;
/** How many of the last coefficients say which part of the rest is even. */
const LAST = 8;
/** The series of several functions at once, from their values at the nodes of panels. */
export function hermiteSeries(panels, functions) {
    const coefficients = functions.map(() => new Float64Array(TERMS));
    const squares = new Float64Array(functions.length);
    const polynomials = new Float64Array(TERMS);
    for (const one of panels) {
        const half = (one.to - one.from) / 2;
        for (let j = 0; j < one.values.length; j++) {
            const z = nodeOf(one, j);
            const weight = WEIGHTS[j] * half * normalDensity(z);
            if (!(weight > 0))
                continue;
            fillPolynomials(polynomials, z);
            functions.forEach((f, i) => {
                const y = f(z, one.values[j]);
                squares[i] += weight * y * y;
                const row = coefficients[i];
                for (let k = 0; k < TERMS; k++)
                    row[k] += weight * y * polynomials[k];
            });
        }
    }
    return coefficients.map((row, i) => ({ coefficients: row, rest: restOf(row, squares[i]) }));
}
function restOf(row, square) {
    const rest = Math.max(0, square - row.reduce((sum, a) => sum + a * a, 0));
    let [even, all] = [0, 0];
    for (let k = TERMS - LAST; k < TERMS; k++) {
        all += row[k] * row[k];
        if (k % 2 === 0)
            even += row[k] * row[k];
    }
    const share = all > 0 ? even / all : 0.5;
    return { even: rest * share, odd: rest * (1 - share) };
}
/**
 * The mean of c^k over a tail of coefficients from k = 41 on that decay like k^-3/2, as behind a
 * jump; behind a kink the rest is small, and so is what it matters. E^-x − √(π x) erfc √x with
 * x = −41 ln c.
 */
function tailAt(c) {
    if (c === 0)
        return 0;
    const x = -TERMS * log(Math.abs(c));
    return x > 300 ? 0 : Math.max(0, exp(-x) - 2 * Math.sqrt(Math.PI * x) * normalCdf(-Math.sqrt(2 * x)));
}
/** The series of a constant. */
export function constantSeries(value) {
    const coefficients = new Float64Array(TERMS);
    coefficients[0] = value;
    return { coefficients, rest: { even: 0, odd: 0 } };
}
function fillPolynomials(values, z) {
    values[0] = 1;
    values[1] = z;
    for (let k = 1; k < TERMS - 1; k++) {
        values[k + 1] = (z * values[k] - Math.sqrt(k) * values[k - 1]) / Math.sqrt(k + 1);
    }
}
/**
 * E f(x) f(y) for standard normal x and y of correlation c, without the terms in `except`; within
 * 5e-3 of E f² for functions that jump, 3e-4 for others.
 */
export function productAt({ coefficients, rest }, c, except = []) {
    let sum = (rest.even + Math.sign(c) * rest.odd) * tailAt(c);
    let power = 1;
    for (let k = 0; k < TERMS; k++) {
        if (!except.includes(k))
            sum += coefficients[k] * coefficients[k] * power;
        power *= c;
    }
    return sum;
}
/** E f(x) g(y) by the two series, without the terms in `except`. */
export function crossProductAt(f, g, c, except = []) {
    let sum = 0;
    let power = 1;
    for (let k = 0; k < TERMS; k++) {
        if (!except.includes(k))
            sum += f.coefficients[k] * g.coefficients[k] * power;
        power *= c;
    }
    return sum;
}
/** E f². */
export const squareMean = (series) => productAt(series, 1);
