/** The loss of runs now, smoothed so that people can read it. */

/** Steps over which a loss is averaged, about. */
const STEPS = 20;

/** Follows the losses of some runs. */
export interface CurrentLosses<Run> {
  /**
   * The exponential mean of each run's losses over about the last 20 steps: the mean of all steps
   * while they are fewer. Not finite from the step on in which the run diverged.
   */
  readonly losses: ReadonlyMap<Run, number>;
  /** Adds the loss of each run in a step, in the order of the runs. */
  add(step: number, losses: readonly number[]): void;
}

/** The losses of runs that begin. */
export function currentLosses<Run>(runs: readonly Run[]): CurrentLosses<Run> {
  const losses = new Map<Run, number>();
  let steps = 0;
  return {
    losses,
    add(_, ofStep) {
      steps++;
      const share = 1 / Math.min(steps, STEPS);
      for (const [r, run] of runs.entries()) {
        const before = losses.get(run) ?? 0;
        losses.set(run, before + share * (ofStep[r]! - before));
      }
    },
  };
}
