/** Methods against each other at equal seeds: what the seeds share cancels in the differences. */
import { pairBySeed, pairedTTest } from "../statistics/index.js";
import type { CellResult } from "./cell.js";
import type { DataDescription } from "./description.js";
import { labelsOf, type StudyDescription } from "./plan.js";
import { type Estimate, isStuck, type MethodSummary } from "./summary.js";

/** The first of a problem against another method of it. */
export interface LeaderComparison {
  readonly data: string;
  readonly model: string;
  readonly leader: string;
  readonly init: string;
  /** Leader minus the other in test accuracy, over the seeds with which both learned; null where there is no such seed. */
  readonly difference: Estimate | null;
}

/** Each problem's first method against each of its others, in the summary's order; none where nothing learned. */
export function compareWithLeaders(
  study: StudyDescription,
  results: readonly CellResult[],
  summary: readonly MethodSummary[],
): LeaderComparison[] {
  const leaders = new Map<string, MethodSummary>();
  return summary.flatMap((method) => {
    const problem = JSON.stringify([method.data, method.model]);
    const leader = leaders.get(problem);
    if (leader === undefined) {
      leaders.set(problem, method);
      return [];
    }
    if (leader.rank === null) return [];
    const { data, model, init } = method;
    const difference = pairedDifference(study, results, leader, method);
    return [{ data, model, leader: leader.init, init, difference }];
  });
}

/** The mean difference in test accuracy of two methods of one problem, with its 95 % t interval. */
export function pairedDifference(
  study: StudyDescription,
  results: readonly CellResult[],
  a: MethodSummary,
  b: MethodSummary,
): Estimate | null {
  const data = study.data.find(({ name }) => name === a.data)!;
  const of = (method: MethodSummary) => learnedBySeed(runsOf(results, method), data);
  const { differences } = pairBySeed(of(a), of(b));
  if (differences.length === 0) return null;
  if (differences.length === 1) return { mean: differences[0]!, low: null, high: null, n: 1 };
  const { mean, low, high, n } = pairedTTest(differences);
  return { mean, low, high, n };
}

/** A method's runs on its problem. */
export function runsOf(results: readonly CellResult[], { data, model, init }: MethodSummary): CellResult[] {
  return results.filter(({ cell }) => {
    const labels = labelsOf(cell);
    return labels.data === data && labels.model === model && labels.init === init;
  });
}

function learnedBySeed(runs: readonly CellResult[], data: DataDescription): Map<number, number> {
  const learned = runs.filter((run) => run.status === "done" && !isStuck(run, data));
  return new Map(learned.map(({ cell, epochs }) => [cell.seed, epochs.at(-1)!.testAccuracy]));
}
