/** An audit in plain sentences. */
import type { RankingNoise } from "../statistics/index.js";
import type { Audit, AuditedRanking } from "./audit.js";

/** The sentences on one column. */
export function rankingSentences(ranking: AuditedRanking): string[] {
  const { order, lead, chances, largestSpread, better } = ranking;
  const [best, second] = order;
  const ahead = better === "higher" ? "ahead of" : "below";
  const first = `${best!.method} (${figure(best!.figure)}) is ${figure(lead)} ${ahead} ${second!.method} (${figure(second!.figure)}).`;
  if (lead === 0)
    return [`${best!.method} and ${second!.method} are level (${figure(best!.figure)}): nothing is ranked first.`];
  const limit = `Between these two alone, one run each makes ${best!.method} the better one with a chance of 95 % only if figures vary from seed to seed with a standard deviation of at most ${figure(largestSpread)}.`;
  if (chances === null) return [first, limit];
  const chanceOf = (pick: (noise: RankingNoise) => number) => {
    const { asGiven, ifSmaller, ifLarger } = chances;
    if (ifSmaller === undefined || ifLarger === undefined) return chance(pick(asGiven));
    const ends = [pick(ifSmaller), pick(ifLarger)].sort((a, b) => a - b) as [number, number];
    const [low, high] = [chance(ends[0]), chance(ends[1])];
    return low === high ? chance(pick(asGiven)) : `${chance(pick(asGiven))} (${low.replace("\u00a0%", "")} to ${high})`;
  };
  const many = order.length > 2;
  return [
    first,
    `If all ${order.length} were equally good, one run of each would show such a lead by chance in ${chanceOf((noise) => noise.leadByChance)} of tables${many ? `, and such a distance from best to worst in ${chanceOf((noise) => noise.rangeByChance)}` : ""}.`,
    `Taken at face value: ${best!.method} is really the best with a chance of ${chanceOf((noise) => noise.bestIsBest)}${many ? `, the whole order is right with ${chanceOf((noise) => noise.orderIsTrue)}` : ""}; another run of each would repeat the winner with ${chanceOf((noise) => noise.sameBestAgain)}${many ? ` and the order with ${chanceOf((noise) => noise.sameOrderAgain)}` : ""}.`,
  ];
}

/** Explains the brackets after a chance. */
export const BRACKETS =
  "In brackets: the chances at both ends of the spread's 90 % interval, since few seeds know it badly.";

/** The assumptions of an audit, in sentences. */
export function assumptions({ spread, rankings }: Audit): string[] {
  if (spread === null) {
    return [
      "How likely the ranking is noise depends on how much figures vary from seed to seed, which the table does not say. Give it: --spread 0.1, --spread-column NAME, or --spread-from DIR with results of your own.",
    ];
  }
  const { asGiven } = rankings[0]!.chances!;
  return [
    `Spread over seeds: ${spread.source}.${rankings[0]!.chances!.ifSmaller === undefined ? "" : ` ${BRACKETS}`}`,
    "Assumed: each figure is one run (n = 1), normally distributed about what its method is worth; the spread is known; runs share no seeds (with shared seeds differences vary less); and nothing was tuned or picked by these figures.",
    `"Really the best" reads the figures with no other knowledge (a flat prior).${asGiven.draws === 0 ? "" : ` Chances come from ${String(asGiven.draws).replace(/\B(?=(\d{3})+$)/g, ",")} simulated tables and are within 0.3 percentage points.`}`,
  ];
}

/** A figure with 4 significant digits, or 6 from 100 on. */
export function figure(x: number): string {
  return String(Number(x.toPrecision(Math.abs(x) >= 100 ? 6 : 4)));
}

/** 0.123 → "12 %". Nothing is rounded to 0 % or 100 %. */
export function chance(p: number): string {
  if (p < 0.001) return "under 0.1\u00a0%";
  if (p > 0.999) return "over 99.9\u00a0%";
  const percent = 100 * p;
  return `${percent < 10 || percent > 90 ? percent.toFixed(1) : Math.round(percent)}\u00a0%`;
}
