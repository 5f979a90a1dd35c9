import { nameList, oneOf, realNumber, wholeNumber } from "./option-values.js";
/** Names, separated by commas. */
export const names = (name, standard) => ({
    name,
    value: "A,B",
    list: true,
    default: standard,
    read: (options) => nameList(options, name),
});
/** Any text. */
export const text = (name, standard) => ({
    name,
    value: "NAME",
    default: standard,
    read: (options) => options.get(name),
});
/** One of a few names. */
export const choice = (name, legal, standard) => ({
    name,
    value: "NAME",
    default: standard,
    read: (options) => oneOf(options, name, legal, `value of --${name}`),
});
/** A whole number. */
export const whole = (name, low, high, standard) => ({
    name,
    value: "N",
    default: standard,
    read: (options) => wholeNumber(options, name, low, high),
});
/** A real number. */
export const real = (name, range, standard) => ({
    name,
    value: "X",
    default: standard,
    read: (options) => realNumber(options, name, range),
});
