import { tensor, toNumbers } from "../../tensor.js";
/** The attributes but for some of them. */
export function without(attributes, ...names) {
    return Object.fromEntries(Object.entries(attributes).filter(([name]) => !names.includes(name)));
}
/** A list of int64 as a constant beside the node. */
export function integers(node, values, what) {
    return node.g.constant(tensor("int64", [values.length], values), `${node.name}/${what}`);
}
/** The numbers of an input, undefined where it is left out; fails where they are not constant. */
export function numbersOf(node, input, what) {
    const value = node.inputs[input];
    if (value === undefined)
        return undefined;
    return toNumbers(node.constant(value) ?? node.fail(`${what} must be a constant: all shapes are static`));
}
/** An input that must be there. */
export const required = (node, input) => node.inputs[input] ?? node.fail(`input ${input + 1} is missing`);
/** A number attribute, or what it is where it is left out. */
export const numberOf = (node, name, otherwise) => node.attributes[name] ?? otherwise;
/** An input of floating-point numbers; fails for other types. */
export function floatInput(node, input = 0) {
    const x = required(node, input);
    if (x.type !== "float32" && x.type !== "float64")
        node.fail(`takes floating-point numbers, not ${x.type}; Cast first`);
    return x;
}
/** Most numbers of a constant that a definition makes: a damaged file can ask for any number. */
const mostNumbers = 2 ** 24;
/** Fails where a definition would make a constant of too many numbers. */
export function checkCount(node, count) {
    if (!(count <= mostNumbers))
        node.fail(`needs a constant of ${count} numbers; at most ${mostNumbers} are made`);
}
/** An axis counted from the front; fails outside the `rank` axes. */
export function axisOf(node, axis, rank) {
    if (!Number.isInteger(axis) || axis < -rank || axis >= rank) {
        node.fail(`axis ${axis} is outside the ${rank} axes of the input`);
    }
    return axis < 0 ? axis + rank : axis;
}
