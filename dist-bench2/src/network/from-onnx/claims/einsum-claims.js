import { sizeOf } from "../../../graph/tensor.js";
/**
 * An axis of the weight that the result lacks is summed over: an input. An axis that the data has
 * too, and the result keeps, counts separate kernels. The others are units.
 */
export function einsumClaims(node, find) {
    const sources = node.inputs.map(find);
    const input = sources.findIndex((source) => source !== undefined);
    const terms = termsOf(String(node.attributes.equation ?? ""), node.inputs.length);
    if (terms === undefined || sources.filter((source) => source !== undefined).length !== 1)
        return [];
    const { operands, result } = terms;
    const letters = [...operands[input]];
    const { shape } = sources[input];
    const others = operands.filter((_, i) => i !== input).join("");
    if (letters.length !== shape.length || new Set(letters).size !== letters.length)
        return [];
    const axesOf = (which) => [...letters.keys()].filter((axis) => which(letters[axis]));
    const inputs = axesOf((letter) => !result.includes(letter));
    const stack = axesOf((letter) => result.includes(letter) && others.includes(letter));
    const units = axesOf((letter) => result.includes(letter) && !others.includes(letter));
    if (inputs.length === 0)
        return [];
    const sizes = (axes) => sizeOf(axes.map((axis) => shape[axis]));
    const steps = [
        { kind: "transpose", order: [...stack, ...units, ...inputs] },
        { kind: "reshape", shape: [sizes(stack) * sizes(units), sizes(inputs)] },
    ];
    const fused = sizes(stack);
    const [unit, ...more] = units;
    const place = unit === undefined || more.length > 0 ? undefined : result.length - result.indexOf(letters[unit]);
    const role = { kind: "kernel", operation: "dense", ...(fused > 1 ? { fused } : {}) };
    const product = place === undefined ? {} : { units: { count: shape[unit], axisFromEnd: place } };
    return [{ node, input, role, steps, factor: 1, ...product }];
}
function termsOf(equation, count) {
    const [left = "", right] = equation.replaceAll(" ", "").split("->");
    const operands = left.split(",");
    if (operands.length !== count || operands.some((term) => !/^[a-zA-Z]+$/.test(term)))
        return undefined;
    const all = operands.join("");
    // Without "->" the result has the letters that occur once, in alphabetic order.
    const once = [...new Set(all)].filter((letter) => all.split(letter).length === 2).sort();
    return { operands, result: right ?? once.join("") };
}
