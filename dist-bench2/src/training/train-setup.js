import { InputError, unknownName } from "../errors.js";
import { isDataDriven, learningRateMultipliersOf, parseInitializer, } from "../initializers/index.js";
import { parametersOf, parseModel } from "../network/models/index.js";
import { completeOptions } from "../options.js";
import { optimizerNames } from "../recipe.js";
import { optimizerOf } from "./optimizers.js";
/**
 * Looks the settings up.
 *
 * @throws InputError for an unknown name, a number that is not legal, or a network, initializer and
 * data that do not fit
 */
export function trainSetup({ dataset, model, init, seed, epochs, recipe }) {
    checkDataset(dataset);
    const network = chosenModel(model);
    const problem = { input: dataset.shape, classes: dataset.classes };
    const layers = network.model.build(problem, network.options);
    const { parameters } = parametersOf(network.model, problem, network.options);
    const whole = mergedRecipe(network.model.recipe, recipe, epochs);
    wholeNumber("seed", seed, 0);
    wholeNumber("epochs", whole.epochs, 1);
    wholeNumber("recipe.batch", whole.batch, 1);
    const method = chosenInitializer(init);
    return {
        layers,
        parameters,
        recipe: whole,
        init: method,
        learningRateMultipliers: multipliersFor(method, parameters, whole),
    };
}
function chosenModel(model) {
    if (typeof model === "string")
        return parseModel(model);
    const { model: network, options } = "model" in model ? model : { model, options: {} };
    return { model: network, options: completeOptions(network, options) };
}
function chosenInitializer(init) {
    if (typeof init === "string")
        return parseInitializer(init);
    return "initializer" in init ? init : { initializer: init, options: {} };
}
function checkDataset(dataset) {
    if (typeof dataset === "object" && dataset !== null && "train" in dataset && "shape" in dataset)
        return;
    throw new InputError(`train: dataset must be a data set, got ${typeof dataset === "string" ? `"${dataset}"` : typeof dataset}. ` +
        'Legal: glyphs() and datasetFromArrays(…) of "stepzero", and await loadDataset("mnist", …) of "stepzero/node".');
}
/** Every key of a recipe. */
const recipeKeys = {
    loss: true,
    optimizer: true,
    schedule: true,
    warmupSteps: true,
    batch: true,
    epochs: true,
    augmentation: true,
};
function mergedRecipe(recipe, changes = {}, epochs = changes.epochs) {
    for (const key of Object.keys(changes)) {
        if (!(key in recipeKeys))
            throw unknownName("key of train's recipe", key, Object.keys(recipeKeys));
    }
    const { optimizer } = changes;
    if (typeof optimizer === "string") {
        throw new InputError(`train: recipe.optimizer must be { kind, learningRate } or an Optimizer, got "${optimizer}". ` +
            'Write { kind: "adam", learningRate: 0.001 }, for example.');
    }
    const decided = Object.entries({ ...changes, epochs }).filter(([, value]) => value !== undefined);
    return { ...recipe, ...Object.fromEntries(decided) };
}
function wholeNumber(name, value, low) {
    if (Number.isSafeInteger(value) && value >= low)
        return;
    throw new InputError(`train: ${name} must be a whole number from ${low} on, got ${value}.`);
}
/**
 * @throws InputError where the initializer sets learning rates by optimizer and has no rule for
 * this one
 */
function multipliersFor({ initializer, options }, parameters, recipe) {
    if (isDataDriven(initializer) || initializer.learningRateMultipliers === undefined)
        return undefined;
    const { name } = optimizerOf(recipe.optimizer);
    const builtIn = optimizerNames.find((one) => one === name);
    const multipliers = learningRateMultipliersOf(initializer, parameters, builtIn ?? "sgd", options);
    if (builtIn !== undefined || multipliers === undefined)
        return multipliers;
    throw new InputError(`Initializer "${initializer.name}" sets the learning rate of each tensor by a rule for each optimizer, and has none for ` +
        `"${name}". Legal: ${optimizerNames.join(", ")}. An optimizer that follows the rule of one of these can have its name.`);
}
