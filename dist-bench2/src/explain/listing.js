/** The tables of initializers, models and data sets as plain data. */
import { catalogue } from "../data/index.js";
import { initializerFamilies } from "../initializers/index.js";
import { models } from "../network/models/index.js";
import { describeMethod } from "./method-card.js";
/** The tables that `listing` has. */
export const listingKinds = ["initializers", "models", "data"];
/**
 * The tables of initializers, models and data sets.
 *
 * @param kinds which tables; all if left out
 * @example
 * import { listing } from "stepzero/explain";
 *
 * listing(["models"]).models![0]!.name; // → "mlp"
 */
export function listing(kinds = listingKinds) {
    const tables = {
        initializers: () => initializerFamilies.flatMap(({ name, methods }) => methods.map((method) => listInitializer(method, name))),
        models: () => models.map(listModel),
        data: listData,
    };
    return Object.fromEntries(kinds.map((kind) => [kind, tables[kind]()]));
}
function listInitializer(initializer, family) {
    const { options, ...description } = describeMethod(initializer);
    return { ...description, family, options: listOptions(options) };
}
/** Options in one shape, whether numbers or names. */
export function listOptions(options = {}) {
    return Object.entries(options).map(([name, option]) => ({
        name,
        default: option.default,
        meaning: option.meaning,
        legal: "names" in option ? [...option.names] : [option.low, option.high],
    }));
}
function listModel({ build: _, options, ...rest }) {
    return { ...rest, options: listOptions(options) };
}
function listData() {
    const published = Object.values(catalogue).map(({ name, title, shape, classNames, trainCount, testCount }) => ({
        name,
        title,
        shape,
        classes: classNames.length,
        trainSamples: trainCount,
        testSamples: testCount,
    }));
    return [glyphs, ...published];
}
const glyphs = {
    name: "glyphs",
    title: "Glyphs drawn by stepzero itself; built in",
    shape: [1, 28, 28],
    classes: 10,
    trainSamples: 10_000,
    testSamples: 2_000,
};
