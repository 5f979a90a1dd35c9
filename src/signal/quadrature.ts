/**
 * Means over a standard normal variable, to 12 digits, of functions that may have kinks and steps.
 */
import { normalDensity } from "../random/index.js";

/**
 * Nodes and weights on [−1, 1] of the Gauss–Lobatto rule of 12 points, the positive half: ±1 and
 * the zeros of P′₁₁, with weights 2 / (12 · 11 · P₁₁(x)²), by NumPy 1.24's
 * `numpy.polynomial.legendre`. As the ends are nodes, a kink cannot hide between the outermost node
 * and the end.
 */
const NODES = [0.13655293285492753, 0.3995309409653489, 0.6328761530318606, 0.8192793216440066, 0.9448992722228822, 1];
const WEIGHTS = [
  0.2714052409106962, 0.2512756031992012, 0.21250841776102114, 0.15797470556437015, 0.09168451741319643,
  0.015151515151515152,
];

/** Beyond ±13 lies less than 1e-37 of the distribution. */
const REACH = 13;
const PANELS = 26;
/** How often a panel may be halved: a step is located within 2^-40 of a panel. */
const DEEPEST = 40;

/**
 * E f(z) for z ~ N(0, 1): Gauss–Lobatto on panels that are halved wherever halving changes the
 * result, so that kinks and steps may be anywhere. 0 is a panel's end: a kink there costs nothing.
 *
 * @param f a function that grows slower than exp(z² / 4); else the result is `Infinity` or `NaN`
 * @param precision the change by a halving that is small enough, relative to the mean of |f|.
 * @defaultValue 1e-15
 */
export function gaussianMean(f: (z: number) => number, precision = 1e-15): number {
  const integrand = (z: number) => f(z) * normalDensity(z);
  const width = (2 * REACH) / PANELS;
  const coarse = Array.from({ length: PANELS }, (_, i) => {
    const from = -REACH + i * width;
    return { from, sum: panel(integrand, from, from + width) };
  });
  const size = coarse.reduce((total, { sum }) => total + Math.abs(sum), 0);
  const ends = Math.abs(coarse[0]!.sum) + Math.abs(coarse.at(-1)!.sum);
  // It does not vanish at the ends.
  if (ends > Math.max(1e-9 * size, 1e-25)) return Number.POSITIVE_INFINITY;
  return coarse.reduce(
    (total, { from, sum }) => total + refine(integrand, from, from + width, sum, precision * size, 0),
    0,
  );
}

/** ∫ f from `from` to `to`. */
function panel(f: (z: number) => number, from: number, to: number): number {
  const middle = (from + to) / 2;
  const half = (to - from) / 2;
  let sum = 0;
  for (let i = 0; i < NODES.length; i++) {
    const step = half * NODES[i]!;
    sum += WEIGHTS[i]! * (f(middle - step) + f(middle + step));
  }
  return half * sum;
}

function refine(
  f: (z: number) => number,
  from: number,
  to: number,
  whole: number,
  tolerance: number,
  depth: number,
): number {
  const middle = (from + to) / 2;
  const left = panel(f, from, middle);
  const right = panel(f, middle, to);
  // A sum that is not finite ends here too: halving does not help, and the caller must see it.
  if (!(Math.abs(left + right - whole) > tolerance) || depth === DEEPEST) return left + right;
  return refine(f, from, middle, left, tolerance, depth + 1) + refine(f, middle, to, right, tolerance, depth + 1);
}

/**
 * Where an increasing or decreasing f crosses 0 between low and high, to the last digits, by
 * bisection.
 */
export function root(f: (x: number) => number, low: number, high: number): number {
  const rising = f(high) > f(low);
  let [from, to] = [low, high];
  for (let i = 0; i < 200; i++) {
    const middle = (from + to) / 2;
    if (middle <= from || middle >= to) break;
    if (f(middle) > 0 === rising) to = middle;
    else from = middle;
  }
  return (from + to) / 2;
}

/**
 * `x` to 10 significant digits. Numbers from elementary functions are rounded like this before
 * weights depend on them.
 */
export function rounded(x: number): number {
  return Number(x.toPrecision(10));
}

/** x · x exactly rounded; some engine may round `x ** 2` differently. */
export function square(x: number): number {
  return x * x;
}
