/** Figures as text, the same wherever they are shown. */
import { finalValues } from "./figures.js";
/** 0.9513 → "95.13 %". */
export function percent(fraction) {
    return `${points(fraction)} %`;
}
/** 0.9513 → "95.13". */
export function points(fraction) {
    return (100 * fraction).toFixed(2);
}
/** Four decimals, or an exponent where it has exploded. */
export function lossText(loss) {
    return Math.abs(loss) < 1000 ? loss.toFixed(4) : loss.toExponential(2);
}
/** 60000 → "60,000". */
export function grouped(count) {
    return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}
/** An interval as wide on one side as on the other, but for rounding. */
const EVEN = 1e-9;
/**
 * The test accuracy of a method: the mean with its interval, "95.13 ± 0.42 %", or "99.13 [97.20,
 * 100.00] %" where the interval is cut; of two runs both, "95.13, 95.40 %".
 */
export function accuracyText({ testAccuracy, averaged }) {
    if (testAccuracy === null)
        return "–";
    const { mean, low, high, n } = testAccuracy;
    if (n === 2)
        return `${finalValues(averaged, "testAccuracy").map(points).join(", ")} %`;
    if (low === null || high === null)
        return percent(mean);
    const isEven = Math.abs(high - mean - (mean - low)) < EVEN;
    return isEven ? `${points(mean)} ± ${points(high - mean)} %` : `${points(mean)} [${points(low)}, ${points(high)}] %`;
}
/** What the cells of `accuracyText` are. */
export function accuracyTitle(methods) {
    const most = Math.max(0, ...methods.map(({ testAccuracy }) => testAccuracy?.n ?? 0));
    if (most < 2)
        return ["test accuracy"];
    return ["test accuracy", most === 2 ? "both runs" : "mean ± 95 %"];
}
/** "a", "a or b", "a, b or c"; of many names the first, and the number of the others. */
export function alternatives(names, word, most = 20) {
    const all = names.length > most ? [...names.slice(0, most - 1), `${names.length - most + 1} more`] : names;
    return all.length < 2
        ? all.join("")
        : `${all.slice(0, -1).join(", ")} ${names.length > most ? "and" : word} ${all.at(-1)}`;
}
/** The spaces of "96.50 ± 4.48 %", "3 seeds", "4 MB", "× 0.5" and "p < 0.001". */
export const spaceInQuantity = /(?<=\d) (?=[%±×<>=≤≥≈\p{Ll}]|[MGT]i?B\b)|(?<=[±×<>=≤≥≈]) (?=\d)|(?<=\p{L}) (?=[<>=≤≥≈] \d)/gu;
