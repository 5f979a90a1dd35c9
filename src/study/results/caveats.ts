/** What limits the answers of a study, in sentences that hold for all its problems. */
import { missableRate } from "../../statistics/index.js";
import type { AcrossProblems } from "./across.js";
import { alternatives } from "./figure-text.js";
import type { ProblemOutcome } from "./outcome.js";
import { sharedRecipe } from "./shared-recipe.js";

/** Demšar (2006) counts on ten or more. */
const FEW_PROBLEMS = 10;

/** A sentence on the average ranks over several problems. */
export function acrossSentence({ methods, friedman, criticalDifference, problems, datasets }: AcrossProblems): string {
  const order = [...methods].sort((a, b) => a.averageRank - b.averageRank);
  const ranks = alternatives(
    order.map(({ method, averageRank }) => `${method} ${averageRank.toFixed(2)}`),
    "and",
  );
  const least = friedman === null || friedman.smallestP < 0.001 ? "" : friedman.smallestP.toFixed(3);
  const exactly = least === "" ? "" : `; exactly, no order could give less than ${least}`;
  const test =
    friedman === null
      ? ""
      : ` Friedman's test of all ranks being alike: ${friedman.p < 0.001 ? "p < 0.001" : `p = ${friedman.p.toFixed(3)}`} ` +
        `by χ², which is cautious for few problems${exactly}.`;
  const few = problems < FEW_PROBLEMS ? ` ${problems} problems show only the largest differences.` : "";
  const shared =
    datasets < problems
      ? ` They are of ${datasets === 1 ? "one data set" : `${datasets} data sets`}: networks on the same samples count ` +
        "as separate problems here, but are not independent."
      : "";
  return (
    `Average ranks over ${problems} problems: ${ranks}. They differ beyond chance where they lie ` +
    `${criticalDifference.toFixed(2)} or more apart (Nemenyi, 5 %).${test}${few}${shared}`
  );
}

/**
 * What a study's verdicts are about, and what their seeds cannot exclude; empty where none
 * claims.
 */
export function typicalSeeds(problems: readonly Pick<ProblemOutcome, "verdicts">[]): string[] {
  const claims = problems
    .flatMap(({ verdicts }) => verdicts?.verdicts ?? [])
    .filter(({ kind }) => kind === "winner" || kind === "equivalent");
  if (claims.length === 0) return [];
  const fewest = Math.min(...claims.map(({ n }) => n));
  const missable = Math.round(100 * missableRate(fewest));
  return [`Verdicts are about typical seeds: ${fewest} can miss what goes wrong in up to ${missable} % of them.`];
}

/** That learning rates are not tuned, which may decide the ranks; empty for one method. */
export function rateCaveat(problems: readonly Pick<ProblemOutcome, "methods" | "model" | "rates">[]): string[] {
  if (problems.some(({ rates }) => rates !== undefined)) return [];
  if (problems.every(({ methods }) => methods.length < 2)) return [];
  const ratesDiffer = problems.some(({ methods }) => sharedRecipe(methods).optimizer === undefined);
  if (ratesDiffer)
    return ["Each method is ranked with the recipes listed, tuned for none: others may rank them otherwise."];
  const rates = new Set(problems.map(({ methods }) => sharedRecipe(methods).optimizer?.learningRate));
  const what = rates.size === 1 ? `The learning rate (${[...rates][0]}) was` : "Learning rates were";
  return [`${what} the same for every method, tuned for none: another one may rank them otherwise.`];
}
