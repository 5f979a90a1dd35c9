import { checkCount, checkShare, checkTable, checkValues } from "./checks.js";
import { quantileOfSorted } from "./descriptive.js";
import { indices } from "./resample.js";
/**
 * The run-score distribution of Agarwal et al. (2021, section 4.2), after Dolan & Moré,
 * "Benchmarking optimization software with performance profiles", 2002: at each threshold the share
 * of runs above it, with equal weights for all tasks. If the curve of one method lies above that of
 * another everywhere, every quantile of its scores is better.
 *
 * @param scores scores[run][task]
 * @throws InputError for no runs, a value that is not finite, or options out of range
 * @example
 * import { performanceProfile } from "stepzero/statistics";
 *
 * const [point] = performanceProfile([[0.2], [0.6], [0.9]], [0.5]);
 * point!.share; // → 0.667
 */
export function performanceProfile(scores, thresholds, options = {}) {
    const { stream, reps = 2000, level = 0.95 } = options;
    checkTable("performanceProfile", scores, ["run", "task"]);
    checkValues("performanceProfile: thresholds", thresholds);
    checkCount("performanceProfile: reps", reps, 100);
    checkShare("performanceProfile: level", level);
    const n = scores.length;
    const tasks = scores[0].length;
    const cells = n * tasks;
    return thresholds.map((threshold) => {
        const above = scores.map((row) => row.map((score) => (score > threshold ? 1 : 0)));
        const share = above.flat().reduce((sum, x) => sum + x, 0) / cells;
        if (stream === undefined)
            return { threshold, share, n };
        // The same resamples at every threshold, so that the band is as smooth as the curve.
        const shares = new Float64Array(reps);
        for (let rep = 0; rep < reps; rep++) {
            const drawn = indices(stream, cells, n, rep * cells);
            let count = 0;
            for (let i = 0; i < cells; i++)
                count += above[drawn[i]][i % tasks];
            shares[rep] = count / cells;
        }
        shares.sort();
        const end = (p) => quantileOfSorted(shares, p);
        return { threshold, share, low: end((1 - level) / 2), high: end((1 + level) / 2), n };
    });
}
