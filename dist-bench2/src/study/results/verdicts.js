/**
 * The verdict on each pair of methods of a problem, or on each method against the baseline:
 * paired by seed, and corrected over all these pairs.
 */
import { allPairs, FEWEST_SEEDS, judge, supportedLeader, verdictSentence, wilcoxonTest, } from "../../statistics/index.js";
import { failsMore } from "./failures.js";
import { finalBySeed } from "./figures.js";
/** A difference that is worth seeing on a large test set if the study names none: 0.3 points. */
const WORTH_SEEING = 0.003;
/**
 * The verdicts on a problem.
 *
 * @param methods the problem's, by rank
 * @returns undefined for fewer than two methods that learned, and where the baseline did not
 */
export function judgeMethods(methods, { margin, baseline, testSamples }) {
    const learners = methods.filter(({ rank }) => rank !== null);
    const distinct = learners.filter(({ sameAs }) => sameAs === null);
    if (learners.length < 2)
        return undefined;
    const base = baseline === undefined ? undefined : learners.find(({ label }) => label === baseline);
    if (baseline !== undefined && base === undefined)
        return undefined;
    const compared = base && (base.sameAs ?? base.label);
    const pairs = allPairs(distinct.map(({ label, learned }) => ({ name: label, bySeed: finalBySeed(learned, "testAccuracy") }))).filter(({ a, b }) => compared === undefined || a === compared || b === compared);
    const judged = judge(pairs, {
        worthSeeing: margin ?? worthSeeing(learners[0], testSamples),
        orSeen: margin === undefined,
        ...(margin === undefined ? {} : { margin }),
    });
    const leader = compared === undefined ? supportedLeader(judged) : null;
    const first = distinct[0];
    const ahead = distinct.find(({ label }) => label === leader);
    const reference = compared ?? (ahead !== undefined && !failsMore(ahead, first) ? ahead : first).label;
    const others = new Map(judged.flatMap(({ a, b, winner }) => a === reference ? [[b, winner]] : b === reference ? [[a, winner]] : []));
    const isTied = ({ label, sameAs }) => (others.get(sameAs ?? label) ?? null) === null;
    return {
        leader,
        reference,
        tied: learners.filter(isTied).map(({ label }) => label),
        verdicts: judged.map((verdict, i) => pairVerdict(verdict, pairs[i])),
    };
}
/** The standard error that the test set gives an accuracy, up to one digit, or 0.3 points. */
function worthSeeing({ testAccuracy }, testSamples) {
    const accuracy = testAccuracy?.mean ?? 0.5;
    const error = Math.sqrt((accuracy * (1 - accuracy)) / testSamples);
    if (error <= WORTH_SEEING)
        return WORTH_SEEING;
    const digit = 10 ** Math.floor(Math.log10(error));
    return Number((Math.ceil(error / digit - 1e-9) * digit).toPrecision(1));
}
function pairVerdict(verdict, { differences }) {
    const { kind, a, b, winner, n, basis, mean, test, median, departure, adjustedP, family } = verdict;
    const { sign, permutation, equivalence, needed } = verdict;
    const ranks = n < 2 ? null : wilcoxonTest(differences);
    const interval = n < FEWEST_SEEDS ? null : test;
    return {
        a,
        b,
        kind,
        winner,
        n,
        basis,
        mean,
        low: interval?.low ?? null,
        high: interval?.high ?? null,
        level: interval?.level ?? null,
        median: median && { value: median.median, low: median.low, high: median.high, level: median.level },
        departure,
        p: test?.p ?? null,
        correctedP: adjustedP,
        family,
        sign: sign && { p: sign.p, smallestP: sign.smallestP, ahead: sign.positive, behind: sign.negative },
        permutation: permutation && { p: permutation.p, smallestP: permutation.smallestP },
        wilcoxon: ranks && { p: ranks.p, smallestP: ranks.smallestP },
        equivalence: equivalence && {
            basis: equivalence.basis,
            margin: equivalence.margin,
            p: equivalence.adjustedP,
            low: equivalence.low,
            high: equivalence.high,
        },
        needed: needed && { difference: needed.difference, seeds: needed.seeds, low: needed.low, high: needed.high },
        sentence: verdictSentence(verdict),
    };
}
