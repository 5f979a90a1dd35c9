/** Claim 1: from zero weights nothing is learned. */
import { isStuck } from "../../study/summary.js";
import { paperProblems } from "../paper.js";
import { finished, type ProblemRuns } from "../runs.js";
import { type ClaimPart, counted, percent } from "./claim.js";

/** One part a data set: every finished run of `zero` must be no better than always answering one class. */
export function nothingLearned(problems: readonly ProblemRuns[]): ClaimPart[] {
  return paperProblems.map(({ data, name }): ClaimPart => {
    const problem = problems.find((one) => one.data.name === data);
    const runs = problem === undefined ? [] : finished(problem, "zero");
    const says = `Zero stays at chance on ${name}.`;
    if (problem === undefined || runs.length === 0) {
      return { says, verdict: "cannot be told", evidence: [`No run from zero on ${name} has finished.`] };
    }
    const { majority } = problem.data;
    const stuck = runs.filter((run) => isStuck(run, problem.data));
    const accuracies = runs.map(({ epochs }) => epochs.at(-1)!.testAccuracy);
    const range = [Math.min(...accuracies), Math.max(...accuracies)].map((x) => percent(x));
    const told = range[0] === range[1] ? range[0] : `${range[0]} to ${range[1]}`;
    const evidence = `${stuck.length} of ${counted(runs.length, "run")} ended at chance: test accuracy ${told}, where always answering "${majority.className}" gives ${percent(majority.share)}.`;
    return { says, verdict: stuck.length === runs.length ? "holds" : "does not hold", evidence: [evidence] };
  });
}
