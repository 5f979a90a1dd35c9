/**
 * A comparison that is looked at after every seed. What would make a verdict wrong if it were
 * chosen after looking is declared before the first run. Read this first.
 */

/** Two differences are too few to measure their spread: the first look is after the third seed. */
export const FIRST_LOOK = 3;

/** What is fixed before the first run. */
export interface SequentialDesign {
  /**
   * The chance that equal methods are called different (and different ones equivalent), over all
   * looks and pairs.
   */
  readonly alpha: number;
  /** The most seeds: the last look. From `FIRST_LOOK` on. */
  readonly horizon: number;
  /**
   * Methods whose difference is shown to be smaller are equivalent, in the units of the figures.
   * Without it no two methods are called so.
   */
  readonly margin?: number | undefined;
  /**
   * The race ends as inconclusive where no open pair has a larger chance than this to be decided by
   * the horizon, as the seeds so far predict. It can only keep the race from deciding, so that
   * alpha holds. From 0 to below 1.
   *
   * @defaultValue 0: it goes on to the horizon
   */
  readonly futility?: number | undefined;
}
