import { estimate } from "../study/results/estimate.js";
import { secondsOf } from "../study/results/figures.js";
import { beyondTables } from "./beyond.js";
import { checkClaims } from "./claims/check-claims.js";
import { gradientsByDepth } from "./claims/gradients.js";
import { paperNoise } from "./noise.js";
import { paperProblems } from "./paper.js";
import { reproducedTable } from "./tables.js";
import { trainingFigures } from "./training-figures.js";
/** Raised when a program that reads the object must change. */
export const REPRODUCTION_FORMAT = "stepzero/reproduction/1";
/**
 * Puts a reproduction together.
 *
 * @param measurements undefined where nothing was measured at step 0
 * @param folder the results' folder, for sentences
 */
export function reproduce(parts, measurements, folder) {
    const beyond = parts.find(({ name }) => name === "beyond");
    const problems = parts.filter((part) => part !== beyond).flatMap(({ outcome }) => outcome.problems);
    return {
        format: REPRODUCTION_FORMAT,
        parts: parts.map(describePart),
        accuracy: reproducedTable(problems, "accuracy"),
        loss: reproducedTable(problems, "loss"),
        figures: curveFigures(problems),
        claims: checkClaims(problems, measurements),
        trainingFigures: trainingFigures(problems),
        noise: paperNoise(problems, folder),
        measurements: measurements ?? null,
        gradients: measurements === undefined ? [] : gradientsByDepth(measurements),
        beyond: beyond === undefined ? [] : beyondTables(beyond.outcome),
    };
}
function describePart({ name, outcome, missing }) {
    const { study, runtimes, problems } = outcome;
    const runs = problems.flatMap((problem) => problem.runs);
    return {
        name,
        data: study.data.map((data) => data.name),
        models: study.models.map(({ label }) => label),
        samples: study.data.map(({ trainSamples }) => Math.min(study.limit ?? trainSamples, trainSamples)),
        epochs: study.models[0].recipe.epochs,
        seeds: study.seeds,
        finished: runs.length,
        missing,
        seconds: secondsOf(runs),
        runtimes,
    };
}
function curveFigures(problems) {
    const both = ["accuracy", "loss"].flatMap((figure) => paperProblems.flatMap(({ data, name, figures }) => {
        const problem = problems.find((one) => one.data.name === data);
        return problem === undefined
            ? []
            : [{ number: figures[figure], data, name, figure, lines: linesOf(problem, figure) }];
    }));
    return both.sort((a, b) => a.number - b.number);
}
function linesOf({ methods }, figure) {
    const key = figure === "accuracy" ? "trainAccuracy" : "trainLoss";
    const inStudyOrder = [...methods].sort((a, b) => a.method - b.method);
    return inStudyOrder.flatMap(({ label, averaged }) => {
        if (averaged.length === 0)
            return [];
        const points = averaged[0].epochs.flatMap(({ epoch }, i) => {
            const mean = estimate(averaged.map(({ epochs }) => epochs[i][key]));
            return mean === null ? [] : [{ epoch, ...mean }];
        });
        return points.length === 0 ? [] : [{ method: label, points }];
    });
}
