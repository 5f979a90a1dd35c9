/** Speed and height of the learning curves of a method's runs. */
import { areaUnderCurve, epochsToTarget, summarizeEpochsToTarget } from "../../statistics/index.js";
import { estimate, FRACTION } from "./estimate.js";
/**
 * The target test accuracy of a problem: the study's, or 95 % of the best mean.
 *
 * @param best the best mean test accuracy of the problem's methods
 */
export function targetOf({ target }, best) {
    return target ?? 0.95 * best;
}
/**
 * Summarizes the curves of one method.
 *
 * @param runs all that ended
 * @param learned those of them that learned
 */
export function summarizeCurves(runs, learned, target) {
    const curveOf = ({ epochs }) => epochs.map(({ testAccuracy }) => testAccuracy);
    const times = runs.map((run) => (run.ending === "learned" ? epochsToTarget(curveOf(run), target) : null));
    const { median, reached, n } = summarizeEpochsToTarget(times);
    return {
        epochsToTarget: { target, median, reached, n },
        areaUnderCurve: estimate(learned.map((run) => areaUnderCurve(curveOf(run))), FRACTION),
    };
}
