/** Verdicts in words. */
import { FEWEST_SEEDS } from "./judge.js";
import { fewestSigns } from "./sign.js";
/** Test accuracy, with differences in percentage points. */
export const ACCURACY = { figure: "test accuracy", unit: "points", scale: 100, decimals: 2 };
/** Test loss, without a unit. */
export const LOSS = { figure: "test loss", unit: "", scale: 1, decimals: 4 };
/**
 * Puts a verdict into one sentence, without a full stop, that claims no more than the verdict does
 * and names its quantity:
 *
 * "he beats xavier-fan-in by 0.31 points of test accuracy [0.12, 0.50] in the mean and in 5 of 5
 * paired seeds, t test p = 0.03 after correction"
 *
 * "no detectable difference between he and glorot: −0.04 points of test accuracy [−0.31, 0.23] in
 * the mean, 5 paired seeds, t test p = 0.7; 22 seeds (11 to 111, as 5 seeds know their spread)
 * would be needed to see 0.30 points"
 *
 * "too few seeds to tell he from random: 0.12 points of test accuracy in the median of 5 paired
 * seeds; seed 3 lies far out (−86.00), and the sign test, which holds then, needs 8"
 *
 * @defaultValue `name`: `ACCURACY`
 */
export function verdictSentence(verdict, name = ACCURACY) {
    const { kind, a, b, n, mean, test, family, alpha, basis, median, sign } = verdict;
    const { number, ofFigure, range } = numbers(name);
    const seeds = `${n} paired seed${n === 1 ? "" : "s"}`;
    const corrected = (p) => `${pText(p, alpha)}${family > 1 ? " after correction" : ""}`;
    const caution = cautionOf(verdict, name);
    if (test === null || median === null || sign === null || n < FEWEST_SEEDS) {
        const observed = mean === null
            ? "no seed is common to their runs"
            : `${ofFigure(mean)} from ${seeds}, and ${FEWEST_SEEDS} are the least`;
        return `too few seeds to tell ${a} from ${b}: ${observed}`;
    }
    if (kind === "too-few-seeds") {
        const needs = `and the sign test, which holds then, needs ${fewestSigns(alpha / family)}`;
        return `too few seeds to tell ${a} from ${b}: ${ofFigure(median.median)} in the median of ${seeds}${caution}, ${needs}`;
    }
    if (kind === "equivalent" && verdict.equivalence !== null) {
        const { margin, center, low, high, level, adjustedP } = verdict.equivalence;
        const tests = basis === "mean" ? "t tests" : "sign tests";
        return (`${a} and ${b} are equivalent within ${ofFigure(margin)}: ${number(center)} ${range(low, high)} ` +
            `(${percent(level)} interval) in the ${basis}, ${seeds}, two one-sided ${tests} ${corrected(adjustedP)}${caution}`);
    }
    const [center, { low, high, level }] = basis === "mean" ? [test.mean, test] : [median.median, median];
    const evidence = `${basis === "mean" ? "t" : "sign"} test ${corrected(verdict.adjustedP)}${caution}`;
    // Few seeds have no interval of the median at the level that was asked for.
    const short = level < test.level ? ` (${percent(level)} interval)` : "";
    if (kind === "winner") {
        const loser = verdict.winner === a ? b : a;
        const up = basis === "mean" ? test.mean > 0 : sign.positive > sign.negative;
        const [from, to] = up ? [low, high] : [-high, -low];
        return (`${verdict.winner} beats ${loser} by ${ofFigure(up ? center : -center)} ${range(from, to)}${short} in the ${basis} ` +
            `and in ${up ? sign.positive : sign.negative} of ${seeds}, ${evidence}`);
    }
    const sentence = `no detectable difference between ${a} and ${b}: ${ofFigure(center)} ${range(low, high)}${short} in the ${basis}, ` +
        `${seeds}, ${evidence}`;
    return `${sentence}${neededText(verdict, name)}`;
}
/** How many seeds the difference that is worth seeing would need. */
function neededText({ needed, n, mean }, name) {
    if (needed === null)
        return "";
    const difference = numbers(name).amount(needed.difference);
    if (needed.seeds <= n) {
        return `; one of ${difference} would have been seen at least ${Math.round(100 * needed.power)} times in 100`;
    }
    const isSeen = mean !== null && needed.difference === Math.abs(mean);
    const knows = needed.low === needed.high ? "" : ` (${needed.low} to ${needed.high}, as ${n} seeds know their spread)`;
    return `; ${needed.seeds} seeds${knows} would be needed to ${isSeen ? "show such a difference" : `see ${difference}`}`;
}
/** More seeds than this are counted, not named. */
const MOST_NAMED = 4;
/** Why the t test cannot be believed; empty where nothing speaks against it. */
function cautionOf({ departure, basis, kind, n }, name) {
    if (departure === null) {
        const isUneven = basis === "median" && kind === "no-detectable-difference";
        return isUneven ? "; ahead in the mean, but not in most seeds" : "";
    }
    if (departure.kind === "same")
        return "; all differences are the same";
    if (departure.kind === "skewed")
        return "; the differences are skewed";
    const { farOut } = departure;
    const { number } = numbers(name);
    const values = farOut.map(({ difference }) => difference);
    const [least, most] = [Math.min(...values), Math.max(...values)];
    if (values.length === 1) {
        const [{ seed }] = farOut;
        return `; ${seed === null ? "one seed" : `seed ${seed}`} lies far out (${number(least)})`;
    }
    const unnamed = farOut.length > MOST_NAMED || farOut.some(({ seed }) => seed === null);
    const places = unnamed ? `${values.length} of ${n} seeds` : `seeds ${farOut.map(({ seed }) => seed).join(", ")}`;
    return `; ${places} lie far out (${number(least)} to ${number(most)})`;
}
/** Differences as text. */
function numbers(name) {
    const number = (x) => (x * name.scale)
        .toFixed(name.decimals)
        .replace(/^-(?=0\.?0*$)/, "")
        .replace("-", "−");
    const amount = (x) => (name.unit === "" ? number(x) : `${number(x)} ${name.unit}`);
    return {
        number,
        amount,
        ofFigure: (x) => `${amount(x)} of ${name.figure}`,
        range: (low, high) => `[${number(low)}, ${number(high)}]`,
    };
}
/** 0.9375 → "93.7 %": never more than it is. */
function percent(level) {
    return `${Math.floor(1000 * level + 1e-6) / 10} %`;
}
/**
 * p with two significant digits, or more if rounding would move it across alpha; "p < 0.001" below
 * that.
 */
function pText(p, alpha) {
    if (p < 0.001)
        return "p < 0.001";
    let digits = 2;
    while (digits < 15 && Number(p.toPrecision(digits)) <= alpha !== p <= alpha)
        digits++;
    return `p = ${Number(p.toPrecision(digits))}`;
}
