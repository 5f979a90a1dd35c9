/** The initializers and networks that a study names: stepzero's own, and the user's. */
import { InputError } from "../../errors.js";
import { allInitializers, findInitializer, formatInitializer, parseInitializer, } from "../../initializers/index.js";
import { findModel, formatModel, models, parseModel, } from "../../network/models/index.js";
import { parseChoice, readOptions } from "../../options.js";
/** For studies of stepzero's own initializers and networks. */
export const noUserModules = { models: [], initializers: [] };
/**
 * The network that a text names, with complete options.
 *
 * @param names values of the options `input` and `output` of the user's networks that have them;
 *   what the text says comes first
 * @throws InputError for an unknown name or option, with "did you mean"
 */
export function chooseModel(text, users, names = {}) {
    const user = users.models.find(isWrittenAs(text));
    mustBeFree("network", user?.written, user?.model.name, models);
    const { model, options } = user === undefined ? parseModel(text) : parseUserModel(user, text, names);
    const label = formatModel({ model, options });
    return { label, name: model.name, options, file: user?.file, recipe: model.recipe };
}
function parseUserModel({ model, written }, text, names) {
    const { texts } = parseChoice(model.name + text.slice(written.length), "model");
    const values = Object.entries(names).filter(([name, value]) => value !== undefined && Object.hasOwn(model.options, name));
    return {
        model,
        options: readOptions(model, { ...Object.fromEntries(values), ...texts }),
    };
}
/**
 * The initializer that a text names, with complete options.
 *
 * @throws InputError for an unknown name or option, with "did you mean"
 */
export function chooseInitializer(text, users) {
    const user = users.initializers.find(isWrittenAs(text));
    mustBeFree("initializer", user?.written, user?.initializer.name, allInitializers);
    const parsed = user === undefined
        ? parseInitializer(text)
        : parseInitializer(user.initializer.name + text.slice(user.written.length), [user.initializer]);
    const choice = {
        label: formatInitializer(parsed),
        name: parsed.initializer.name,
        options: parsed.options,
    };
    if (user === undefined)
        return choice;
    const { title, formula, summary } = user.initializer;
    const description = Object.fromEntries(Object.entries({ title, formula, summary }).filter(([, words]) => typeof words === "string" && words !== ""));
    return { ...choice, file: user.file, description };
}
/**
 * The network of a choice.
 *
 * @throws InputError where no such network is loaded
 */
export function modelOf({ name, file }, users) {
    const user = users.models.find(isChoice({ name, file }, ({ model }) => model.name));
    return user?.model ?? findModel(name);
}
/**
 * The initializer of a choice.
 *
 * @throws InputError where no such initializer is loaded
 */
export function initializerOf({ name, file }, users) {
    const user = users.initializers.find(isChoice({ name, file }, ({ initializer }) => initializer.name));
    return user?.initializer ?? findInitializer(name);
}
/** Whether a text names this module, with options or without. */
function isWrittenAs(text) {
    return ({ written }) => text === written || text.startsWith(`${written}:`);
}
/** By its file; by its name where it is an object of the running program. */
function isChoice({ name, file }, nameOf) {
    return (user) => file === undefined ? user.file === undefined && nameOf(user) === name : user.file?.path === file.path;
}
function mustBeFree(kind, written, name, builtIn) {
    if (name === undefined || !builtIn.some((one) => one.name === name))
        return;
    throw new InputError(`${written}: the ${kind}'s name "${name}" is the name of one of stepzero's own; choose another name.`);
}
