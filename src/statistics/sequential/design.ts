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
}
