/**
 * How likely the ranking of a published table is noise, from one figure per method and the spread
 * of figures over seeds.
 */
import { normalQuantile, stream } from "../random/index.js";
import { rankingNoise, spreadInterval } from "../statistics/index.js";
import { leadingMethods } from "./leading.js";
/**
 * What an arrow in the column's name says (↓ or ↑); else "lower" for columns called loss, error,
 * perplexity, NLL, RMSE or MAE, and "higher" for all others.
 */
export function usualDirection(problem) {
    if (/[↑↓]/.test(problem))
        return problem.includes("↓") ? "lower" : "higher";
    return /loss|error|perplexity|\bnll\b|\brmse\b|\bmae\b/i.test(problem) ? "lower" : "higher";
}
/**
 * Audits every column of a table, and the means over its columns.
 *
 * It assumes that figures are normally distributed about the true value of their method, that the
 * spread is exact, that runs are unpaired, and that each figure is the mean of `runs` runs
 * (`rankingNoise` defines each chance). More than two methods are simulated, from a stream with a
 * fixed seed: the same table gives the same digits.
 *
 * @param options `better`: the direction of each column, by default `usualDirection`; `spread`: the
 *   spread over seeds, without which there are no chances; `runs`: that each figure is the mean of,
 *   by default 1
 *
 * @example
 * import { audit, parseNumberTable, spreadOf } from "stepzero/paper";
 *
 * const table = parseNumberTable("method,MNIST\nhe,98.92\nxavier,98.60\n", "table.csv");
 * const [mnist] = audit(table, { spread: spreadOf(table, 0.15) }).rankings;
 * console.log(mnist?.order[0]?.method); // → "he"
 * console.log(mnist?.chances?.asGiven.bestIsBest); // → 0.93
 */
export function audit({ methods, problems, values, decimals }, { better = problems.map(usualDirection), spread, runs = 1, }) {
    const errors = spread?.sd.map((row) => row.map((sd) => sd / Math.sqrt(runs)));
    const rankings = problems.map((problem, i) => rank(methods, {
        problem,
        better: better[i],
        figures: values.map((row) => row[i]),
        sd: errors?.map((row) => row[i]),
        degrees: spread?.degrees?.[i],
        decimals: decimals?.map((row) => row[i]),
        runs,
    }));
    const oneDirection = better.every((direction) => direction === better[0]);
    const average = problems.length > 1 && oneDirection
        ? rank(methods, {
            problem: "average",
            better: better[0],
            figures: values.map((row) => row.reduce((sum, x) => sum + x, 0) / row.length),
            sd: errors?.map((row) => Math.hypot(...row) / row.length),
            // Of the problem whose spread is least certain.
            degrees: spread?.degrees && Math.min(...spread.degrees),
            decimals: undefined,
            runs,
        })
        : null;
    return { rankings, average, spread: spread === undefined ? null : { source: spread.source }, n: runs };
}
function rank(methods, column) {
    const { problem, better, figures, sd, degrees, decimals, runs } = column;
    const sign = better === "higher" ? 1 : -1;
    const order = methods
        .map((method, i) => ({ method, figure: figures[i], sd: sd?.[i] ?? null, decimals: decimals?.[i] }))
        .sort((a, b) => sign * (b.figure - a.figure));
    const lead = Math.abs(order[0].figure - order[1].figure);
    const largestSpread = (Math.sqrt(runs) * lead) / (Math.SQRT2 * normalQuantile(0.95));
    const noise = (scale) => rankingNoise(figures.map((figure) => sign * figure), sd.map((one) => scale * one), { stream: stream(0, "audit", problem) });
    const leading = (scale) => leadingMethods(order.map((one) => ({ ...one, sd: scale * one.sd })));
    return {
        problem,
        better,
        order,
        leading: sd === undefined ? null : leading(1),
        leadingIfLarger: sd === undefined || degrees === undefined ? null : leading(spreadInterval(1, degrees + 1, 0.9).high),
        lead,
        chances: sd === undefined ? null : chances(noise, degrees),
        largestSpread,
    };
}
function chances(noise, degrees) {
    const asGiven = noise(1);
    if (degrees === undefined)
        return { asGiven };
    const { low, high } = spreadInterval(1, degrees + 1, 0.9);
    return { asGiven, ifSmaller: noise(low), ifLarger: noise(high) };
}
