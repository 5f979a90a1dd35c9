/** The verdicts of a race. */
import { type Comparison, judge, raceLevel, type VerdictOptions } from "../../statistics/index.js";
import { metricOf } from "../plan/metric.js";
import type { ProblemRace } from "../plan/race-state.js";
import type { Study } from "../plan/study.js";
import type { MethodOutcome } from "./methods.js";
import { pairVerdictOf } from "./pair-verdict-of.js";
import type { ProblemVerdicts } from "./problem-verdicts.js";

/** What verdicts of a race are made from. */
export interface RacedInput {
  readonly study: Study;
  readonly race: ProblemRace;
  /** Pairs of methods that learned, with all their seeds. */
  readonly pairs: readonly Comparison[];
  /** Of a verdict, the level apart. */
  readonly options: VerdictOptions;
}

/**
 * Each pair at the look that decided it, or at the last one that it took part in, at the level that
 * holds over all looks and pairs.
 *
 * @param learners the methods that learned, by rank
 */
export function racedVerdicts(
  learners: readonly MethodOutcome[],
  { study, race, pairs, options }: RacedInput,
): ProblemVerdicts {
  const { seeds } = study;
  const { alpha } = study.race!;
  const level = raceLevel({ alpha, horizon: seeds.length }, race.standing.length + race.left.length);
  // A p at the level is alpha after correction.
  const corrected = (p: number) => Math.min(1, (p / level) * alpha);
  const lastLook = new Map(race.left.map(({ name, look }) => [name, look]));
  const seenBy = (name: string) => lastLook.get(name) ?? race.seeds;
  const standing = new Set(race.standing);
  const stand = learners.filter(({ label, sameAs }) => standing.has(sameAs ?? label));
  const tied = (stand.length === 0 ? learners : stand).map(({ label }) => label);
  return {
    leader: race.outcome === "winner" ? (stand[0]?.label ?? null) : null,
    reference: tied[0]!,
    tied,
    verdicts: pairs.map((pair) => {
      const decided = race.pairs.find(({ a, b }) => [a, b].includes(pair.a) && [a, b].includes(pair.b));
      const look = decided?.look ?? Math.min(seenBy(pair.a), seenBy(pair.b));
      const part = until(pair, new Set(seeds.slice(0, look)));
      const one = judge([part], { ...options, alpha: level })[0]!;
      const { adjustedP, equivalence } = one;
      const verdict = pairVerdictOf(
        {
          ...one,
          alpha,
          family: race.pairs.length,
          adjustedP: adjustedP === null ? null : corrected(adjustedP),
          equivalence: equivalence && { ...equivalence, adjustedP: corrected(equivalence.adjustedP) },
        },
        part,
        metricOf(study),
      );
      const sentence = `${verdict.sentence}, after ${look} of at most ${seeds.length} seeds`;
      return { ...verdict, sentence };
    }),
  };
}

/** The differences of some seeds. */
function until(pair: Comparison, seen: ReadonlySet<number>): Comparison {
  const seeds = pair.seeds ?? [];
  const isSeen = (_: number, i: number) => seen.has(seeds[i]!);
  return { ...pair, differences: pair.differences.filter(isSeen), seeds: seeds.filter(isSeen) };
}
