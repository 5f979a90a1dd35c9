/** The options of a reproduction. */
import type { Budget } from "../plan.js";

/** What `reproduce` runs, and where. */
export interface ReproductionOptions {
  readonly budget: Budget;
  /** Whether to run the study of depth instead of the paper's comparisons. */
  readonly beyond: boolean;
  /** Folder of results. */
  readonly out: string;
  /**
   * Only these of the paper's data sets.
   *
   * @defaultValue all
   */
  readonly data?: readonly string[] | undefined;
  /**
   * Only so many seeds.
   *
   * @defaultValue the budget's
   */
  readonly seeds?: number | undefined;
  /**
   * Processes that train.
   *
   * @defaultValue one for each core
   */
  readonly jobs?: number | undefined;
  /**
   * The only folder of data sets.
   *
   * @defaultValue `STEPZERO_DATA`, else the cache, else downloaded
   */
  readonly dataDir?: string | undefined;
}
