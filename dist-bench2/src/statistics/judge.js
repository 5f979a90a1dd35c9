/** What paired seeds say about two methods. */
import { agreeing, within } from "./agreeing-interval.js";
import { checkPositive, checkShare, checkValues } from "./checks.js";
import { decide, decideEquivalence, evidenceOf } from "./decide.js";
import { holm } from "./holm.js";
import { pairBySeed } from "./paired.js";
import { permutationTest } from "./permutation.js";
import { seedsNeededFromPilot } from "./power.js";
import { fewestSigns, medianInterval } from "./sign.js";
/**
 * Two seeds have an interval (of 12.7 standard errors), but two differences are too few to measure
 * their spread.
 */
export const FEWEST_SEEDS = 3;
/**
 * The comparison of every pair of methods: the family to correct for, if the leader is picked after
 * looking.
 *
 * @param methods figures by seed, without failed runs
 */
export function allPairs(methods) {
    return methods.flatMap((a, i) => methods.slice(i + 1).map((b) => ({ a: a.name, b: b.name, ...pairBySeed(a.bySeed, b.bySeed) })));
}
/**
 * Gives a verdict on each comparison of one family, Holm-corrected over the family.
 *
 * - `too-few-seeds`: fewer than three paired seeds; or differences that the t test does not judge
 *   rightly, and fewer than the sign test needs.
 * - `equivalent`: a margin was stated, and two one-sided tests show that the difference is smaller,
 *   even if it is detectable.
 * - `winner`: the corrected p is at most alpha.
 * - `no-detectable-difference`: neither, with the number of seeds that would detect one. It is not
 *   a sign of equality.
 *
 * A verdict is about typical seeds: in most of them the winner is ahead. The paired t test shows
 * that where most of the seeds bear it out. Where differences are skewed, or one lies far out, or
 * all are the same, the sign test decides, which holds for every shape; `basis` says which. No test
 * of a few seeds can exclude a rare bad run, so none is about the mean whatever the noise
 * (Bahadur & Savage, "The nonexistence of certain statistical procedures in nonparametric
 * problems", 1956).
 *
 * The intervals hold all together with 1 − alpha (Bonferroni: each with 1 − alpha / family), and
 * they agree with the verdicts: that of a winner excludes 0 or ends there, where only Holm's
 * correction shows the difference, and any other holds 0.
 *
 * @throws InputError for a difference that is not finite, or options out of range
 * @example
 * import { allPairs, judge } from "stepzero/statistics";
 *
 * const methods = [
 *   { name: "he", bySeed: new Map([[0, 0.981], [1, 0.982], [2, 0.983]]) },
 *   { name: "zero", bySeed: new Map([[0, 0.112], [1, 0.113], [2, 0.112]]) },
 * ];
 * const [verdict] = judge(allPairs(methods), { margin: 0.003 });
 * verdict!.winner; // → "he"
 */
export function judge(comparisons, options = {}) {
    const { alpha = 0.05, margin, worthSeeing = margin, power = 0.8 } = options;
    checkShare("judge: alpha", alpha);
    checkShare("judge: power", power);
    if (margin !== undefined)
        checkPositive("judge: margin", margin);
    if (worthSeeing !== undefined)
        checkPositive("judge: worthSeeing", worthSeeing);
    const family = comparisons.filter(({ differences }) => differences.length >= FEWEST_SEEDS).length;
    const level = 1 - alpha / Math.max(1, family);
    const measured = comparisons.map(({ a, b, differences }) => {
        checkValues(`judge: ${a} − ${b}`, differences, 0);
        return differences.length < 2 ? null : evidenceOf(differences, level);
    });
    const judged = measured.flatMap((evidence, i) => (evidence && evidence.test.n >= FEWEST_SEEDS ? [i] : []));
    const decisions = new Map(judged.map((i) => [i, decide(measured[i], alpha, family)]));
    const adjusted = adjust(decisions);
    const equivalences = new Map(margin === undefined ? [] : judged.map((i) => [i, decideEquivalence(measured[i], margin, alpha, family)]));
    const adjustedEquivalences = adjust(equivalences);
    return comparisons.map((comparison, i) => {
        const evidence = measured[i];
        const described = { family, alpha, ...describe(comparison, evidence, level) };
        const decision = decisions.get(i);
        if (evidence === null || decision === undefined)
            return { kind: "too-few-seeds", basis: "mean", ...described, ...NONE };
        const equivalent = equivalences.get(i);
        const equivalence = equivalent === undefined ? null : withP(equivalent, adjustedEquivalences.get(i), alpha);
        const decided = { ...decision, p: adjusted.get(i) };
        return conclude({ evidence, decision: decided, equivalence, described, options });
    });
}
/** What a verdict has no figures for, where seeds are too few. */
const NONE = { winner: null, adjustedP: null, equivalence: null, needed: null };
/** The verdict on three seeds or more. */
function conclude({ evidence, decision, equivalence, described, options }) {
    const { test, sign, departure } = evidence;
    const { alpha, family, a, b } = described;
    const { basis, p: adjustedP } = decision;
    const differs = adjustedP <= alpha;
    const isAhead = basis === "mean" ? test.mean > 0 : sign.positive > sign.negative;
    const direction = differs ? (isAhead ? 1 : -1) : 0;
    const agreed = {
        ...described,
        ...(basis === "mean"
            ? { test: { ...test, ...agreeing(test, direction) } }
            : { median: { ...described.median, ...agreeing(described.median, direction) } }),
    };
    const complete = { ...agreed, basis, adjustedP, equivalence, needed: neededFor(evidence, basis, agreed, options) };
    if (equivalence !== null && equivalence.adjustedP <= alpha) {
        return { kind: "equivalent", ...complete, basis: equivalence.basis, winner: null };
    }
    if (differs) {
        const { better = "higher" } = options;
        return { kind: "winner", ...complete, winner: isAhead === (better === "higher") ? a : b };
    }
    // The t test found nothing, and does not judge such differences rightly.
    const open = departure !== null && test.n < fewestSigns(alpha / family);
    if (open)
        return { kind: "too-few-seeds", ...agreed, ...NONE, basis: "median", equivalence };
    return { kind: "no-detectable-difference", ...complete, winner: null };
}
function withP(test, adjustedP, alpha) {
    return { ...test, ...(adjustedP <= alpha ? within(test, test.margin) : {}), adjustedP };
}
function neededFor({ test: { mean, sd, n } }, basis, { alpha, family }, { margin, worthSeeing = margin, orSeen = false, power = 0.8 }) {
    if (worthSeeing === undefined || basis === "median")
        return null;
    const difference = orSeen ? Math.max(worthSeeing, Math.abs(mean)) : worthSeeing;
    return seedsNeededFromPilot(difference, { sd, n }, { alpha: alpha / family, power });
}
/** Holm's p of each. */
function adjust(tests) {
    const adjusted = holm([...tests.values()].map(({ p }) => p));
    return new Map([...tests.keys()].map((i, place) => [i, adjusted[place]]));
}
/** What a verdict shows of the differences, whatever it is. */
function describe({ a, b, differences, seeds }, evidence, level) {
    const n = differences.length;
    const departure = evidence?.departure ?? null;
    return {
        a,
        b,
        n,
        mean: evidence?.test.mean ?? differences[0] ?? null,
        test: evidence?.test ?? null,
        median: n < 2 ? null : medianInterval(differences, level),
        sign: evidence?.sign ?? null,
        permutation: n < 2 || n > 32 ? null : permutationTest(differences),
        departure: departure && {
            kind: departure.kind,
            farOut: departure.farOut.map((i) => ({ seed: seeds?.[i] ?? null, difference: differences[i] })),
        },
    };
}
/**
 * The one method that won against every other, or null if there is none. Only this one may be
 * printed in bold as the best.
 */
export function supportedLeader(verdicts) {
    const names = new Set(verdicts.flatMap(({ a, b }) => [a, b]));
    const wins = (name) => verdicts.filter(({ winner }) => winner === name).length;
    return [...names].find((name) => wins(name) === names.size - 1 && names.size > 1) ?? null;
}
