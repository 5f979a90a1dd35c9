/**
 * Hermite series of functions of a normal variable: E f(x) f(y) at every correlation of x and y
 * from one set of coefficients.
 *
 * With h_k the orthonormal Hermite polynomials and a_k = E f(z) h_k(z), E f(x) f(y) = Σ a_k² c^k
 * (Mehler's formula).
 */
import { normalDensity } from "../random/index.js";
import { nodeOf, type Panel, WEIGHTS } from "./panel.js";

/** How many coefficients a series has. */
const TERMS = 41;

/**
 * Beyond the last coefficient the series is replaced by all that is left times c to this power: the
 * middle of a tail that decays like k^-3/2 (a jump) to k^-5/2 (a kink).
 */
const TAIL_POWER = 2 * TERMS;

/** The series of a function f of z ~ N(0, 1). */
export interface HermiteSeries {
  /** a_k for k = 0 … 40; a_0 is E f. */
  readonly coefficients: Float64Array;
  /** E f² − Σ a_k². */
  readonly rest: number;
}

/** The series of several functions at once, from their values at the nodes of panels. */
export function hermiteSeries(
  panels: readonly Panel[],
  functions: readonly ((z: number, value: number) => number)[],
): HermiteSeries[] {
  const coefficients = functions.map(() => new Float64Array(TERMS));
  const squares = new Float64Array(functions.length);
  const polynomials = new Float64Array(TERMS);
  for (const one of panels) {
    const half = (one.to - one.from) / 2;
    for (let j = 0; j < one.values.length; j++) {
      const z = nodeOf(one, j);
      const weight = WEIGHTS[j]! * half * normalDensity(z);
      if (!(weight > 0)) continue;
      fillPolynomials(polynomials, z);
      functions.forEach((f, i) => {
        const y = f(z, one.values[j]!);
        squares[i]! += weight * y * y;
        const row = coefficients[i]!;
        for (let k = 0; k < TERMS; k++) row[k]! += weight * y * polynomials[k]!;
      });
    }
  }
  return coefficients.map((row, i) => ({
    coefficients: row,
    rest: Math.max(0, squares[i]! - row.reduce((sum, a) => sum + a * a, 0)),
  }));
}

/** The series of a constant. */
export function constantSeries(value: number): HermiteSeries {
  const coefficients = new Float64Array(TERMS);
  coefficients[0] = value;
  return { coefficients, rest: 0 };
}

function fillPolynomials(values: Float64Array, z: number): void {
  values[0] = 1;
  values[1] = z;
  for (let k = 1; k < TERMS - 1; k++) {
    values[k + 1] = (z * values[k]! - Math.sqrt(k) * values[k - 1]!) / Math.sqrt(k + 1);
  }
}

/**
 * E f(x) f(y) for standard normal x and y of correlation c, without the terms in `except`; within
 * 1e-3 of E f² for functions that jump, 1e-4 for those with kinks.
 */
export function productAt({ coefficients, rest }: HermiteSeries, c: number, except: readonly number[] = []): number {
  let sum = rest * c ** TAIL_POWER;
  let power = 1;
  for (let k = 0; k < TERMS; k++) {
    if (!except.includes(k)) sum += coefficients[k]! * coefficients[k]! * power;
    power *= c;
  }
  return sum;
}

/** E f(x) g(y) by the two series, without the terms in `except`. */
export function crossProductAt(f: HermiteSeries, g: HermiteSeries, c: number, except: readonly number[] = []): number {
  let sum = 0;
  let power = 1;
  for (let k = 0; k < TERMS; k++) {
    if (!except.includes(k)) sum += f.coefficients[k]! * g.coefficients[k]! * power;
    power *= c;
  }
  return sum;
}

/** E f². */
export const squareMean = (series: HermiteSeries): number => productAt(series, 1);
