/** A plan as people read it. */
import type { PlanOutput, SeedPlan } from "../../study/results/plan-schema.js";
import { visibleLine } from "../../visible-text.js";
import { counted, duration, grouped } from "./numbers.js";
import { wrap } from "./text.js";

/** The plans of all problems, at most `width` columns wide. */
export function renderPlans({ plans, ...question }: PlanOutput, width: number): string {
  const blocks = plans.map((plan) => planLines(plan, question).map((line) => wrap(line, width)));
  const closing =
    "For normal differences, at Holm's first level over all pairs; later steps of Holm need fewer seeds. Methods that fail now and then need more.";
  return `${[...blocks.map((lines) => lines.join("\n\n")), wrap(closing, width)].join("\n\n")}\n`;
}

function points(share: number): string {
  const number = Number((100 * share).toPrecision(2));
  return `${number} ${number === 1 ? "point" : "points"}`;
}

function planLines(
  { pilot, spread, alpha, pairs, fixed, seconds, race, budget }: SeedPlan,
  { difference, power, methods, jobs }: Omit<PlanOutput, "plans" | "format">,
): string[] {
  const chance = `${Number((100 * power).toPrecision(3))} %`;
  const time = (value: number) => duration(Math.max(1, value));
  const took =
    seconds === null
      ? ""
      : ` That is about ${time(seconds.at)} (${time(seconds.low)} to ${time(seconds.high)}) for ${counted(methods, "method")} with ${jobs} ${jobs === 1 ? "process" : "processes"}.`;
  const shown = (at: { readonly mean: number }) => at.mean.toFixed(1);
  const horizon =
    race.horizonNeeded === null
      ? "no horizon up to 40 tells it so surely"
      : `--max-seeds ${race.horizonNeeded} tells it with ${chance}`;
  return [
    visibleLine(`${pilot.data} × ${pilot.model}: ${points(difference)} between two of ${counted(methods, "method")}`),
    `Spread: the difference of two methods varies from seed to seed by ${points(pilot.sd)} (standard deviation; ` +
      `${pilot.methods === 2 ? "one pair" : `${points(pilot.range[0])} to ${points(pilot.range[1])} by pair`}), ${pilot.n} paired seeds, from ${visibleLine(pilot.source)}. ` +
      `So few seeds leave ${points(spread.low)} to ${points(spread.high)} open (90 %).`,
    `Fixed number of seeds: ${grouped(fixed.seeds)} per method tell it with chance ${chance} (${grouped(fixed.low)} to ${grouped(fixed.high)}, as the spread is known), ` +
      `each of ${counted(pairs, "pair")} at level ${Number(alpha.toPrecision(2))}.${took}`,
    `Race (--until-decided --max-seeds ${race.horizon}): ${shown(race.at)} seeds in the mean (${shown(race.low)} to ${shown(race.high)}), and it tells the ` +
      `difference in ${Math.round(100 * race.at.power)} % of races (${Math.round(100 * race.low.power)} % to ${Math.round(100 * race.high.power)} %); ${horizon}.`,
    ...(budget === undefined ? [] : [budgetLine(budget, chance, time)]),
  ];
}

function budgetLine(
  { seeds, seconds, difference, differenceHigh }: NonNullable<SeedPlan["budget"]>,
  chance: string,
  time: (seconds: number) => string,
): string {
  const cost = seconds === null ? "" : ` (about ${time(seconds)})`;
  if (difference === null || differenceHigh === null) {
    return `Budget: ${counted(seeds, "seed")} per method${cost} can tell nothing: two are the fewest.`;
  }
  return `Budget: ${counted(seeds, "seed")} per method${cost} tell ${points(difference)} with chance ${chance}; at the upper end of the spread, ${points(differenceHigh)}.`;
}
