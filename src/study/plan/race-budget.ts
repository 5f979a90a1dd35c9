/** Whether a race can conclude anything, said before its first run. */
import { horizonFor, raceReach } from "../../statistics/index.js";
import { startersOf } from "./race-state.js";
import type { Study } from "./study.js";

/**
 * A difference of so many standard deviations is seen without a test: a race that tells no smaller
 * one is too short. Two methods that both learn rarely differ by more.
 */
const PLAIN = 3;

/** What a longer race should tell with chance 80 %. */
const USEFUL = 1.5;

/** A sentence where the race of a problem is too short for its methods; none for most. */
export function raceBudgetNotes(study: Study): string[] {
  const { race, seeds, problems } = study;
  if (race === undefined) return [];
  const most = Math.max(...problems.map((problem) => startersOf(study, problem).length));
  const { effect, level } = raceReach({ alpha: race.alpha, horizon: seeds.length }, most);
  if (effect <= PLAIN) return [];
  const longer = horizonFor(USEFUL, race.alpha, most);
  const pairs = (most * (most - 1)) / 2;
  const remedy =
    longer === undefined
      ? "fewer methods are needed to tell less"
      : `--max-seeds ${longer} would tell one of ${USEFUL}, and fewer methods need fewer seeds`;
  return [
    `This race may end without an answer: with at most ${seeds.length} seeds and ${most} methods (${pairs} ${pairs === 1 ? "pair" : "pairs"}, each at level ` +
      `${Number(level.toPrecision(2))}) only a difference of ${Number(effect.toPrecision(2))} standard deviations of the paired differences is told with chance 80 %; ${remedy}.`,
  ];
}
