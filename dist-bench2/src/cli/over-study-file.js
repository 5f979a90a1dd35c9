/** A study file with the options of a command line over it. No value is ignored in silence. */
import { excerpt, InputError } from "../errors.js";
import { studyDefaults } from "../study/plan/options.js";
import { describeOverrides, recipeFields } from "../study/plan/recipe-overrides.js";
/**
 * An option takes the place of the file's key, and of the same key in the file's recipes
 * (`training`). `--data` and `--model` train every network on every data set; what is not typed is
 * the file's, that of its `problems` included. Of `--seed` and `--seeds` the other is the file's.
 *
 * @param file the file's path, for messages
 * @param study what the file says
 * @param options what the options say, the seeds apart
 * @param seeds what `--seed` and `--seeds` say
 * @param optionOf the option of a key: "learningRate" → "lr"
 * @throws InputError where two recipes of the file become the same, and for `--seed` where the file
 *   lists seeds
 */
export function overStudyFile(file, study, options, seeds, optionOf) {
    const { problems, training, ...rest } = study;
    return withoutUndefined({
        ...rest,
        ...pairs(study, options),
        ...options,
        seeds: seedsOver(file, study.seeds, seeds),
        training: training && recipesUnder(file, training, options, optionOf),
    });
}
/** Pairs in the file hold for the file's data sets and networks only. */
function pairs({ data, models, problems }, options) {
    if (problems === undefined || (options.data === undefined && options.models === undefined))
        return { problems };
    return {
        data: data ?? [...new Set(problems.map((one) => one.data))],
        models: models ?? [...new Set(problems.map(({ model }) => model))],
    };
}
function seedsOver(file, inFile, { first, count }) {
    if (first === undefined && count === undefined)
        return inFile;
    if (typeof inFile === "object" && !("count" in inFile)) {
        if (count === undefined) {
            throw new InputError(`--seed ${first} needs --seeds N: ${file} lists its seeds (${excerpt(inFile.join(", "))}), which have no first one to move.`);
        }
        return { first: first ?? studyDefaults.firstSeed, count };
    }
    const { firstSeed, seeds: usual } = studyDefaults;
    const whole = typeof inFile === "object" ? inFile : { first: firstSeed, count: inFile ?? usual };
    return { first: first ?? whole.first, count: count ?? whole.count };
}
/** The file's recipes without the keys that are typed: those hold for all of them. */
function recipesUnder(file, recipes, options, optionOf) {
    const keys = Object.keys(recipeFields).filter((key) => options[key] !== undefined);
    const isTyped = (key) => keys.some((one) => one === key);
    const under = recipes.map((one) => Object.fromEntries(Object.entries(one).filter(([key]) => !isTyped(key))));
    const labels = under.map(describeOverrides);
    const second = labels.findIndex((label, i) => labels.indexOf(label) !== i);
    if (second < 0)
        return under;
    const first = labels.indexOf(labels[second]);
    const blamed = keys.filter((key) => recipes[first][key] !== undefined || recipes[second][key] !== undefined);
    // Recipes that are the same in the file are refused as such.
    if (blamed.length === 0)
        return under;
    const causes = blamed.map((key) => `--${optionOf(key)}`).join(" and ");
    throw new InputError(`With ${causes} two recipes of ${file} are the same: training.${first} ("${describeOverrides(recipes[first])}") and ` +
        `training.${second} ("${describeOverrides(recipes[second])}"). An option holds for every recipe of the file: leave out ` +
        `${causes}, or all but one of these recipes.`);
}
function withoutUndefined(options) {
    return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
