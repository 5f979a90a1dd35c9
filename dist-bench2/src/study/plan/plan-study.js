/**
 * From the user's request to a planned study: choices, then problems × methods × seeds as cells.
 */
import { InputError, unknownName } from "../../errors.js";
import { cellIds } from "./cell-id.js";
import { misfitsOf } from "./misfits.js";
import { describeOverrides, overrideRecipe } from "./recipe-overrides.js";
import { RESULTS_VERSION } from "./study.js";
import { mustReach } from "./study-recipe.js";
import { chooseInitializer, chooseModel, modelOf, noUserModules } from "./user-modules.js";
/**
 * The networks and methods that a request names, checked as far as that is possible without the
 * data.
 *
 * @throws InputError for unknown names and options, for two names of the same thing, and for what
 *   the study names but would not use
 */
export function chooseStudy(request, users = noUserModules) {
    const { recipe, recipes, inits, models: written, modelInput, modelOutput, problems, ofGroups, baseline, ...rest } = request;
    const names = { input: modelInput, output: modelOutput };
    mustHaveOptions(names, written, users);
    const models = written.map((text) => {
        const choice = chooseModel(text, users, names);
        const changed = overrideRecipe(choice.recipe, recipe);
        // A change that does not fit a network's optimizer is refused here, before any work.
        for (const one of recipes)
            mustReach(choice.label, changed, recipe, one);
        return { text, choice: { ...choice, recipe: changed } };
    });
    mustDiffer("network", models.map(({ text, choice }) => [text, choice.label]));
    const methods = inits.flatMap((text) => {
        const initializer = chooseInitializer(text, users);
        return recipes.map((one) => ({
            label: methodLabel(initializer.label, one, recipes.length),
            initializer,
            recipe: one,
        }));
    });
    mustDiffer("method", methods.map(({ label }) => [label, label]));
    return {
        ...rest,
        ...(baseline === undefined ? {} : { baseline: baselineOf(baseline, methods) }),
        models: models.map(({ choice }) => choice),
        methods,
        ofGroups: methods.filter(({ initializer }) => ofGroups.includes(initializer.label)).map(({ label }) => label),
        problems: problemsOf(request.data, models, problems),
    };
}
/** Refuses names of inputs and outputs where no network of the study has such an option. */
function mustHaveOptions(names, written, users) {
    for (const [option, name] of Object.entries(names)) {
        if (name === undefined || users.models.some(({ model }) => Object.hasOwn(model.options, option)))
            continue;
        throw new InputError(`The model's ${option} "${name}" is for networks in .onnx files, and the study has none: ${written.join(", ")}.`);
    }
}
/** The label of the method that the others are compared with. */
function baselineOf(written, methods) {
    const labels = methods.map(({ label }) => label);
    const isMeant = ({ label, initializer }) => label === written || initializer.label === written || initializer.name === written;
    const meant = labels.includes(written) ? [written] : methods.filter(isMeant).map(({ label }) => label);
    if (meant.length === 0)
        throw unknownName("baseline", written, labels);
    if (meant.length > 1) {
        throw new InputError(`The baseline "${written}" may be ${meant.join(" or ")}: give one of these as the baseline.`);
    }
    if (methods.length === 1) {
        throw new InputError(`The baseline ${written} is the only method: name other initializers to compare with it.`);
    }
    return meant[0];
}
/** "he"; "he [adam, lr 0.001]" where several recipes are compared. */
function methodLabel(initializer, recipe, recipes) {
    return recipes === 1 ? initializer : `${initializer} [${describeOverrides(recipe)}]`;
}
function mustDiffer(kind, labels) {
    const seen = new Map();
    for (const [written, label] of labels) {
        const before = seen.get(label);
        if (before !== undefined) {
            const both = before === written ? `"${written}"` : `"${before}" and "${written}" (both are ${label})`;
            throw new InputError(`The study has the ${kind} ${both} twice; name it once.`);
        }
        seen.set(label, written);
    }
}
/** The pairs that are trained, in the order of data sets and networks. */
function problemsOf(data, models, pairs) {
    const texts = models.map(({ text }) => text);
    for (const pair of pairs ?? []) {
        if (!data.includes(pair.data))
            throw unknownName("data set of a problem", pair.data, data);
        if (!texts.includes(pair.model))
            throw unknownName("model of a problem", pair.model, texts);
    }
    const [sets, networks] = [pairs?.map((pair) => pair.data), pairs?.map((pair) => pair.model)];
    mustBeInPairs("data", data, sets);
    mustBeInPairs("models", texts, networks);
    const isPair = (set, text) => pairs === undefined || pairs.some((pair) => pair.data === set && pair.model === text);
    return data.flatMap((set) => models.filter(({ text }) => isPair(set, text)).map(({ choice }) => ({ data: set, model: choice.label })));
}
function mustBeInPairs(key, names, inPairs) {
    const idle = inPairs && names.find((one) => !inPairs.includes(one));
    if (idle === undefined)
        return;
    throw new InputError(`${idle} is in no pair of problems and would be left out; add a pair, or take it from ${key}.`);
}
/**
 * The study of these choices on these data sets, with all its cells.
 *
 * @param data descriptions of the data sets that `choices.data` names, in any order
 * @param users the same as for `chooseStudy`
 * @throws InputError where `limit` or `validation` exceed a data set, or a method is seen not to
 *   fit a network
 * @throws ShapeError where a network does not fit a data set
 */
export function planStudy(choices, data, users = noUserModules) {
    const { ofGroups, ...rest } = choices;
    const sets = choices.data.map((name) => data.find((one) => one.name === name));
    const study = { resultsVersion: RESULTS_VERSION, ...rest, data: sets };
    const misfits = new Map(study.problems.flatMap((problem) => misfitsOf(study, problem, users)));
    for (const [label, error] of misfits)
        if (!ofGroups.includes(label) || label === choices.baseline)
            throw error;
    const methods = study.methods.filter(({ label }) => !misfits.has(label));
    if (methods.length === 0)
        throw [...misfits.values()][0];
    const fitting = { ...study, methods };
    const leftOut = [...misfits.values()].map(({ message }) => `Left out of its group: ${message}`);
    return { study: fitting, cells: cellsOf(fitting), leftOut };
}
/**
 * Every cell of a study, in the order in which they are reported: problem, method, seed.
 *
 * @throws InputError where `limit` or `validation` exceed a data set
 */
export function cellsOf(study) {
    const { seeds, methods, vary, evaluateTrain } = study;
    return study.problems.flatMap((problem) => {
        const { recipe: modelRecipe, ...model } = study.models.find(({ label }) => label === problem.model);
        const data = study.data.find(({ name }) => name === problem.data);
        const cellProblem = { ...samplesOf(study, data), model };
        return methods.flatMap(({ label, initializer: choice, recipe }) => {
            const { description: _, ...initializer } = choice;
            // All seeds share these objects, and what of their ids does not depend on the seed.
            const shared = {
                problem: cellProblem,
                method: { label, initializer, recipe: overrideRecipe(modelRecipe, recipe) },
            };
            const evaluated = evaluateTrain === false ? {} : { evaluateTrain };
            const cells = (held) => {
                const idOf = cellIds({ ...shared, ...held, ...evaluated });
                return (seed) => ({ id: idOf(seed), ...shared, seed, ...held, ...evaluated });
            };
            const [first, ...others] = seeds;
            // With the first seed a cell is the same whatever varies, so nothing is held fixed there.
            return [cells({})(first), ...others.map(cells(heldFixed(vary, first)))];
        });
    });
}
/**
 * What a user should know of the networks of a study: how they read the data, for example. Empty
 * for most.
 */
export function networkNotes({ problems, models, data }, users = noUserModules) {
    return problems.flatMap((problem) => {
        const choice = models.find(({ label }) => label === problem.model);
        const { shape, classes } = data.find(({ name }) => name === problem.data);
        const notes = modelOf(choice, users).notes?.({ input: shape, classes }, choice.options) ?? [];
        return notes.map((note) => `${problem.model} on ${problem.data}: ${note}.`);
    });
}
/** The training samples that are used. A limit of all samples has the same id as no limit. */
function samplesOf({ limit, validation }, { name, checksum, trainSamples }) {
    if (limit !== undefined && limit > trainSamples) {
        throw new InputError(`The limit is ${limit} training samples, but ${name} has ${trainSamples}. Legal: 1 to ${trainSamples}.`);
    }
    const used = Math.min(limit ?? trainSamples, trainSamples);
    if (validation !== undefined && validation >= used) {
        throw new InputError(`${validation} validation samples are to be held out of ${used} training samples of ${name}, which leaves none. Legal: 1 to ${used - 1}.`);
    }
    return {
        data: name,
        dataChecksum: checksum,
        ...(used === trainSamples ? {} : { limit: used }),
        ...(validation === undefined ? {} : { validation }),
    };
}
/** The seed of what does not vary with a study's other seeds. */
function heldFixed(vary, first) {
    if (vary === "all")
        return {};
    return vary === "init" ? { orderSeed: first } : { initSeed: first };
}
