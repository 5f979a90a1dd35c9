/**
 * The recipe keys that stand at the top of a study which also lists recipes (`training`): each
 * holds for every recipe that does not name it. One that would hold for no run, or not for all runs
 * that it seems to be for, is refused.
 */
import { InputError } from "../../errors.js";
import { describeOverrides, optimizerKeys, overrideRecipe } from "./recipe-overrides.js";
/**
 * Refuses a key that every recipe of the study names, because its own value would hold nowhere.
 *
 * @param source where the study comes from, for messages: "study.yaml"
 * @param shared the recipe keys at the top of the study
 * @param recipes the recipes that it compares
 * @throws InputError with the key and its value
 */
export function mustHoldSomewhere(source, shared, recipes) {
    for (const key of Object.keys(shared)) {
        if (recipes.some((one) => one[key] === undefined))
            continue;
        throw new InputError(`${source}: ${inWords(shared, key)} would hold for no run, because every recipe of training has its own ${key}. ` +
            `Leave out the study's ${key}, or that of the recipes that the study's is for.`);
    }
}
/**
 * Refuses a recipe whose optimizer another one's learning rate, momentum or other settings do not
 * reach: an optimizer that is not the network's starts from its usual settings.
 *
 * @param network the network's label, for messages
 * @param recipe the network's recipe with the keys at the top of the study
 * @param shared those keys
 * @param one a recipe that the study compares
 * @throws InputError with the settings that would be lost
 */
export function mustReach(network, recipe, shared, one) {
    const [before, after] = [recipe.optimizer.kind, overrideRecipe(recipe, one).optimizer.kind];
    if (before === after)
        return;
    const lost = optimizerKeys.filter((key) => shared[key] !== undefined && one[key] === undefined);
    if (lost.length === 0)
        return;
    throw new InputError(`${lost.map((key) => inWords(shared, key)).join(" and ")} of the study would not reach ${network} with the recipe ` +
        `"${describeOverrides(one)}": it changes the optimizer from ${before} to ${after}, which starts from its usual ` +
        `settings. Leave it out at the top of the study or on the command line, and write ${lost.join(" and ")} in each ` +
        "recipe of training that should have it.");
}
/** "learningRate: 0.1", as a study file has it. */
function inWords(shared, key) {
    const value = shared[key];
    return `${key}: ${typeof value === "object" ? JSON.stringify(value) : value}`;
}
