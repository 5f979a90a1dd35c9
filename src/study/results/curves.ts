/** Speed and height of the learning curves of a method's runs. */
import { areaUnderCurve, epochsToTarget, summarizeEpochsToTarget } from "../../statistics/index.js";
import type { Study } from "../plan/study.js";
import { type Estimate, estimate, FRACTION } from "./estimate.js";
import type { RunRecord } from "./records.js";

/** Speed and height of the test-accuracy curves. */
export interface CurveSummary {
  /**
   * Epochs until the test accuracy is at the target: the median over all runs. Runs that never
   * reach it, failures among them, count as later than any. Null where the median is "never".
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

/**
 * The target test accuracy of a problem: the study's, or 95 % of the best mean.
 *
 * @param best the best mean test accuracy of the problem's methods
 */
export function targetOf({ target }: Pick<Study, "target">, best: number): number {
  return target ?? 0.95 * best;
}

/**
 * Summarizes the curves of one method.
 *
 * @param runs all that ended
 * @param learned those of them that learned
 */
export function summarizeCurves(
  runs: readonly RunRecord[],
  learned: readonly RunRecord[],
  target: number,
): CurveSummary {
  const curveOf = ({ epochs }: RunRecord) => epochs.map(({ testAccuracy }) => testAccuracy);
  const times = runs.map((run) => (run.ending === "learned" ? epochsToTarget(curveOf(run), target) : null));
  const { median, reached, n } = summarizeEpochsToTarget(times);
  return {
    epochsToTarget: { target, median, reached, n },
    areaUnderCurve: estimate(
      learned.map((run) => areaUnderCurve(curveOf(run))),
      FRACTION,
    ),
  };
}
