/**
 * How often intervals contain the true value and tests give false alarms, by simulation from named
 * streams.
 * `coverage.ts` prints it; docs/statistics.md has the output.
 */
import { at, normalCdf, normalQuantile, normals, stream, uniforms } from "../src/random/index.js";
import { bcaInterval, leaveOneOut, percentileInterval, resampled } from "../src/statistics/bootstrap.js";
import { averageRanks, equivalenceTest, estimateImprovement, failureRate, friedmanTest, holm, interquartileMean, mean, median, nemenyiTest, pairedTTest, permutationTest, pooled, sampleStd, spreadInterval, tInterval, wilcoxonTest, } from "../src/statistics/index.js";
const normal = { name: "normal", draw: normals, mean: 0, median: 0, interquartileMean: 0, sd: 1 };
function lognormal(s) {
    const quarter = normalQuantile(0.75);
    const mean = Math.exp((s * s) / 2);
    return {
        name: `lognormal ${s}`,
        draw: (from, count) => normals(from, count).map((z) => Math.exp(s * z)),
        mean,
        median: 1,
        interquartileMean: 2 * mean * (normalCdf(quarter - s) - normalCdf(-quarter - s)),
        sd: mean * Math.sqrt(Math.exp(s * s) - 1),
    };
}
/** Tails heavier than the normal's: kurtosis 6. */
const laplace = {
    name: "Laplace",
    draw: (from, count) => uniforms(from, count).map((u) => (u < 0.5 ? Math.log(2 * u) : -Math.log(2 - 2 * u))),
    mean: 0,
    median: 0,
    interquartileMean: 0,
    sd: Math.SQRT2,
};
export const LAWS = [normal, laplace, lognormal(0.5), lognormal(1)];
const holds = ({ low, high }, truth) => low <= truth && truth <= high;
/** Counts events by name over replications, each with its own stream. */
function simulate(name, n, replications, events) {
    const counts = new Map();
    const root = stream(0, "coverage", name, `${n}`);
    for (let replication = 0; replication < replications; replication++) {
        for (const [what, happened] of Object.entries(events(at(root, replication)))) {
            counts.set(what, (counts.get(what) ?? 0) + (happened ? 1 : 0));
        }
    }
    return [...counts].map(([what, count]) => ({ what, n, percent: (100 * count) / replications, replications }));
}
/** The t interval of paired differences under each law. */
export function coverageOfT(replications, sizes, law = normal) {
    return sizes.flatMap((n) => simulate(`t ${law.name}`, n, replications, (from) => ({
        [law.name]: holds(tInterval([...law.draw(from, n)]), law.mean),
    })));
}
/** Bootstrap intervals of the mean and the χ² interval of the spread. */
export function coverageOfMeans(replications, reps, sizes, law) {
    const statistic = pooled(mean);
    return sizes.flatMap((n) => simulate(`mean ${law.name}`, n, replications, (from) => {
        const scores = Array.from(law.draw(at(from, 0), n), (x) => [x]);
        const replicates = resampled(scores, statistic, at(from, 1), reps);
        const [low, high] = percentileInterval(replicates, 0.95);
        const [bcaLow, bcaHigh] = bcaInterval(statistic(scores), replicates, leaveOneOut(scores, statistic), 0.95);
        return {
            "mean, percentile": holds({ low, high }, law.mean),
            "mean, BCa": holds({ low: bcaLow, high: bcaHigh }, law.mean),
            "sd, χ²": holds(spreadInterval(sampleStd(scores.map(([x]) => x)), n), law.sd),
        };
    }));
}
/** Percentile intervals of the median and the interquartile mean. */
export function coverageOfMiddles(replications, reps, sizes, law) {
    return sizes.flatMap((n) => simulate(`middle ${law.name}`, n, replications, (from) => {
        const scores = Array.from(law.draw(at(from, 0), n), (x) => [x]);
        const held = (statistic, truth) => {
            const [low, high] = percentileInterval(resampled(scores, pooled(statistic), at(from, 1), reps), 0.95);
            return holds({ low, high }, truth);
        };
        return {
            "median, percentile": held(median, law.median),
            "interquartile mean, percentile": held(interquartileMean, law.interquartileMean),
        };
    }));
}
/** The probability of improvement of normals half a standard deviation apart. */
export function coverageOfImprovement(replications, reps, sizes) {
    const truth = normalCdf(0.5 / Math.SQRT2);
    return sizes.flatMap((n) => simulate("improvement", n, replications, (from) => {
        const z = normals(at(from, 0), 2 * n);
        const a = Array.from(z.subarray(0, n), (x) => [x + 0.5]);
        const b = Array.from(z.subarray(n), (x) => [x]);
        const interval = estimateImprovement(a, b, { stream: at(from, 1), reps });
        return { "probability of improvement, percentile": holds(interval, truth) };
    }));
}
/** Intervals of a failure rate: no simulation, the sum over all counts. */
export function coverageOfRates(sizes, rates) {
    const held = (n, rate, method) => {
        let chance = (1 - rate) ** n;
        let total = 0;
        for (let count = 0; count <= n; count++) {
            if (holds(failureRate(count, n, { method }), rate))
                total += chance;
            chance *= ((n - count) / (count + 1)) * (rate / (1 - rate));
        }
        return 100 * total;
    };
    return sizes.flatMap((n) => rates.map((rate) => ({
        n,
        rate,
        wilson: held(n, rate, "wilson"),
        clopperPearson: held(n, rate, "clopper-pearson"),
    })));
}
/** The families of tests whose false alarms are counted; some serve only as a warning. */
export const CORRECTED = [
    "t, all 6 pairs, Holm",
    "t, 3 against a reference, Holm",
    "t, all 6 pairs, Holm; one method truly better",
    "permutation, all 6 pairs, Holm",
    "Wilcoxon, all 6 pairs, Holm",
    "Friedman, χ²",
    "Nemenyi, all 6 pairs",
];
/**
 * Four methods, n paired seeds: score = seed's effect + noise of the method. Percent of studies
 * with at least one false claim at 5 %, there being nothing to claim (in one row the first method
 * is better by three standard deviations, and only the others' pairs count).
 */
export function falseAlarms(replications, sizes, law) {
    const pairs = [0, 1, 2].flatMap((i) => [1, 2, 3].filter((j) => j > i).map((j) => [i, j]));
    return sizes.flatMap((n) => {
        const critical = nemenyiTest(Array.from({ length: n }, (_, i) => [i, 0, 0, 0])).criticalDifference;
        return simulate(`alarms ${law.name}`, n, replications, (from) => {
            const noise = law.draw(at(from, 0), 4 * n);
            const effects = normals(at(from, 1), n);
            const scores = Array.from(effects, (effect, seed) => [0, 1, 2, 3].map((m) => effect + noise[4 * seed + m]));
            const difference = (i, j) => scores.map((row) => row[i] - row[j]);
            const all = pairs.map(([i, j]) => difference(i, j));
            const t = all.map((d) => pairedTTest(d).p);
            const any = (ps) => ps.some((p) => p <= 0.05);
            const touching = (m) => pairs.flatMap((pair, i) => (pair.includes(m) ? [t[i]] : []));
            const means = [0, 1, 2, 3].map((m) => mean(scores.map((row) => row[m])));
            const byMean = [0, 1, 2, 3].sort((i, j) => means[j] - means[i]);
            const [leader, second] = [byMean[0], byMean[1]];
            const shifted = pairs.map(([i], p) => (i === 0 ? pairedTTest(all[p].map((d) => d + 3 * law.sd)).p : t[p]));
            const { ranks } = averageRanks(scores);
            const { p, pOfF } = friedmanTest(scores);
            return {
                "t, all 6 pairs, Holm": any(holm(t)),
                "t, 3 against a reference, Holm": any(holm(touching(0))),
                "t, all 6 pairs, Holm; one method truly better": holm(shifted).some((q, i) => q <= 0.05 && pairs[i][0] > 0),
                "permutation, all 6 pairs, Holm": any(holm(all.map((d) => permutationTest(d).p))),
                "Wilcoxon, all 6 pairs, Holm": any(holm(all.map((d) => wilcoxonTest(d).p))),
                "Friedman, χ²": p <= 0.05,
                "Nemenyi, all 6 pairs": Math.max(...ranks) - Math.min(...ranks) > critical,
                "(Friedman, Iman and Davenport's F)": pOfF <= 0.05,
                "(t, all 6 pairs, not corrected)": any(t),
                "(t, the leader against the other 3, Holm over 3)": any(holm(touching(leader))),
                "(t, the leader against the second, not corrected)": any([
                    t[pairs.findIndex(([i, j]) => i === Math.min(leader, second) && j === Math.max(leader, second))],
                ]),
            };
        });
    });
}
/** Two one-sided tests with the true difference exactly at the margin, one standard deviation. */
export function falseEquivalence(replications, sizes) {
    return sizes.flatMap((n) => simulate("equivalence", n, replications, (from) => ({
        "two one-sided t tests, at the margin": equivalenceTest(Array.from(normals(from, n), (z) => z + 1), 1).equivalent,
    })));
}
/** The standard error of a percentage, in percent. */
export function standardError(percent, replications) {
    return Math.sqrt((percent * (100 - percent)) / replications);
}
