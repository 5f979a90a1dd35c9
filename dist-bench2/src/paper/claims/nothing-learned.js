/** Claim 1: from zero weights nothing is learned. */
import { finalValues } from "../../study/results/figures.js";
import { finishedRuns } from "../method-runs.js";
import { paperProblems } from "../paper.js";
import { counted, percent, withoutRuns } from "./claim.js";
/**
 * A part per data set: every finished run of `zero` must be no better than always answering one
 * class.
 */
export function nothingLearned(problems) {
    const places = paperProblems.map(({ data, name }) => {
        const problem = problems.find((one) => one.data.name === data);
        return { name, problem, runs: problem === undefined ? [] : finishedRuns(problem, "zero") };
    });
    const says = "Zero stays at chance";
    const parts = places.flatMap(({ name, problem, runs }) => {
        if (problem === undefined || runs.length === 0)
            return [];
        const { majority } = problem.data;
        const stuck = runs.filter(({ ending }) => ending === "stuck");
        const accuracies = finalValues(runs, "testAccuracy");
        const range = [Math.min(...accuracies), Math.max(...accuracies)].map((x) => percent(x));
        const span = range[0] === range[1] ? range[0] : `${range[0]} to ${range[1]}`;
        const evidence = `${stuck.length} of ${counted(runs.length, "run")} ended at chance: test accuracy ${span}, ` +
            `where always answering "${majority.className}" gives ${percent(majority.share)}.`;
        const verdict = stuck.length === runs.length ? "holds" : "does not hold";
        return [{ says: `${says} on ${name}.`, verdict, evidence: [evidence] }];
    });
    const absent = places.filter(({ runs }) => runs.length === 0).map(({ name }) => name);
    return [...parts, ...withoutRuns(says, absent)];
}
