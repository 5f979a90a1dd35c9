/** A function of a standard normal variable as panels on which it is a polynomial but for rounding. */
import { InputError } from "../errors.js";
import { normalDensity } from "../random/index.js";
import { NODES, type Panel, panel, WEIGHTS } from "./panel.js";

/** How a function is divided. */
export interface Resolving {
  /** What a message calls it. */
  readonly subject: string;
  /** Where panels must end: jumps, kinks, and the places around steep parts. */
  readonly knots: readonly number[];
  /** ±reach are the outermost ends. */
  readonly reach: number;
  /** Whether means of the function (1) or of its square (2) must be right. */
  readonly power: 1 | 2;
  /**
   * The size that errors are relative to.
   *
   * @defaultValue E |f|^power
   */
  readonly size?: number | undefined;
  /** How good the function's own values are. */
  readonly precision?: Precision | undefined;
}

/** What a function's values can give. */
export interface Precision {
  /** Errors up to this, relative to the values on a panel, may be noise, which halving leaves. */
  readonly noise: number;
  /** What may be left of it in the mean, relative to the size. */
  readonly left: number;
}

/** Values that are right but for rounding. */
const ROUNDED: Precision = { noise: 1e-14, left: 1e-10 };
/** Halving reduces the error of a smooth function by at least this. */
const REDUCES = 16;

/** What one panel may contribute to the error, relative to the size. */
const TOLERANCE = 1e-13;
/** How often a panel may be halved. */
const DEEPEST = 100;

/**
 * Panels between −reach and reach, in increasing order, halved until what each contributes to the
 * error of the mean is below 1e-13 of the size. Costs 16 evaluations per panel, and 32 per halving.
 *
 * @throws InputError where halving does not help: the mean is infinite, or the function too rough
 */
export function resolve(f: (z: number) => number, options: Resolving): Panel[] {
  const { knots, reach, power, precision = ROUNDED } = options;
  const ends = [-reach, ...knots.filter((z) => Math.abs(z) < reach), reach];
  const coarse = ends.slice(1).map((to, i) => panel(f, ends[i]!, to));
  const size = options.size ?? meanOf(coarse, power === 1 ? Math.abs : (x) => x * x);
  if (!(size > 0 && size < Number.POSITIVE_INFINITY)) return coarse;
  const typical = power === 2 ? Math.sqrt(size) : 0;
  const contribution = ({ from, to, size: largest, error }: Panel): number => {
    const nearest = from > 0 ? from : to < 0 ? to : 0;
    return error * (to - from) * normalDensity(nearest) * (power === 2 ? largest + typical : 1);
  };
  const panels: Panel[] = [];
  let left = 0;
  const refine = (whole: Panel, depth: number, before: number): void => {
    const share = contribution(whole);
    const middle = (whole.from + whole.to) / 2;
    const isNoise = whole.error <= precision.noise * whole.size && whole.error > before / REDUCES;
    const fits = share <= TOLERANCE * size;
    if (fits || isNoise || depth === DEEPEST || middle <= whole.from || middle >= whole.to) {
      panels.push(whole);
      if (!fits) left += share;
      if (!(left <= precision.left * size)) throw tooRough(options.subject, middle);
    } else {
      refine(panel(f, whole.from, middle), depth + 1, whole.error);
      refine(panel(f, middle, whole.to), depth + 1, whole.error);
    }
  };
  for (const one of coarse) refine(one, 0, Number.POSITIVE_INFINITY);
  return panels;
}

function tooRough(subject: string, z: number): InputError {
  return new InputError(
    `${subject} cannot be integrated to 9 digits: near ${z.toPrecision(6)} standard deviations it is infinite or too ` +
      "rough, so that its mean is infinite or cannot be told. Choose an activation whose square is integrable there.",
  );
}

/** E g(f(z)) for a polynomial g. */
export function meanOf(panels: readonly Panel[], g: (value: number) => number = (value) => value): number {
  let total = 0;
  for (const { from, to, values } of panels) {
    const [middle, half] = [(from + to) / 2, (to - from) / 2];
    let sum = 0;
    for (let j = 0; j < values.length; j++) {
      const density = normalDensity(middle + half * NODES[j]!);
      // Where the density is 0 the value may be infinite.
      if (density > 0) sum += WEIGHTS[j]! * density * g(values[j]!);
    }
    total += half * sum;
  }
  return total;
}
