/** What a race decided, when, and what the usual test would have said. */
import { allPairs, judge } from "../../statistics/index.js";
import { metricKey, metricOf } from "../plan/metric.js";
import type { ProblemRace } from "../plan/race-state.js";
import type { RaceDesign, Study } from "../plan/study.js";
import { finalBySeed } from "./figures.js";
import type { MethodOutcome } from "./methods.js";

/** More names than this are counted. */
const MOST_NAMED = 4;

/**
 * How the race ended, who left when, and beside the valid verdict what a test after every seed as
 * if it were the only one would have claimed too soon.
 */
export function raceSentences(study: Study, race: ProblemRace, methods: readonly MethodOutcome[]): string[] {
  return [endingOf(study, race), ...absent(race), ...leaving(race), ...naive(study, race, methods)];
}

/** "95 %". */
export const sureness = ({ alpha }: RaceDesign): string => `${Number((100 * (1 - alpha)).toPrecision(4))} %`;

function endingOf({ race: design, seeds }: Study, { outcome, standing, seeds: looked }: ProblemRace): string {
  const sure = `${sureness(design!)} sure, over all looks and pairs`;
  const names = standing.join(", ");
  if (outcome === "winner") return `Decided after ${looked} seeds: ${names} stands alone (${sure}).`;
  if (outcome === "equivalent") {
    return `Decided after ${looked} seeds: ${names} differ by less than the margin (${sure}).`;
  }
  if (outcome === "running") return `Not decided yet: after ${looked} of at most ${seeds.length} seeds ${names} stand.`;
  return `Not decided within ${seeds.length} seeds, the most that were allowed: ${names} stand (${sure}).`;
}

/** Each reason once, with all that it holds for. */
function absent({ nonStarters }: ProblemRace): string[] {
  const byReason = new Map<string, string[]>();
  for (const { method, reason } of nonStarters) byReason.set(reason, [...(byReason.get(reason) ?? []), method]);
  return [...byReason].map(([reason, names]) => `Did not race, and cost no test: ${names.join(", ")} (${reason}).`);
}

function leaving({ left }: ProblemRace): string[] {
  if (left.length === 0) return [];
  const all = left.map(({ name, beatenBy, look }) => `${name} after ${look} seeds (beaten by ${beatenBy})`);
  const rest = all.length - MOST_NAMED;
  return [`Left the race: ${all.slice(0, MOST_NAMED).join(", ")}${rest > 0 ? `, and ${rest} more` : ""}.`];
}

/** Pairs that stand undecided, of which a test of each look at 5 % would have claimed a winner. */
function naive(study: Study, race: ProblemRace, methods: readonly MethodOutcome[]): string[] {
  const { seeds } = study;
  const metric = metricOf(study);
  const standing = methods.filter(({ label }) => race.standing.includes(label));
  const open = race.pairs.filter(({ kind }) => kind === "open");
  const pairs = allPairs(
    standing.map(({ label, learned }) => ({ name: label, bySeed: finalBySeed(learned, metricKey(metric)) })),
  ).filter((pair) => open.some(({ a, b }) => [a, b].includes(pair.a) && [a, b].includes(pair.b)));
  const claims = pairs.flatMap(({ a, b, differences }) => {
    for (let n = 3; n <= differences.length; n++) {
      const { winner } = judge([{ a, b, differences: differences.slice(0, n) }], { better: metric.better })[0]!;
      if (winner !== null) return [`${winner} over ${winner === a ? b : a} after ${n} seeds`];
    }
    return [];
  });
  if (claims.length === 0) return [];
  const rest = claims.length - MOST_NAMED;
  const list = `${claims.slice(0, MOST_NAMED).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
  return [
    `A test after each of ${seeds.length} seeds as if it were the only one would have claimed ${list}; who looks so often finds differences between equals, too.`,
  ];
}
