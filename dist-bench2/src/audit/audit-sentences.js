/**
 * The sentences on one column.
 *
 * @param runs that each figure is the mean of
 * @defaultValue 1
 */
export function rankingSentences(ranking, runs = 1) {
    const { order, lead, chances, largestSpread, better } = ranking;
    const [best, second] = order;
    const ahead = better === "higher" ? "ahead of" : "below";
    const first = `${best.method} (${figure(best.figure, best.decimals)}) is ${leadText(ranking)} ${ahead} ${second.method} (${figure(second.figure, second.decimals)}).`;
    if (lead === 0) {
        return [
            `${best.method} and ${second.method} are level (${figure(best.figure, best.decimals)}): nothing is ranked first.`,
        ];
    }
    const limit = `Between these two alone, ${runs === 1 ? "one run each makes" : `means of ${runs} runs make`} ${best.method} the better one with a chance of 95 % only if figures vary from seed to seed with a standard deviation of at most ${figure(largestSpread)}.`;
    if (chances === null)
        return [`${first}${roundingDoubt(ranking)}`, limit];
    const chanceOf = (pick) => {
        const { asGiven, ifSmaller, ifLarger } = chances;
        if (ifSmaller === undefined || ifLarger === undefined)
            return chance(pick(asGiven));
        const ends = [pick(ifSmaller), pick(ifLarger)].sort((a, b) => a - b);
        const [low, high] = [chance(ends[0]), chance(ends[1])];
        return low === high ? chance(pick(asGiven)) : `${chance(pick(asGiven))} (${low.replace("\u00a0%", "")} to ${high})`;
    };
    const many = order.length > 2;
    return [
        `${first}${roundingDoubt(ranking)}`,
        `If all ${order.length} were equally good, ${runs === 1 ? "one run" : `${runs} runs`} of each would show such a lead by chance in ${chanceOf((noise) => noise.leadByChance)} of tables${many ? `, and such a distance from best to worst in ${chanceOf((noise) => noise.rangeByChance)}` : ""}.`,
        `Taken at face value: ${best.method} is really the best with a chance of ${chanceOf((noise) => noise.bestIsBest)}${many ? `, the whole order is right with ${chanceOf((noise) => noise.orderIsTrue)}` : ""}; ${runs === 1 ? "another run" : `another ${runs} runs`} of each would repeat the winner with ${chanceOf((noise) => noise.sameBestAgain)}${many ? ` and the order with ${chanceOf((noise) => noise.sameOrderAgain)}` : ""}.`,
    ];
}
/** Explains the brackets after a chance. */
export const BRACKETS = "In brackets: the chances at both ends of the spread's 90 % interval, since few seeds know it badly.";
/**
 * The assumptions of an audit, in sentences.
 *
 * @param hasBrackets whether chances stand with those at the ends of the spread's interval
 */
export function assumptions({ spread, rankings, n }, hasBrackets = true) {
    if (spread === null) {
        return [
            "How likely the ranking is noise depends on how much figures vary from seed to seed, which the table does not say. Write figures as 97.3 ± 0.2, or give --spread 0.1, --spread-column NAME, or --spread-from DIR with results of your own.",
        ];
    }
    const { asGiven } = rankings[0].chances;
    return [
        `Spread over seeds: ${spread.source}.${rankings[0].chances.ifSmaller === undefined || !hasBrackets ? "" : ` ${BRACKETS}`}`,
        `Assumed: each figure is ${n === 1 ? "one run (n = 1)" : `the mean of ${n} runs`}, normally distributed about what its method is worth; the spread is known; runs share no seeds (with shared seeds differences vary less); and nothing was tuned or picked by these figures.`,
        `"Really the best" reads the figures with no other knowledge (a flat prior).${asGiven.draws === 0 ? "" : ` Chances come from ${String(asGiven.draws).replace(/\B(?=(\d{3})+$)/g, ",")} simulated tables and are within 0.3 percentage points.`}`,
    ];
}
/** The lead of the first, with the digits that the table has. */
export function leadText(ranking) {
    return figure(ranking.lead, leadDecimals(ranking));
}
/** Digits after the point of the first two figures' difference; undefined where none are stated. */
function leadDecimals({ order: [best, second] }) {
    return best?.decimals === undefined ? undefined : Math.max(best.decimals, second?.decimals ?? 0);
}
/** A lead of one unit of the coarser figure's last digit may come from rounding alone. */
function roundingDoubt({ order: [best, second], lead }) {
    if (best?.decimals === undefined || second?.decimals === undefined)
        return "";
    const unit = 10 ** -Math.min(best.decimals, second.decimals);
    return lead < 1.001 * unit ? " That is no more than one unit of the last digit printed: rounding may make it." : "";
}
/** A figure with its digits after the point, or with 4 significant digits, or 6 from 100 on. */
export function figure(x, decimals) {
    if (decimals !== undefined)
        return x.toFixed(Math.min(decimals, 100));
    return String(Number(x.toPrecision(Math.abs(x) >= 100 ? 6 : 4)));
}
/** 0.123 → "12 %". Nothing is rounded to 0 % or 100 %. */
export function chance(p) {
    if (p < 0.001)
        return "under 0.1\u00a0%";
    if (p > 0.999)
        return "over 99.9\u00a0%";
    const percent = 100 * p;
    return `${percent < 10 || percent > 90 ? percent.toFixed(1) : Math.round(percent)}\u00a0%`;
}
