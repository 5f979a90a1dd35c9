/**
 * The sign test, and the interval of a median that goes with it: what holds for every shape of
 * noise.
 */
import { checkShare, checkValues } from "./checks.js";
import { incompleteBeta } from "./gamma.js";
/**
 * The two-sided sign test of "a and b are ahead in equally many seeds", that is, of a median
 * difference of zero (Arbuthnott 1710; Dixon & Mood, "The statistical sign test", 1946). Zeros are
 * left out. It assumes nothing about the shape of the differences: one of them far out counts like
 * any other. In return p has a floor (`smallestP`): 0.25 at n = 3, 0.0625 at n = 5.
 *
 * @param differences one per seed
 * @throws InputError for no differences, or one that is not finite
 * @example
 * import { signTest } from "stepzero/statistics";
 *
 * signTest([0.3, 0.1, 0.4, 0.2, 0.5, -9]).p; // → 0.21875
 */
export function signTest(differences) {
    checkValues("signTest", differences);
    const positive = differences.filter((d) => d > 0).length;
    const negative = differences.filter((d) => d < 0).length;
    const used = positive + negative;
    const p = Math.min(1, 2 * chanceOfHeads(Math.max(positive, negative), used));
    return { positive, negative, p, smallestP: Math.min(1, 2 * 0.5 ** used), n: differences.length };
}
/** Up to so many throws the numbers of ways are whole numbers that a double holds. */
const EXACT_UP_TO = 50;
/** P(at least `count` heads of `n` throws of a fair coin), exact up to 50 throws. */
export function chanceOfHeads(count, n) {
    if (count <= 0)
        return 1;
    if (n > EXACT_UP_TO)
        return incompleteBeta(0.5, count, n - count + 1, 0.5);
    let [ways, sum] = [1, 0];
    for (let tails = 0; tails <= n - count; tails++) {
        sum += ways;
        ways = (ways * (n - tails)) / (tails + 1);
    }
    return sum / 2 ** n;
}
/** The fewest differences with which the two-sided sign test can reach a level. */
export function fewestSigns(level) {
    return Math.max(1, Math.ceil(1 - Math.log2(level) - 1e-9));
}
/**
 * The median with the interval between two order statistics (Thompson, "On confidence ranges for
 * the median", 1936): the shortest symmetric one that holds the true median with at least `level`,
 * whatever the law. Few values cannot do so: the interval is then all that they span, and its level
 * is lower: 0.9375 for five values, 0.75 for three.
 *
 * @defaultValue `level`: 0.95
 * @throws InputError for fewer than two values, one that is not finite, or a level outside (0, 1)
 * @example
 * import { medianInterval } from "stepzero/statistics";
 *
 * const { median, low, high, level } = medianInterval([5, 1, 4, 2, 3, 99]);
 * [median, low, high, level]; // → [3.5, 1, 99, 0.96875]
 */
export function medianInterval(values, level = 0.95) {
    checkValues("medianInterval", values, 2);
    checkShare("medianInterval: level", level);
    const n = values.length;
    const sorted = Float64Array.from(values).sort();
    // The true median lies below the value at `cut` as often as n − cut or more of n coins show
    // heads.
    const coverage = (cut) => 1 - 2 * chanceOfHeads(n - cut, n);
    let cut = 0;
    while (2 * (cut + 1) < n - 1 && coverage(cut + 1) >= level)
        cut++;
    const [below, above] = [sorted[(n - 1) >> 1], sorted[n >> 1]];
    return { median: (below + above) / 2, low: sorted[cut], high: sorted[n - 1 - cut], level: coverage(cut), n };
}
