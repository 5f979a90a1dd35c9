import { operandsOf, scaledInput } from "../neighbourhood.js";
import { elementwiseValues } from "./elementwise.js";
import { activationOfFamily, builtInActivation, isAffine, isEven, knownActivation, unknownActivation, } from "./known-functions.js";
/**
 * The activation of each kernel: the first that its product reaches, with no other kernel in
 * between, through norms, sums, pooling and movements.
 *
 * @param kernelNodes the nodes that read kernels
 * @param internal values inside of normalizations, whose squares and roots are no activations
 */
export function findActivations(outline, kernelNodes, internal) {
    const byNode = new Map();
    const passed = new Set(); // every kernel behind them has its activation
    for (const { value: applied, activation } of appliedActivations(outline, internal)) {
        const pending = [applied];
        for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
            const node = value.producer;
            if (node === undefined || passed.has(value))
                continue;
            if (kernelNodes.has(node)) {
                if (!byNode.has(node))
                    byNode.set(node, activation);
                continue;
            }
            if (activation === "softmax" && node.operator === "MatMul")
                continue; // scores of attention
            passed.add(value);
            pending.push(...operandsOf(node));
        }
    }
    return byNode;
}
/** All activations, in the order of the file. */
function appliedActivations(outline, internal) {
    const values = elementwiseValues(outline);
    const ends = new Map();
    const applied = [];
    for (const node of outline.nodes) {
        const [value] = node.outputs;
        if (value === undefined || internal.has(value))
            continue;
        const fused = fusedActivation(node);
        if (fused !== undefined)
            applied.push({ index: node.index, value, activation: fused });
        const scores = softmaxOf(node);
        if (scores !== undefined)
            applied.push({ index: node.index, value: scores, activation: "softmax" });
        if (isExponentOfSoftmax(value))
            continue;
        const { argument } = values.get(value) ?? {};
        if (argument === undefined || !isEnd(value, argument, values))
            continue;
        ends.set(argument, [...(ends.get(argument) ?? []), value]);
    }
    for (const [argument, functions] of ends) {
        const activation = activationOf(outline, functions, values);
        if (activation !== undefined)
            applied.push({ index: functions[0].producer.index, value: argument, activation });
    }
    return applied.sort((a, b) => a.index - b.index);
}
/** What goes through a softmax, as an operator or written out: exp(x) / Σ exp(x). */
function softmaxOf({ operator, inputs: [a, b] }) {
    if (operator === "Softmax" || operator === "LogSoftmax")
        return a;
    const [exponent, sum] = [a?.producer, b?.producer];
    const isSoftmax = operator === "Div" && exponent?.operator === "Exp" && sum?.operator === "ReduceSum";
    return isSoftmax && sum.inputs[0] === a ? exponent.inputs[0] : undefined;
}
const isExponentOfSoftmax = ({ readers }) => readers.some(({ node, input }) => input === 0 && node.operator === "Div" && softmaxOf(node) !== undefined);
/** Whether anything but a longer function of the same argument reads the value. */
function isEnd(value, argument, values) {
    if (value.isOutput)
        return true;
    return value.readers.some(({ node }) => values.get(node.outputs[0])?.argument !== argument);
}
/**
 * The activation among the functions of one argument: the longest that is known, also if numbers
 * multiply it; else the longest that is no straight line.
 */
function activationOf(outline, ends, values) {
    const curved = ends.filter((end) => !isAffine(values.get(end).at) && !isPartOfMean(end, values.get(end)));
    for (const end of [...curved].reverse()) {
        for (let at = end; at !== undefined; at = innerOf(outline, at)) {
            const match = values.has(at) ? builtInActivation(values.get(at).at) : undefined;
            if (match !== undefined)
                return match;
        }
    }
    const last = curved.at(-1);
    const first = last && firstOfSeveral(last, values);
    if (first !== undefined)
        return first;
    for (const end of [...curved].reverse()) {
        const match = activationOfFamily(values.get(end).at);
        if (match !== undefined)
            return match;
    }
    const scaled = last && scaledArgument(last, values);
    if (scaled !== undefined)
        return scaled;
    return last && unknownActivation(last.name, values.get(last));
}
/**
 * Of activations one behind the other, the first: the last value with a known activation through
 * which alone the end depends on the argument.
 */
function firstOfSeveral(last, values) {
    const { argument } = values.get(last);
    const place = ({ producer }) => producer?.index ?? -1;
    const inner = [...elementwiseBehind(last, argument, values)].sort((a, b) => place(b) - place(a));
    for (const value of inner) {
        if (value === last || isAffine(values.get(value).at))
            continue;
        if (elementwiseBehind(last, argument, values, value).has(argument))
            continue;
        const match = knownActivation(values.get(value).at);
        if (match !== undefined)
            return match;
    }
    return undefined;
}
/**
 * The values between an argument and its function; also the argument, unless all ways lead through
 * `cut`.
 */
function elementwiseBehind(last, argument, values, cut) {
    const functions = new Set();
    const pending = [last];
    for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
        if (value === cut || functions.has(value))
            continue;
        if (value === argument && cut === undefined)
            continue;
        functions.add(value);
        if (value === argument)
            continue;
        for (const input of value.producer?.inputs ?? []) {
            if (input !== undefined && (input === argument || values.get(input)?.argument === argument))
                pending.push(input);
        }
    }
    return functions;
}
/** The known activation of s · x + t, where a value is no known function of x itself. */
function scaledArgument(end, values) {
    const { argument, at } = values.get(end);
    for (const { node } of argument.readers) {
        const first = values.get(node.outputs[0]);
        if (first?.argument !== argument || !isAffine(first.at))
            continue;
        const [offset, slope] = [first.at(0), first.at(1) - first.at(0)];
        const match = slope === 0 ? undefined : knownActivation((y) => at((y - offset) / slope));
        if (match !== undefined)
            return match;
    }
    return undefined;
}
/** What a product or sum with one number is made of. */
function innerOf(outline, { producer }) {
    if (producer === undefined || !["Mul", "Div", "Add", "Sub"].includes(producer.operator))
        return undefined;
    return scaledInput(outline, producer);
}
/** Squares and absolute values of which a mean is taken. */
function isPartOfMean({ readers }, { at }) {
    return readers.length > 0 && readers.every(({ node }) => node.operator.startsWith("Reduce")) && isEven(at);
}
/** What ONNX Runtime's fused operators apply to their product. */
function fusedActivation({ operator, attributes }) {
    if (!operator.startsWith("com.microsoft:Fused"))
        return undefined;
    const name = String(attributes.activation ?? "").toLowerCase();
    return ["relu", "sigmoid", "tanh"].includes(name) ? name : undefined;
}
