/** What a learning curve shows beside its last value. */
import { checkCount, checkValues } from "./checks.js";
/**
 * The first epoch (from 1) whose figure reaches the target, or null if none does.
 *
 * @param figures one per epoch
 * @param better whether the figure must be at or above the target (accuracy) or at or below (loss)
 * @defaultValue `better`: "higher"
 * @example
 * import { epochsToTarget } from "stepzero/statistics";
 *
 * epochsToTarget([0.91, 0.97, 0.98], 0.97); // → 2
 */
export function epochsToTarget(figures, target, better = "higher") {
    const first = figures.findIndex((figure) => (better === "higher" ? figure >= target : figure <= target));
    return first < 0 ? null : first + 1;
}
/**
 * Summarizes epochs to the target over seeds. A mean over the successful runs would flatter the
 * method that fails most; the median over all runs needs no value for the failures.
 *
 * @param epochs one per run, null for a run that never reached the target
 * @throws InputError for no runs
 */
export function summarizeEpochsToTarget(epochs) {
    const n = epochs.length;
    checkCount("summarizeEpochsToTarget: runs", n, 1);
    const reached = epochs.filter((epoch) => epoch !== null).sort((a, b) => a - b);
    const lower = reached[(n - 1) >> 1];
    const upper = reached[n >> 1];
    return {
        reached: reached.length,
        n,
        median: lower === undefined || upper === undefined ? null : (lower + upper) / 2,
    };
}
/**
 * The area under a curve with one figure per epoch, by the trapezoid rule, divided by the number of
 * epochs between the ends: the mean height, in the units of the figure. It is high for a method
 * that learns early and well. For one epoch it is the figure. Do not compare curves of different
 * lengths.
 *
 * @throws InputError for no figures, or one that is not finite
 * @example
 * import { areaUnderCurve } from "stepzero/statistics";
 *
 * areaUnderCurve([0.9, 0.96, 0.98]); // → 0.95
 */
export function areaUnderCurve(figures) {
    checkValues("areaUnderCurve", figures);
    if (figures.length === 1)
        return figures[0];
    const ends = (figures[0] + figures.at(-1)) / 2;
    return (figures.slice(1, -1).reduce((sum, x) => sum + x, 0) + ends) / (figures.length - 1);
}
