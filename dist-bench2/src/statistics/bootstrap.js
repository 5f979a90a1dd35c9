/** A statistic of scores[run][task] with a bootstrap interval. */
import { InputError } from "../errors.js";
import { normalCdf, normalQuantile } from "../random/index.js";
import { checkCount, checkShare, checkTable } from "./checks.js";
import { quantileOfSorted } from "./descriptive.js";
import { indices } from "./resample.js";
/** The fewest runs for a BCa interval: below, its coverage falls short (docs/statistics.md). */
export const BCA_FROM = 30;
/**
 * Treats all scores of all tasks as one sample: `pooled(interquartileMean)` is the aggregate of
 * Agarwal et al., "Deep reinforcement learning at the edge of the statistical precipice", 2021.
 */
export function pooled(statistic) {
    return (scores) => statistic(scores[0].length === 1 ? scores.map((row) => row[0]) : scores.flat());
}
/** A statistic of the means that the tasks have over runs: `ofTaskMeans(median)`. */
export function ofTaskMeans(statistic) {
    return (scores) => statistic(scores[0].map((_, task) => scores.reduce((sum, row) => sum + row[task], 0) / scores.length));
}
/**
 * Computes `statistic(scores)` with its bootstrap interval (Efron, "Bootstrap methods: another look
 * at the jackknife", 1979). Runs are resampled within each task independently (stratified, Agarwal
 * et al. 2021).
 *
 * - `percentile`: quantiles of the resampled statistics. The interval is too short for few runs
 *   (docs/statistics.md); for a mean, `tInterval` is better.
 * - `bca`: bias-corrected and accelerated (Efron, "Better bootstrap confidence intervals", 1987).
 *   The acceleration comes from leaving out one run at a time.
 *
 * @throws InputError for fewer than 2 runs, rows of different lengths, or options out of range
 * @throws InputError for `bca` with fewer than 30 runs or several tasks
 * @example
 * import { stream } from "stepzero/random";
 * import { estimate, interquartileMean, pooled } from "stepzero/statistics";
 *
 * const scores = [[0.91], [0.93], [0.95], [0.96]]; // four runs of one task
 * const statistic = pooled(interquartileMean);
 * const iqm = estimate(scores, statistic, { reps: 2000, stream: stream(0, "iqm") });
 * iqm.value; // → 0.94
 */
export function estimate(scores, statistic, options) {
    const { stream, reps = 10_000, level = 0.95, method = "percentile" } = options;
    checkTable("estimate", scores, ["run", "task"], 2, 1);
    checkCount("estimate: reps", reps, 100);
    checkShare("estimate: level", level);
    const n = scores.length;
    if (method !== "percentile" && method !== "bca") {
        throw new InputError(`estimate: unknown method "${String(method)}"; known: percentile, bca.`);
    }
    if (method === "bca" && n < BCA_FROM) {
        throw new InputError(`estimate: a 95 % BCa interval from ${n} runs does not hold the truth 95 % of the time (84 % at 5 runs and 89 % at 10, for the mean of normal values), ` +
            `so it is offered from ${BCA_FROM} runs on. Use tInterval for a mean, or method "percentile", which has the same weakness, but does not promise more.`);
    }
    if (method === "bca" && scores[0].length > 1) {
        throw new InputError(`estimate: BCa is for one task, got ${scores[0].length}. Use method "percentile".`);
    }
    const value = statistic(scores);
    const replicates = resampled(scores, statistic, stream, reps);
    const [low, high] = method === "bca"
        ? bcaInterval(value, replicates, leaveOneOut(scores, statistic), level)
        : percentileInterval(replicates, level);
    return { value, low, high, n, tasks: scores[0].length, level, method, reps };
}
/**
 * Computes the statistic of `reps` resamples, in ascending order. All resamples share one table, so
 * the statistic must not keep it.
 */
export function resampled(scores, statistic, stream, reps) {
    const n = scores.length;
    const tasks = scores[0].length;
    const cells = n * tasks;
    const table = scores.map((row) => [...row]);
    const replicates = new Float64Array(reps);
    for (let rep = 0; rep < reps; rep++) {
        const drawn = indices(stream, cells, n, rep * cells);
        for (let run = 0, i = 0; run < n; run++) {
            const row = table[run];
            for (let task = 0; task < tasks; task++, i++) {
                row[task] = scores[drawn[i]][task];
            }
        }
        replicates[rep] = statistic(table);
    }
    return replicates.sort();
}
/**
 * The interval between the (1 − level) / 2 and (1 + level) / 2 quantiles.
 *
 * @param replicates ascending, as `resampled` returns them
 */
export function percentileInterval(replicates, level) {
    return [quantileOfSorted(replicates, (1 - level) / 2), quantileOfSorted(replicates, (1 + level) / 2)];
}
/**
 * The bias-corrected and accelerated interval (Efron 1987, equations 2.3 and 7.3).
 *
 * @param value the statistic of all runs
 * @param replicates ascending, as `resampled` returns them
 * @param leftOut the statistic without each run in turn, as `leaveOneOut` returns it
 */
export function bcaInterval(value, replicates, leftOut, level) {
    let below = 0;
    for (const replicate of replicates)
        below += replicate < value ? 1 : replicate === value ? 0.5 : 0;
    const bias = normalQuantile(below / replicates.length);
    const center = leftOut.reduce((sum, x) => sum + x, 0) / leftOut.length;
    const squares = leftOut.reduce((sum, x) => sum + (center - x) ** 2, 0);
    const cubes = leftOut.reduce((sum, x) => sum + (center - x) ** 3, 0);
    // If all runs are equal there is nothing to correct.
    if (squares === 0 || !Number.isFinite(bias))
        return percentileInterval(replicates, level);
    const acceleration = cubes / (6 * squares ** 1.5);
    const end = (z) => normalCdf(bias + (bias + z) / (1 - acceleration * (bias + z)));
    const z = normalQuantile((1 - level) / 2);
    return [quantileOfSorted(replicates, end(z)), quantileOfSorted(replicates, end(-z))];
}
/** Computes the statistic without each run in turn. */
export function leaveOneOut(scores, statistic) {
    return scores.map((_, out) => statistic(scores.filter((_row, run) => run !== out)));
}
