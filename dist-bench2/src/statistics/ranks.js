/** Ranks with ties. */
import { checkTable } from "./checks.js";
/**
 * Ranks from 1 for the smallest value. Equal values share the mean of their ranks.
 *
 * @param tolerance values this close to a neighbour count as equal
 * @defaultValue `tolerance`: 0
 * @example
 * import { midranks } from "stepzero/statistics";
 *
 * midranks([10, 20, 20, 5]); // → [2, 3.5, 3.5, 1]
 */
export function midranks(values, tolerance = 0) {
    const order = values.map((_, i) => i).sort((i, j) => values[i] - values[j]);
    const ranks = new Array(values.length);
    for (let start = 0; start < order.length;) {
        let end = start + 1;
        while (end < order.length && values[order[end]] - values[order[end - 1]] <= tolerance)
            end++;
        for (let i = start; i < end; i++)
            ranks[order[i]] = (start + 1 + end) / 2;
        start = end;
    }
    return ranks;
}
/**
 * The mean rank of each method over blocks (problems, or seeds of one problem); 1 is best. Ties
 * share the mean of their ranks.
 *
 * @param scores scores[block][method]
 * @defaultValue `better`: "higher"
 * @throws InputError for fewer than two methods, or a score that is not finite
 */
export function averageRanks(scores, better = "higher") {
    checkTable("averageRanks", scores, ["block", "method"], 1, 2);
    const sign = better === "higher" ? -1 : 1;
    const sums = new Array(scores[0].length).fill(0);
    for (const row of scores) {
        for (const [method, rank] of midranks(row.map((score) => sign * score)).entries())
            sums[method] += rank;
    }
    return { ranks: sums.map((sum) => sum / scores.length), n: scores.length };
}
