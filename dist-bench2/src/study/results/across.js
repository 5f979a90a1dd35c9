/** Methods over several problems: ranks, and the scores of all runs together. */
import { stream } from "../../random/index.js";
import { criticalDifference } from "../../statistics/friedman.js";
import { averageImprovement } from "../../statistics/improvement.js";
import { averageRanks, estimateImprovement, friedmanTest, interquartileMean, performanceProfile, pooled, estimate as withBootstrap, } from "../../statistics/index.js";
import { finalBySeed } from "./figures.js";
const PROFILE_POINTS = 51;
const FEWEST_FOR_BOOTSTRAP = 10;
const RESAMPLES = 2000;
/** Numbers that are drawn at most, about ten seconds. */
const MOST_DRAWN = 1e9;
/**
 * Compares methods over all problems of a study.
 *
 * @param problems the methods of each problem
 * @returns null for fewer than two methods, or fewer than two problems on which every method has
 * ended a run
 */
export function compareAcross({ methods, seeds }, problems) {
    const names = methods.map(({ label }) => label);
    const counted = problems.filter((problem) => problem.methods.length === methods.length);
    const blocks = counted.map((problem) => [...problem.methods].sort((a, b) => a.method - b.method));
    if (blocks.length < 2 || names.length < 2)
        return null;
    const places = ranksByProblem(counted, blocks);
    if (places.length < 2)
        return null;
    const { ranks } = averageRanks(places, "lower");
    const scores = names.map((_, at) => scoresOf(seeds, blocks.map((row) => row[at])));
    const summary = summariesOf(scores);
    const friedman = names.length < 3 ? null : friedmanTest(places, "lower");
    return {
        problems: places.length,
        datasets: new Set(counted.map(({ data }) => data.name)).size,
        methods: names.map((method, at) => {
            const whole = scores[at];
            return {
                method,
                averageRank: ranks[at],
                interquartileMean: whole ? summary.interquartileMean(method, whole) : null,
                profile: whole ? profileOf(whole) : null,
            };
        }),
        friedman: friedman && { p: friedman.p, smallestP: friedman.smallestP },
        criticalDifference: criticalDifference(names.length, places.length),
        improvement: names.flatMap((a, i) => names.slice(i + 1).flatMap((b, j) => {
            const [first, second] = [scores[i], scores[i + 1 + j]];
            if (first === undefined || second === undefined)
                return [];
            return [{ a, b, ...summary.improvement(`${a} ${b}`, first, second) }];
        })),
    };
}
/** A row of ranks for each data set with each network, whatever the recipe. */
function ranksByProblem(problems, blocks) {
    const groups = new Map();
    for (const [i, { data, model }] of problems.entries()) {
        const key = JSON.stringify([data.name, model.name, model.options, model.file?.sha256]);
        const ranks = blocks[i].map(({ rank }) => rank ?? Number.MAX_SAFE_INTEGER);
        groups.set(key, [...(groups.get(key) ?? []), ranks]);
    }
    return [...groups.values()].map((rows) => rows[0].map((_, method) => rows.reduce((sum, row) => sum + row[method], 0) / rows.length));
}
function profileOf(scores) {
    const thresholds = Array.from({ length: PROFILE_POINTS }, (_, i) => i / (PROFILE_POINTS - 1));
    return performanceProfile(scores, thresholds).map(({ threshold, share }) => ({ accuracy: threshold, share }));
}
/**
 * `scores[seed][problem]` of one method.
 *
 * @param column its outcomes, problem by problem
 * @returns undefined unless every seed learned on every problem, and there are two seeds
 */
function scoresOf(seeds, column) {
    const bySeed = column.map(({ learned }) => finalBySeed(learned, "testAccuracy"));
    const rows = seeds.map((seed) => bySeed.map((scores) => scores.get(seed)));
    const whole = rows.every((row) => row.every((score) => score !== undefined));
    return whole && seeds.length > 1 ? rows : undefined;
}
/** Summaries of scores, with bootstrap intervals where these tell anything and are affordable. */
function summariesOf(scores) {
    const whole = scores.filter((one) => one !== undefined);
    const n = whole[0]?.length ?? 0;
    // Every method is resampled by itself, and both methods of every pair.
    const drawn = RESAMPLES * n * (whole[0]?.[0]?.length ?? 0) * whole.length ** 2;
    const alone = (value) => ({ value, low: null, high: null, n });
    if (n < FEWEST_FOR_BOOTSTRAP || drawn > MOST_DRAWN) {
        return {
            interquartileMean: (_, one) => alone(pooled(interquartileMean)(one)),
            improvement: (_, a, b) => alone(averageImprovement(a, b)),
        };
    }
    // The resamples are always the same.
    const options = (name) => ({ stream: stream(0, "bootstrap", name), reps: RESAMPLES });
    const interval = ({ value, low, high }) => ({ value, low, high, n });
    return {
        interquartileMean: (name, one) => interval(withBootstrap(one, pooled(interquartileMean), options(name))),
        improvement: (name, a, b) => interval(estimateImprovement(a, b, options(name))),
    };
}
