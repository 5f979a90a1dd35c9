/** Checks a user's initializer field by field. */
import { closest, InputError, unknownName } from "../../../../errors.js";
import { sizeOf } from "../../../../graph/tensor.js";
import { allInitializers } from "../../../../initializers/index.js";
import { plainData } from "../../../../plain-data.js";
import { checkOptions } from "./check-options.js";
import { fieldsOf, isObject, kindOf, running, show } from "./exported.js";
/** The fields that a user's initializer may have; only `name` and `initialize` are required. */
const fields = [
    "name",
    "initialize",
    "title",
    "formula",
    "summary",
    "references",
    "aliases",
    "options",
    "caveats",
    "differences",
    "requires",
    "learningRateMultipliers",
];
/**
 * The initializer that a file exports, complete: optional fields get defaults, and an error of
 * `initialize`, or a value of the wrong type, is reported under the file's name.
 *
 * @param exported the exports of the file: `default`, or one named `initializer`
 * @param source the file's name, for messages
 * @throws InputError naming the file and the field, what was got and what is expected
 */
export function checkInitializer(exported, source) {
    const choice = exported.default ?? exported.initializer;
    if (!running(source, () => isObject(choice))) {
        const names = Object.keys(exported);
        throw new InputError(`${source} must export an initializer { name, initialize }, as default or under the name "initializer"; ` +
            `it exports ${names.length === 0 ? "nothing" : names.map((name) => `${name} (${kindOf(exported[name])})`).join(", ")}.`);
    }
    const candidate = fieldsOf(choice, fields, source);
    const wrong = (field, got, expected) => new InputError(`${source}: field "${field}" of the initializer is ${show(got)}, expected ${expected}.`);
    for (const field of Object.keys(candidate)) {
        if (fields.includes(field))
            continue;
        const near = closest(field, fields);
        const hint = near === undefined ? "" : ` did you mean "${near}"?`;
        throw new InputError(`${source}: an initializer has no field "${field}"${hint ? ";" : "."}${hint} It has: ${fields.join(", ")}.`);
    }
    const { name, initialize } = candidate;
    if (typeof name !== "string" || !/^[\w-][\w./-]*$/.test(name)) {
        throw wrong("name", name, 'letters, digits, "-", "_", "." and "/", as "my-method"');
    }
    const taken = allInitializers.find((one) => one.name === name || one.aliases?.includes(name));
    if (taken !== undefined)
        throw wrong("name", name, `a name of its own (stepzero's ${taken.title} has this one)`);
    if (typeof initialize !== "function") {
        throw wrong("initialize", initialize, "a function (stream, tensor, options) that returns a Float32Array");
    }
    const text = (field, otherwise) => {
        const value = candidate[field] ?? otherwise;
        if (typeof value !== "string")
            throw wrong(field, value, "a text");
        return value;
    };
    const texts = (field) => {
        const value = candidate[field] ?? [];
        if (!Array.isArray(value) || value.some((one) => typeof one !== "string"))
            throw wrong(field, value, "a list of texts");
        return value;
    };
    const references = candidate.references ?? [];
    if (!Array.isArray(references) || !references.every(isReference)) {
        throw wrong("references", references, "a list of { authors, year, title }");
    }
    const requires = candidate.requires;
    if (requires !== undefined && !requirements.includes(requires))
        throw wrong("requires", requires, requirements.join(", "));
    const rates = candidate.learningRateMultipliers;
    if (rates !== undefined && typeof rates !== "function") {
        throw wrong("learningRateMultipliers", rates, "a function (tensors, optimizer, options) that returns { name: number }");
    }
    return {
        name,
        title: text("title", name),
        formula: text("formula", "as its file says"),
        summary: text("summary", `From ${source}.`),
        references,
        aliases: texts("aliases"),
        options: checkOptions(candidate.options, wrong),
        caveats: texts("caveats"),
        differences: texts("differences"),
        ...(requires === undefined ? {} : { requires }),
        initialize: guarded(initialize, source),
        ...(rates === undefined ? {} : { learningRateMultipliers: guardedRates(rates, source) }),
    };
}
const requirements = [
    "residual branches",
    "norms at the ends of branches",
    "residual scales",
    "attention",
];
function guarded(initialize, source) {
    return (stream, tensor, options, network) => {
        const where = `${source}: initialize of "${tensor.name}" [${tensor.shape.join(", ")}]`;
        const numbers = running(where, () => initialize(stream, tensor, options, network));
        const size = sizeOf(tensor.shape);
        if (!(numbers instanceof Float32Array)) {
            if (numbers instanceof Promise)
                throw new InputError(`${where} returned a promise; it must not be async.`);
            throw new InputError(`${where} returned ${show(numbers)}, expected a Float32Array of ${size} numbers.`);
        }
        if (numbers.length !== size)
            throw new InputError(`${where} returned ${numbers.length} numbers, expected ${size}.`);
        const bad = numbers.findIndex((x) => !Number.isFinite(x));
        if (bad >= 0)
            throw new InputError(`${where} returned ${numbers[bad]} at index ${bad}, expected finite numbers.`);
        return numbers;
    };
}
function guardedRates(rates, source) {
    return (tensors, optimizer, options) => {
        const where = `${source}: learningRateMultipliers for ${optimizer}`;
        const multipliers = running(where, () => plainData(rates(tensors, optimizer, options), where));
        if (isObject(multipliers)) {
            const unknown = Object.keys(multipliers).find((name) => !tensors.some((tensor) => tensor.name === name));
            if (unknown === undefined)
                return multipliers;
            throw unknownName(`tensor of ${where}`, unknown, tensors.map(({ name }) => name));
        }
        throw new InputError(`${where} returned ${show(multipliers)}, expected { name: number }.`);
    };
}
function isReference(value) {
    return (isObject(value) &&
        typeof value.authors === "string" &&
        typeof value.title === "string" &&
        typeof value.year === "number");
}
