import { isObject } from "./exported.js";
/**
 * The descriptions of options, complete.
 *
 * @throws InputError for the first that is not legal
 */
export function checkOptions(options, wrong) {
    if (options === undefined)
        return {};
    if (!isObject(options))
        throw wrong("options", options, 'an object: { std: { default: 0.1, low: 0, high: 10, meaning: "…" } }');
    return Object.fromEntries(Object.entries(options).map(([name, option]) => {
        const field = `options.${name}`;
        if (!isObject(option))
            throw wrong(field, option, "{ default, low, high, meaning } or { default, names, meaning }");
        const { meaning = name, names, default: value, low, high, integer = false } = option;
        if (typeof meaning !== "string")
            throw wrong(`${field}.meaning`, meaning, "a text");
        if (names !== undefined) {
            if (!Array.isArray(names) || names.length === 0 || names.some((one) => typeof one !== "string")) {
                throw wrong(`${field}.names`, names, "a list of texts");
            }
            if (!names.includes(value))
                throw wrong(`${field}.default`, value, `one of ${names.join(", ")}`);
            return [name, { default: String(value), names: names, meaning }];
        }
        if (typeof low !== "number" || Number.isNaN(low))
            throw wrong(`${field}.low`, low, "a number");
        if (typeof high !== "number" || !(high >= low))
            throw wrong(`${field}.high`, high, `a number from ${low} on`);
        if (typeof value !== "number" || !(value >= low && value <= high)) {
            throw wrong(`${field}.default`, value, `a number from ${low} to ${high}`);
        }
        if (typeof integer !== "boolean")
            throw wrong(`${field}.integer`, integer, "true or false");
        if (!integer)
            return [name, { default: value, low, high, meaning }];
        if (!Number.isInteger(value))
            throw wrong(`${field}.default`, value, "a whole number");
        return [name, { default: value, low, high, integer, meaning }];
    }));
}
