/**
 * How a study tunes learning rates, declared before its first run: a lattice of rates, a first
 * guess for each method on each problem, tuning seeds, samples that are held out. Plain data, part
 * of the study. `tuned-rate.ts` chooses a rate from the runs.
 */

/** Where the grid of a method on a problem begins. */
export interface RateGuess {
  /** The data set's name. */
  readonly data: string;
  /** The network's label. */
  readonly model: string;
  /** The method's label. */
  readonly method: string;
  /** The middle of the grid, in steps of the lattice from the recipe's rate. */
  readonly step: number;
  /** The largest eigenvalue of the Hessian at step 0; null where the guess does not rest on it. */
  readonly curvature: number | null;
  /** Why the recipe's rate was taken, or another one than curvature says; else left out. */
  readonly reason?: string | undefined;
  /** The cell from whose weights it was measured: its first tuning seed at the recipe's rate. */
  readonly cell: string;
}

/** How rates are tuned. */
export interface RateTuning {
  /** Seeds of the tuning runs; none of them is a seed of the study. */
  readonly seeds: readonly number[];
  /** Epochs of each tuning run; those of the final runs if left out. */
  readonly epochs?: number | undefined;
  /** Rates in the grid of each method, an odd number. */
  readonly rates: number;
  /** Rates that are added, once, where the best is the first or last of the grid. */
  readonly extension: number;
  /**
   * The fraction of the training samples that is held out; left out where the study says how many
   * are.
   */
  readonly heldOut?: number | undefined;
  /**
   * Only so many methods per problem, those that did best on held-out samples, have final runs; all
   * if left out.
   */
  readonly finalists?: number | undefined;
  /** One per problem and method, in the study's order. */
  readonly guesses: readonly RateGuess[];
}

/** Steps of the lattice per factor of ten. */
export const STEPS_PER_DECADE = 2;

/** The largest learning rate that a study may have. */
export const LARGEST_RATE = 1000;

/**
 * No grid's middle is further from the recipe's rate: a factor of ten. Curvature at step 0 says
 * little about later steps where the first weights are nearly 0; and so every grid of five rates
 * has the recipe's.
 */
export const FARTHEST_GUESS = STEPS_PER_DECADE;

/**
 * A rate of the lattice, rounded to twelve digits so that it reads well: `base` × 10^(step / 2).
 *
 * @param base the recipe's learning rate, which is step 0
 * @param step a whole number
 */
export const latticeRate = (base: number, step: number): number =>
  step === 0 ? base : Number((base * 10 ** (step / STEPS_PER_DECADE)).toPrecision(12));

/**
 * The step of the lattice next to a rate, at most `FARTHEST_GUESS` from the recipe's.
 *
 * @param rate above 0
 */
export function nearestStep(base: number, rate: number): number {
  const step = Math.round(STEPS_PER_DECADE * Math.log10(rate / base));
  return Math.max(-FARTHEST_GUESS, Math.min(FARTHEST_GUESS, step)) + 0;
}

/** The steps of a method's grid, and those that may be added below and above it. */
export interface GridSteps {
  readonly grid: readonly number[];
  readonly below: readonly number[];
  readonly above: readonly number[];
}

/** The steps of a grid around a guess, from the smallest; none has a rate above the largest. */
export function gridSteps({ rates, extension }: Pick<RateTuning, "rates" | "extension">, base: number, middle: number) {
  const half = (rates - 1) / 2;
  // A grid that would pass the largest rate moves down as a whole, so that all grids have a size.
  let top = middle + half;
  while (latticeRate(base, top) > LARGEST_RATE) top--;
  const from = (first: number, count: number) => Array.from({ length: count }, (_, i) => first + i);
  const bottom = top - rates + 1;
  const steps: GridSteps = {
    grid: from(bottom, rates),
    below: from(bottom - extension, extension),
    above: from(top + 1, extension).filter((step) => latticeRate(base, step) <= LARGEST_RATE),
  };
  return steps;
}
