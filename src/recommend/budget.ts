/** How much of a budget is left, and what fits into it. Pure: the clock is a parameter. */

/** A budget that runs. */
export interface Budget {
  /** Seconds in all. */
  readonly seconds: number;
  /** Seconds since it began. */
  used(): number;
  /** Seconds until it ends, at least 0. */
  left(): number;
}

/**
 * A budget that begins now.
 *
 * @param clock milliseconds
 */
export function startBudget(seconds: number, clock: () => number): Budget {
  const began = clock();
  const used = () => (clock() - began) / 1000;
  return { seconds, used, left: () => Math.max(0, seconds - used()) };
}

/** What a run costs on this machine. */
export interface RunCost {
  /** Seconds to load a graph. */
  readonly prepare: number;
  /** Seconds of one training step. */
  readonly step: number;
  /** Seconds of one evaluation of test and held-out samples. */
  readonly evaluate: number;
}

/** The runs that a budget allows. */
export interface RacePlan {
  /** Candidates that race, the first of the list. */
  readonly candidates: number;
  readonly epochs: number;
  /** Training samples. */
  readonly samples: number;
  /** Seconds of one run, as it was measured. */
  readonly runSeconds: number;
}

/** Runs per candidate: three rates, one that is added, and five seeds. */
export const RUNS_PER_CANDIDATE = 9;
/** Graphs that are loaded: one per rate that is tried, and per rate of the race and look. */
const loads = (candidates: number): number => 4 + 3 * Math.min(candidates, 4);
/** Part of what is left that is planned with; the rest is for what takes longer than measured. */
const SAFE = 0.85;
/** Fewer steps than this show nothing of a start. */
const LEAST_STEPS = 30;

/**
 * The longest runs that fit: all candidates before longer runs, whole epochs before fewer samples.
 * Undefined where not even two candidates can be trained for 30 steps.
 *
 * @param left seconds
 * @param most the recipe's epochs, and all training samples
 */
export function planRaces(
  left: number,
  cost: RunCost,
  candidates: number,
  most: { readonly epochs: number; readonly samples: number; readonly batch: number },
): RacePlan | undefined {
  const steps = Math.ceil(most.samples / most.batch);
  const epochSeconds = steps * cost.step + cost.evaluate;
  for (let count = candidates; count >= 2; count--) {
    const perRun = (SAFE * left - loads(count) * cost.prepare) / (count * RUNS_PER_CANDIDATE);
    const epochs = Math.min(most.epochs, Math.floor(perRun / epochSeconds));
    if (epochs >= 1) {
      return { candidates: count, epochs, samples: most.samples, runSeconds: epochs * epochSeconds };
    }
    const fitting = Math.floor((perRun - cost.evaluate) / cost.step);
    if (fitting < Math.min(steps, LEAST_STEPS)) continue;
    const samples = Math.min(most.samples, fitting * most.batch);
    return { candidates: count, epochs: 1, samples, runSeconds: perRun };
  }
  return undefined;
}
