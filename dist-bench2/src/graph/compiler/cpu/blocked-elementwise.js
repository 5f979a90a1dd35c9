import { neg, reshape } from "../../expressions.js";
import { computed, scaled, shifted } from "./blocked-forms.js";
/** Operators whose result at a place depends only on their operands at that place. */
export const elementwise = new Set([
    ...["Relu", "LeakyRelu", "Elu", "Selu", "Sigmoid", "Tanh", "Softplus", "Softsign", "Erf", "Exp", "Log", "Sqrt"],
    ...["Neg", "Abs", "Sign", "Not", "Cast", "Clip", "Reciprocal", "Pow"],
    ...["Add", "Sub", "Mul", "Div", "Max", "Min"],
    ...["Greater", "GreaterOrEqual", "Less", "LessOrEqual", "Equal", "Where"],
]);
const sameShape = (a, b) => a.shape.join() === b.shape.join();
/** Images of whole blocks of channels. */
const isImages = ({ shape }, block) => shape.length === 4 && shape[1] % block === 0;
/**
 * Where an operand has a blocked form the others are brought to it: most later nodes read that
 * form.
 *
 * @returns whether the node's output has its form now
 */
export function elementwiseBlocked(g, node, forms, block) {
    const [output] = node.outputs;
    if (!elementwise.has(node.operator) || !isImages(output, block))
        return false;
    const operands = node.inputs.filter((v) => v !== undefined && v.shape.length > 0);
    const movable = (v) => sameShape(v, output) && (forms.isBlocked(v) || v.type === "float32");
    if (!operands.every(movable) || !operands.some((v) => forms.isBlocked(v)))
        return false;
    const inputs = node.inputs.map((v) => v === undefined ? undefined : operands.includes(v) ? forms.blocked(v) : forms.plain(v));
    forms.setBlocked(output, g.apply(node.operator, inputs, node.attributes));
    return true;
}
/**
 * Blocked images times, plus or minus a number per channel, written [C, 1, 1] or [1, C, 1, 1]: the
 * output becomes affine in the operand of its operand, and costs nothing until it is read.
 */
export function channelwise(g, node, forms, block) {
    const [output] = node.outputs;
    const [a, b] = node.inputs;
    if (!["Mul", "Add", "Sub"].includes(node.operator) || !isImages(output, block))
        return false;
    const channels = output.shape[1];
    const isPerChannel = (v) => /^(1,)?\d+,1,1$/.test(v.shape.join()) && v.shape.at(-3) === channels;
    const [images, numbers] = sameShape(a, output) ? [a, b] : [b, a];
    if (!sameShape(images, output) || sameShape(numbers, output) || !isPerChannel(numbers))
        return false;
    if (output.type !== "float32" || !forms.isBlocked(images))
        return false;
    const x = forms.affine(images);
    const c = reshape(g, forms.plain(numbers), [channels]);
    if (node.operator === "Mul")
        forms.setAffine(output, scaled(g, x, c));
    else if (node.operator === "Add")
        forms.setAffine(output, shifted(g, x, c));
    else if (images === a)
        forms.setAffine(output, shifted(g, x, neg(g, c)));
    else
        return false;
    return true;
}
/**
 * The sum of two blocked images of which one is affine in something and not computed yet: in the
 * pass that computes it.
 *
 * @param relu whether ReLU follows, which is then done in the same pass
 */
export function affineSum(g, node, forms, block, relu) {
    const [a, b] = node.inputs;
    const [output] = node.outputs;
    if (node.operator !== "Add" || !isImages(output, block))
        return undefined;
    if (![a, b].every((v) => sameShape(v, output) && forms.isBlocked(v)))
        return undefined;
    if (!forms.isPending(a) && !forms.isPending(b))
        return undefined;
    const [first, second] = forms.isPending(a) ? [a, b] : [b, a];
    const x = forms.affine(first);
    if (first === second || !forms.isPending(second)) {
        return computed(g, x, { summand: forms.blocked(second), relu });
    }
    // Both: the offsets are added once, to the channels' numbers.
    const { offset, ...rest } = forms.affine(second);
    const summand = rest.slope === undefined ? rest.of : computed(g, rest);
    return computed(g, offset === undefined ? x : shifted(g, x, offset), { summand, relu });
}
