/**
 * By which test a pair of methods is judged, and about which quantity: the mean difference where
 * nothing speaks against the t test, else the median difference, by signs.
 */
import { departureOf } from "./departure.js";
import { countWithin, equivalenceTest, medianEquivalenceTest } from "./equivalence.js";
import { pairedTTest } from "./paired.js";
import { chanceOfHeads, signTest } from "./sign.js";
/**
 * The mean may not lead where the seeds do not follow: most of them must be ahead, so many that
 * coins would do it with this chance at most. Three of three, five of six, eight of ten,
 * fourteen of twenty suffice. docs/statistics.md has what this costs and what it buys.
 */
const CHANCE_OF_COINS = 1 / 8;
/**
 * @param differences at least two
 * @param level coverage of the t interval
 */
export function evidenceOf(differences, level) {
    return {
        differences,
        test: pairedTTest(differences, level),
        sign: signTest(differences),
        departure: departureOf(differences),
    };
}
/**
 * Decides by the sign test where the differences are all the same; where they depart otherwise, and
 * there are enough of them for the sign test to reach alpha / family; and where the t test would
 * claim what the seeds do not bear out. Else by the t test.
 */
export function decide({ test, sign, departure }, alpha, family) {
    const bySign = { basis: "median", p: sign.p };
    if (departure?.kind === "same" || (departure !== null && sign.smallestP <= alpha / family))
        return bySign;
    const ahead = test.mean > 0 ? sign.positive : sign.negative;
    const inStep = chanceOfHeads(ahead, sign.positive + sign.negative) <= CHANCE_OF_COINS;
    return test.p <= alpha && !inStep ? bySign : { basis: "mean", p: test.p };
}
/**
 * The same for equivalence, on either side: by two one-sided sign tests, or by t tests if most
 * differences lie within the margin. The interval is that of alpha / family.
 */
export function decideEquivalence({ differences, departure }, margin, alpha, family) {
    const n = differences.length;
    const byMean = equivalenceTest(differences, margin, alpha / family);
    const { above, below } = countWithin(differences, margin);
    const inStep = chanceOfHeads(Math.min(above, below), n) <= CHANCE_OF_COINS;
    const departs = departure !== null && 0.5 ** n <= alpha / family;
    return departs || (byMean.p <= alpha && !inStep)
        ? medianEquivalenceTest(differences, margin, alpha / family)
        : byMean;
}
