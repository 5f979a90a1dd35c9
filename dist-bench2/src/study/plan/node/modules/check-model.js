/** Checks a user's network, as a file exports it. */
import { InputError } from "../../../../errors.js";
import { plainRecipe } from "../../../../network/models/index.js";
import { checkOptions } from "./check-options.js";
import { checkRecipe } from "./check-recipe.js";
import { fieldsOf, isObject, running, show } from "./exported.js";
/** The fields of a network. */
const fields = ["name", "summary", "options", "recipe", "reference", "checksum", "build", "notes"];
/**
 * The network that a file exports. One without a recipe gets that of `defineNetwork`: SGD with rate
 * 0.05, batches of 128, 10 epochs. What its functions throw is reported under the file's name.
 *
 * @throws InputError naming the file, what it exports and what is expected
 */
export function checkModel(exported, source) {
    const choice = exported.default ?? exported.network;
    const candidate = running(source, () => isObject(choice)) ? fieldsOf(choice, fields, source) : {};
    const { name, summary = "user-defined", options, recipe, build, notes } = candidate;
    if (typeof build !== "function") {
        const names = Object.keys(exported);
        throw new InputError(`${source} must export a network, as default or under the name "network": defineNetwork({ name, layers }); ` +
            `it exports ${names.length === 0 ? "nothing" : names.join(", ")}.`);
    }
    const wrong = (field, got, expected) => new InputError(`${source}: field "${field}" of the network is ${show(got)}, expected ${expected}.`);
    if (typeof name !== "string" || name === "")
        throw wrong("name", name, "a text");
    if (typeof summary !== "string")
        throw wrong("summary", summary, "a text");
    if (notes !== undefined && typeof notes !== "function")
        throw wrong("notes", notes, "a function");
    return {
        ...candidate,
        name,
        summary,
        options: checkOptions(options, wrong),
        recipe: recipe === undefined ? plainRecipe : checkRecipe(recipe, source),
        build: guardedBuild(build.bind(choice), source),
        ...(notes === undefined ? {} : { notes: guardedNotes(notes.bind(choice), source) }),
    };
}
/** `build`, and the layer that it returns. */
function guardedBuild(build, source) {
    const where = `${source}: the network`;
    return (problem, options) => {
        const layer = running(where, () => build(problem, options));
        if (!isObject(layer) || typeof layer.apply !== "function") {
            throw new InputError(`${where} is built as ${show(layer)}, expected a layer: dense(10), sequential(…).`);
        }
        const built = layer;
        const apply = (x, scope) => {
            const logits = running(where, () => built.apply(x, scope));
            const shape = isObject(logits) && Array.isArray(logits.shape) ? logits.shape : undefined;
            if (shape?.join() === `${x.shape[0]},${problem.classes}`)
                return logits;
            const got = shape === undefined ? show(logits) : `[${shape.join(", ")}]`;
            throw new InputError(`${where} ends in ${got}, expected logits [N, classes] = [${x.shape[0]}, ${problem.classes}].`);
        };
        return { kind: built.kind, apply };
    };
}
function guardedNotes(notes, source) {
    return (problem, options) => {
        const phrases = running(`${source}: notes`, () => notes(problem, options));
        if (Array.isArray(phrases) && phrases.every((one) => typeof one === "string"))
            return phrases;
        throw new InputError(`${source}: notes returned ${show(phrases)}, expected a list of texts.`);
    };
}
