/** Runs as the analysis sees them: each record is made once, from the result of the run. */
import { InputError } from "../../errors.js";
import { overrideRecipe } from "../plan/recipe-overrides.js";
import { isAtChance, trainedSamples } from "./chance.js";
/**
 * The record of one run.
 *
 * @param place the run's place in the study
 */
export function recordOf(study, place, result) {
    const { id, problem, method, seed } = place;
    const { epochs, reason, step, initializationCost: cost, initializationNotes: notes } = result;
    const ending = endingOf(settingOf(study, place), result);
    return { id, problem, method, seed, ending, epochs: withoutNulls(epochs), reason, step, cost, notes };
}
/**
 * The records of a study's results, in the order of the results. The labels of each cell say which
 * run of the study it is.
 *
 * @throws InputError for a cell whose data set, network or method is not one of the study's
 */
export function recordsOf(study, results) {
    const key = (data, model) => JSON.stringify([data, model]);
    const problems = new Map(study.problems.map(({ data, model }, i) => [key(data, model), i]));
    const methods = new Map(study.methods.map(({ label }, i) => [label, i]));
    return results.map(({ cell, ...result }) => {
        const { data: name, model } = cell.problem;
        const problem = problems.get(key(name, model.label));
        const method = methods.get(cell.method.label);
        if (problem === undefined || method === undefined) {
            throw new InputError(`The result ${cell.id} (${name} × ${model.label}, ${cell.method.label}) is not of this study. ` +
                "Give results together with the study that they are of.");
        }
        return recordOf(study, { id: cell.id, problem, method, seed: cell.seed }, result);
    });
}
function settingOf(study, { problem, method }) {
    const { data: name, model: label } = study.problems[problem];
    const data = study.data.find((one) => one.name === name);
    const model = study.models.find((one) => one.label === label);
    const { loss } = overrideRecipe(model.recipe, study.methods[method].recipe);
    return { data, samples: trainedSamples(study, data), loss };
}
/** Epochs as JSON holds them, with NaN where it has null for a number that is not finite. */
export function withoutNulls(epochs) {
    const isWhole = (epoch) => Object.values(epoch).every((value) => value !== null);
    if (epochs.every(isWhole))
        return epochs;
    return epochs.map((epoch) => {
        const entries = Object.entries(epoch).map(([key, value]) => [key, value ?? Number.NaN]);
        return Object.fromEntries(entries);
    });
}
/** The one place that decides how a run ended. */
function endingOf(setting, { status, epochs }) {
    if (status !== "done")
        return status;
    const last = epochs.at(-1);
    return last !== undefined && isAtChance(setting, last) ? "stuck" : "learned";
}
