/** The probability that a run of one method beats a run of another. */
import { InputError } from "../errors.js";
import { at } from "../random/index.js";
import { percentileInterval } from "./bootstrap.js";
import { checkCount, checkShare, checkTable, checkValues } from "./checks.js";
import { indices } from "./resample.js";
/**
 * P(A > B) + ½ P(A = B) over all pairs of a run of `a` and a run of `b`: the U of Mann & Whitney
 * (1947) divided by n m. One half means that neither is better. It ignores by how much, and which
 * runs share a seed.
 *
 * @throws InputError for an empty sample, or a value that is not finite
 * @example
 * import { probabilityOfImprovement } from "stepzero/statistics";
 *
 * probabilityOfImprovement([3, 4, 5], [1, 3]); // → 0.9167
 */
export function probabilityOfImprovement(a, b) {
    checkValues("probabilityOfImprovement, first sample", a);
    checkValues("probabilityOfImprovement, second sample", b);
    return winsOf(placesOf(a, b)) / (a.length * b.length);
}
function placesOf(a, b) {
    const values = [...new Set([...a, ...b])].sort((x, y) => x - y);
    const places = new Map(values.map((value, place) => [value, place]));
    const of = (sample) => Uint32Array.from(sample, (value) => places.get(value));
    return { first: of(a), second: of(b), counts: new Float64Array(values.length) };
}
/**
 * Pairs in which the first is greater, and half of those in which both are equal. The time grows
 * with the number of values, not of pairs.
 *
 * @param drawn of resamples, the values' indices
 */
function winsOf({ first, second, counts }, drawn) {
    counts.fill(0);
    for (let i = 0; i < second.length; i++)
        counts[second[drawn ? drawn[1][i] : i]]++;
    let below = 0;
    for (let place = 0; place < counts.length; place++) {
        const equal = counts[place];
        counts[place] = below + equal / 2;
        below += equal;
    }
    let wins = 0;
    for (let i = 0; i < first.length; i++)
        wins += counts[first[drawn ? drawn[0][i] : i]];
    return wins;
}
/**
 * The probability of improvement averaged over tasks, with a percentile bootstrap interval. Runs of
 * either method are resampled within each task (Agarwal et al. 2021). With few runs the interval is
 * too short; where the samples do not overlap its width is zero, for every n.
 *
 * @param a scores[run][task]
 * @param b scores[run][task] of the other method on the same tasks; the number of runs may differ
 * @throws InputError for fewer than 2 runs, different numbers of tasks, or options out of range
 */
export function estimateImprovement(a, b, options) {
    const { stream, reps = 2000, level = 0.95 } = options;
    checkTable("estimateImprovement, first", a, ["run", "task"], 2, 1);
    checkTable("estimateImprovement, second", b, ["run", "task"], 2, 1);
    if (a[0].length !== b[0].length) {
        throw new InputError(`estimateImprovement: got ${a[0].length} and ${b[0].length} task(s); expected the same tasks.`);
    }
    checkCount("estimateImprovement: reps", reps, 100);
    checkShare("estimateImprovement: level", level);
    const tasks = a[0].length;
    const value = averageImprovement(a, b);
    const replicates = new Float64Array(reps);
    for (let task = 0; task < tasks; task++) {
        const places = placesOf(column(a, task), column(b, task));
        const [n, m] = [a.length, b.length];
        const streams = [at(at(stream, task), 0), at(at(stream, task), 1)];
        for (let rep = 0; rep < reps; rep++) {
            const drawn = [indices(streams[0], n, n, rep * n), indices(streams[1], m, m, rep * m)];
            replicates[rep] += winsOf(places, drawn) / (n * m) / tasks;
        }
    }
    const [low, high] = percentileInterval(replicates.sort(), level);
    return { value, low, high, n: Math.min(a.length, b.length), tasks, level, method: "percentile", reps };
}
/** The probability of improvement averaged over tasks, without an interval. */
export function averageImprovement(a, b) {
    const of = (_, task) => probabilityOfImprovement(column(a, task), column(b, task));
    return a[0].map(of).reduce((sum, each) => sum + each, 0) / a[0].length;
}
function column(scores, task) {
    return scores.map((row) => row[task]);
}
