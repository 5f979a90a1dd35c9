/** What the learning curves of a method's runs say beside their last value. */
import { areaUnderCurve, epochsToTarget, summarizeEpochsToTarget } from "../../statistics/index.js";
import type { CellResult } from "../plan/cell.js";
import type { StudyDescription } from "../plan/plan.js";
import { type Estimate, estimate } from "./estimate.js";

/** The test accuracy that a problem's methods are timed to. */
export interface Target {
  readonly accuracy: number;
  /** Whether the study named it; else it is 95 % of the best method's mean. */
  readonly given: boolean;
}

export interface CurveSummary {
  /**
   * Epochs until the test accuracy is at the target, the median over all runs: those that never got there, failures among them,
   * count as later than any. Null where that is "never".
   */
  readonly epochsToTarget: {
    readonly target: number;
    readonly median: number | null;
    readonly reached: number;
    readonly n: number;
  };
  /** Mean height of the test-accuracy curve over the epochs, of the runs that learned. */
  readonly areaUnderCurve: Estimate | null;
}

/** @param best the best mean test accuracy of the problem's methods */
export function targetOf({ target }: Pick<StudyDescription, "target">, best: number): Target {
  return target === undefined ? { accuracy: 0.95 * best, given: false } : { accuracy: target, given: true };
}

/**
 * @param runs all that ended
 * @param learned those of them that learned
 */
export function summarizeCurves(
  runs: readonly CellResult[],
  learned: readonly CellResult[],
  target: Target,
): CurveSummary {
  const curveOf = ({ epochs }: CellResult) => epochs.map(({ testAccuracy }) => testAccuracy);
  const times = runs.map((run) => (learned.includes(run) ? epochsToTarget(curveOf(run), target.accuracy) : null));
  const { median, reached, n } = summarizeEpochsToTarget(times);
  return {
    epochsToTarget: { target: target.accuracy, median, reached, n },
    areaUnderCurve: estimate(learned.map((run) => areaUnderCurve(curveOf(run)))),
  };
}
