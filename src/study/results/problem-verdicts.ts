/** The verdicts on the methods of a problem, as an outcome holds them. */
import type { PairVerdict } from "./pair-verdict.js";

/** The verdicts on the methods that learned. */
export interface ProblemVerdicts {
  /** The method that beat every other that learned; null where none did, or against a baseline. */
  readonly leader: string | null;
  /**
   * What the others are told apart from: the baseline; else the leader, unless it fails more often
   * than the first; else the first.
   */
  readonly reference: string;
  /** Methods that are not shown to differ from the reference, the reference included. */
  readonly tied: readonly string[];
  /**
   * Every pair of methods that learned, in the order of their ranks, or those with the baseline
   * only. Of methods whose runs are the same, only the first is judged.
   */
  readonly verdicts: readonly PairVerdict[];
}
