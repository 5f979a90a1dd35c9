/** Claim 1: from zero weights nothing is learned. */

import { finished, type ProblemRuns } from "../../study/results/runs.js";
import { isStuck } from "../../study/results/summary.js";
import { paperProblems } from "../paper.js";
import { type ClaimPart, counted, percent, withoutRuns } from "./claim.js";

/** One part a data set: every finished run of `zero` must be no better than always answering one class. */
export function nothingLearned(problems: readonly ProblemRuns[]): ClaimPart[] {
  const found = paperProblems.map(({ data, name }) => {
    const problem = problems.find((one) => one.data.name === data);
    return { name, problem, runs: problem === undefined ? [] : finished(problem, "zero") };
  });
  const says = "Zero stays at chance";
  const parts = found.flatMap(({ name, problem, runs }): ClaimPart[] => {
    if (problem === undefined || runs.length === 0) return [];
    const { majority } = problem.data;
    const stuck = runs.filter((run) => isStuck(run, problem.data));
    const accuracies = runs.map(({ epochs }) => epochs.at(-1)!.testAccuracy);
    const range = [Math.min(...accuracies), Math.max(...accuracies)].map((x) => percent(x));
    const told = range[0] === range[1] ? range[0] : `${range[0]} to ${range[1]}`;
    const evidence = `${stuck.length} of ${counted(runs.length, "run")} ended at chance: test accuracy ${told}, where always answering "${majority.className}" gives ${percent(majority.share)}.`;
    const verdict = stuck.length === runs.length ? "holds" : "does not hold";
    return [{ says: `${says} on ${name}.`, verdict, evidence: [evidence] }];
  });
  const absent = found.filter(({ runs }) => runs.length === 0).map(({ name }) => name);
  return [...parts, ...withoutRuns(says, absent)];
}
