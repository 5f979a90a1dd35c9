import { tensor } from "../../graph/tensor.js";
import { activationLaw } from "../../signal/activation-law.js";
import { scalarOperators } from "../../signal/index.js";
import { scalarFromGraph } from "../../signal/scalar-from-graph.js";
/** Whether an operator acts on each element alone. */
export const isElementwise = (operator) => Object.hasOwn(scalarOperators, operator);
/** How an operand of an elementwise node is called: "x", a number, or a function's name. */
export const nameOfNode = (node, operands, redirected) => `${node.operator}${attributesOf(node)}(${operands.join(",")}${redirected === undefined ? "" : `;${redirected}`})`;
const attributesOf = ({ attributes }) => Object.keys(attributes).length === 0 ? "" : JSON.stringify(attributes);
/**
 * The function from `root` to `value`.
 *
 * @throws InputError where the function cannot be read
 */
export function functionBetween(g, root, value, numberOf) {
    const f = scalarFromGraph({
        name: "the function",
        apply: (recorder, x) => {
            const built = new Map([[root, x]]);
            const build = (v) => {
                const present = built.get(v);
                if (present !== undefined)
                    return present;
                const number = numberOf(v);
                const node = g.producer(v);
                const result = number !== undefined
                    ? recorder.constant(tensor(v.type, [], [number]))
                    : recorder.apply(node.operator, node.inputs.map((input) => input && build(input)), node.attributes, node.gradientTo === undefined
                        ? {}
                        : { gradientTo: node.gradientTo === null ? null : build(node.gradientTo) });
                built.set(v, result);
                return result;
            };
            return build(value);
        },
    });
    return { ...f, law: activationLaw(f), line: lineOf(f) };
}
/** Where a function is looked at to see whether it is a line. */
const PROBES = [-7.3, -1.9, -0.4, 0.3, 1.1, 6.7];
function lineOf({ value, surrogate }) {
    if (surrogate)
        return undefined;
    const offset = value(0);
    const slope = value(1) - offset;
    const fits = PROBES.every((x) => Math.abs(value(x) - offset - slope * x) <= 1e-12 * (Math.abs(offset) + Math.abs(slope * x)));
    return fits ? { offset, slope } : undefined;
}
/** The end of an interval (−∞, end] on which a function is 0; undefined without one. */
export function zeroUpTo({ value }) {
    if ([-1e3, -40, -9, -4].some((x) => value(x) !== 0))
        return undefined;
    let [low, high] = [-4, 4];
    if (value(high) === 0)
        return undefined;
    for (let i = 0; i < 60; i++) {
        const middle = (low + high) / 2;
        if (value(middle) === 0)
            low = middle;
        else
            high = middle;
    }
    return low;
}
