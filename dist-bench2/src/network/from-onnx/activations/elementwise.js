/**
 * Values that are a function of one number, element by element, of another value: x ·
 * tanh(softplus(x)) however it is spelled out.
 */
import { numberOf } from "../stored-source.js";
import { fileFunction } from "./file-functions.js";
/** The start of PReLU's slopes (He et al. 2015). */
const INITIAL_SLOPE = 0.25;
/** Most operators that an activation is spelled out in. */
const DEEPEST = 64;
/** Every value of the model that is such a function; others are absent. */
export function elementwiseValues(outline) {
    const functions = new Map();
    for (const node of outline.nodes) {
        const value = functionOf(outline, node, functions);
        if (value !== undefined)
            functions.set(node.outputs[0], value);
    }
    return functions;
}
function functionOf(outline, node, functions) {
    const operator = fileFunction(node.operator);
    if (operator === undefined || node.outputs[0] === undefined)
        return undefined;
    const numbers = node.inputs.map((input, i) => input === undefined ? Number.NaN : node.operator === "PRelu" && i === 1 ? INITIAL_SLOPE : numberOf(outline, input));
    const values = node.inputs.filter((_, i) => numbers[i] === undefined);
    const argument = commonArgument(values, functions);
    if (argument === undefined)
        return undefined;
    const inner = node.inputs.map((input) => {
        if (input === undefined || input === argument)
            return undefined;
        const nested = functions.get(input);
        return nested?.argument === argument ? nested : undefined;
    });
    const depth = 1 + Math.max(0, ...inner.map((nested) => nested?.depth ?? 0));
    if (depth > DEEPEST)
        return undefined;
    return {
        argument,
        depth,
        at: ofLast((x) => operator.value(numbers.map((fixed, i) => fixed ?? inner[i]?.at(x) ?? x), node.attributes)),
        apply: ofLastValue((g, x) => operator.apply(g, node.inputs.map((input, i) => {
            const fixed = numbers[i];
            if (input === undefined)
                return undefined;
            return fixed === undefined ? (inner[i]?.apply(g, x) ?? x) : g.scalar(fixed);
        }), node.attributes)),
    };
}
/** Remembers the last result: an operator that reads a value twice computes it once. */
function ofLast(f) {
    let last;
    return (x) => {
        if (last === undefined || !Object.is(last[0], x))
            last = [x, f(x)];
        return last[1];
    };
}
/** The same in a graph. */
function ofLastValue(f) {
    let last;
    return (g, x) => {
        if (last === undefined || last[0] !== g || last[1] !== x)
            last = [g, x, f(g, x)];
        return last[2];
    };
}
/** The value of which all of these are functions, or that they are. */
function commonArgument(values, functions) {
    const [first, ...others] = values;
    if (first === undefined)
        return undefined;
    const choices = [functions.get(first)?.argument, first];
    return choices.find((choice) => choice !== undefined && others.every((one) => one === choice || functions.get(one)?.argument === choice));
}
