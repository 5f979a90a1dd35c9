/** Speed and height of the learning curves of a method's runs. */
import { areaUnderCurve, epochsToTarget, summarizeEpochsToTarget } from "../../statistics/index.js";
import { isAccuracy, type Metric, metricValue, turned } from "../plan/metric.js";
import type { Study } from "../plan/study.js";
import { type Estimate, estimate, FRACTION } from "./estimate.js";
import type { RunRecord } from "./records.js";

/** Speed and height of the curves of the study's metric, which is mostly test accuracy. */
export interface CurveSummary {
  /**
   * Epochs until the metric is at the target: the median over all runs. Runs that never reach it,
   * failures among them, count as later than any. Null where the median is "never".
   */
  readonly epochsToTarget: {
    readonly target: number;
    readonly median: number | null;
    readonly reached: number;
    readonly n: number;
  };
  /** Mean height of the curve over the epochs, of the runs that learned. */
  readonly areaUnderCurve: Estimate | null;
}

/** A target is this much worse than the best mean, as a share of it. */
const SHORT = 0.05;

/**
 * The target of a problem: the study's; of accuracy 95 % of the best mean, of another metric what
 * is 5 % worse than the best mean.
 *
 * @param best the best mean of the problem's methods
 */
export function targetOf({ target }: Pick<Study, "target">, metric: Metric, best: number): number {
  if (target !== undefined) return target;
  return isAccuracy(metric) ? 0.95 * best : best - turned(metric, SHORT * Math.abs(best));
}

/**
 * Summarizes the curves of one method.
 *
 * @param runs all that ended
 * @param learned those of them that learned
 */
export function summarizeCurves(
  metric: Metric,
  runs: readonly RunRecord[],
  learned: readonly RunRecord[],
  target: number,
): CurveSummary {
  const curveOf = ({ epochs }: RunRecord) => epochs.map((epoch) => metricValue(metric, epoch));
  const isWhole = (run: RunRecord) => curveOf(run).every(Number.isFinite);
  const times = runs.map((run) =>
    run.ending === "learned" ? epochsToTarget(curveOf(run), target, metric.better) : null,
  );
  const { median, reached, n } = summarizeEpochsToTarget(times);
  return {
    epochsToTarget: { target, median, reached, n },
    areaUnderCurve: estimate(
      learned.filter(isWhole).map((run) => areaUnderCurve(curveOf(run))),
      isAccuracy(metric) ? FRACTION : {},
    ),
  };
}
