import { broadcastShapes } from "../../operators/broadcast.js";
import { sameShape } from "../../tensor.js";
import { evaluate } from "./evaluate.js";
/** The elementwise operators whose inputs are broadcast together. */
const broadcasting = [
    ...["Add", "Sub", "Mul", "Div", "Pow", "Max", "Min", "Sum", "Mean", "Where"],
    ...["Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "And", "Or", "Xor"],
];
/** x ∘ Expand(y) → x ∘ y, where broadcasting gives the same shape anyway. */
const dropExpand = (node, r) => {
    const inputs = node.inputs;
    for (let i = 0; i < inputs.length; i++) {
        const y = r.producerOf(inputs[i], "Expand")?.inputs[0];
        if (y !== undefined && fits(node, inputs.with(i, y)))
            return { ...form(node), inputs: inputs.with(i, y) };
    }
    return undefined;
};
/** x ∘ (a constant of many equal elements) → x ∘ scalar. */
const scalarForUniform = (node, r) => {
    const inputs = node.inputs;
    for (let i = 0; i < inputs.length; i++) {
        const v = inputs[i];
        const x = v.shape.length === 0 ? undefined : r.uniform(v);
        if (x === undefined || (v.type === "int64" && !Number.isSafeInteger(x)))
            continue;
        if (fits(node, inputs.with(i, { ...v, shape: [] }))) {
            return { ...form(node), inputs: inputs.with(i, r.scalar(x, v.type)) };
        }
    }
    return undefined;
};
/** All inputs uniform → one number, expanded. */
const uniformResult = (node, r) => {
    const inputs = node.inputs;
    if (inputs.some((v) => v === undefined || r.uniform(v) === undefined))
        return undefined;
    const numbers = inputs.map((v) => r.uniform(v));
    const out = node.outputs[0];
    const scalars = inputs.map((v, i) => r.constant(r.scalar(numbers[i], v.type)));
    const result = evaluate({ ...node, outputs: [{ ...out, shape: [] }] }, scalars);
    if (result === undefined)
        return undefined;
    return { operator: "Expand", inputs: [r.addConstant(result, "scalar"), r.integers(out.shape)] };
};
const form = (node) => ({
    operator: node.operator,
    inputs: node.inputs,
    attributes: node.attributes,
});
function fits(node, inputs) {
    const shape = broadcastShapes(...inputs.map((v) => v.shape));
    return shape !== undefined && sameShape(shape, node.outputs[0].shape);
}
/** Whether `x` has the type and shape of the node's result, so that it can stand for it. */
const standsFor = (x, node) => x.type === node.outputs[0].type && sameShape(x.shape, node.outputs[0].shape);
/** A rule for x ∘ c and, where the operator commutes, c ∘ x, with c a number. */
function withNumber(rule, commutes) {
    return (node, r) => {
        const [a, b] = node.inputs;
        const right = r.uniform(b);
        if (right !== undefined && standsFor(a, node))
            return rule(a, right, node, r);
        const left = commutes ? r.uniform(a) : undefined;
        return left !== undefined && standsFor(b, node) ? rule(b, left, node, r) : undefined;
    };
}
const isFloat = (type) => type === "float32" || type === "float64";
const rounded = (type, x) => (type === "float32" ? Math.fround(x) : x);
const smallestNormal = (type) => (type === "float32" ? 2 ** -126 : 2 ** -1022);
/**
 * x · c with x itself c₂ · y, −y or y / 2ᵏ: one product. Rounding c·c₂ first may change the last
 * bit of c₂·y chains.
 */
function productChain(x, c, node, r) {
    const { type } = node.outputs[0];
    if (!isFloat(type))
        return undefined;
    const negated = r.producerOf(x, "Neg")?.inputs[0];
    if (negated !== undefined)
        return { operator: "Mul", inputs: [negated, r.scalar(-c, type)] };
    const inner = r.producerOf(x, "Mul");
    if (inner === undefined || !r.usedOnce(x))
        return undefined;
    const [a, b] = inner.inputs;
    for (const [y, factor] of [[a, r.uniform(b)], [b, r.uniform(a)]]) {
        if (factor === undefined || !standsFor(y, node))
            continue;
        const product = rounded(type, c * factor);
        // Not where the product of the two overflows, vanishes or loses bits: the chain might not have.
        if (Number.isFinite(product) && Math.abs(product) >= smallestNormal(type)) {
            return { operator: "Mul", inputs: [y, r.scalar(product, type)] };
        }
    }
    return undefined;
}
const mulByNumber = withNumber((x, c, node, r) => {
    if (c === 1)
        return x;
    if (c === -1 && isFloat(x.type))
        return { operator: "Neg", inputs: [x] };
    return productChain(x, c, node, r); // 0·x stays: it is NaN where x is not finite
}, true);
const addNumber = withNumber((x, c) => (c === 0 ? x : undefined), true);
const subNumber = withNumber((x, c) => (c === 0 ? x : undefined), false);
const divByNumber = withNumber((x, c, _node, r) => {
    if (c === 1)
        return x;
    if (!isFloat(x.type))
        return undefined;
    if (c === -1)
        return { operator: "Neg", inputs: [x] };
    // The reciprocal of a power of two is exact.
    const exact = Number.isInteger(Math.log2(Math.abs(c))) && 2 ** Math.log2(Math.abs(c)) === Math.abs(c);
    const inRange = Math.abs(c) < 2 ** 120 && Math.abs(c) > 2 ** -120;
    return exact && inRange ? { operator: "Mul", inputs: [x, r.scalar(1 / c, x.type)] } : undefined;
}, false);
/** 0 − x → −x */
const subFromZero = (node, r) => {
    const [a, b] = node.inputs;
    return isFloat(a.type) && standsFor(b, node) && r.uniform(a) === 0 ? { operator: "Neg", inputs: [b] } : undefined;
};
/** (−a) · (−b) → a · b */
const mulOfNegatives = (node, r) => {
    const [a, b] = node.inputs.map((v) => r.producerOf(v, "Neg")?.inputs[0]);
    return a !== undefined && b !== undefined ? { operator: "Mul", inputs: [a, b] } : undefined;
};
/** a + (−b) → a − b, (−a) + b → b − a */
const addOfNegative = (node, r) => {
    const [a, b] = node.inputs;
    const [minusA, minusB] = node.inputs.map((v) => r.producerOf(v, "Neg")?.inputs[0]);
    if (minusB !== undefined)
        return { operator: "Sub", inputs: [a, minusB] };
    return minusA !== undefined ? { operator: "Sub", inputs: [b, minusA] } : undefined;
};
/** a − (−b) → a + b */
const subOfNegative = (node, r) => {
    const b = r.producerOf(node.inputs[1], "Neg")?.inputs[0];
    return b === undefined ? undefined : { operator: "Add", inputs: [node.inputs[0], b] };
};
/** −(−x) → x, −(a − b) → b − a, −(c·x) → (−c)·x */
const negOf = (node, r) => {
    const x = node.inputs[0];
    const producer = r.producer(x);
    if (producer?.operator === "Neg")
        return producer.inputs[0];
    if (!isFloat(x.type) || !r.usedOnce(x))
        return undefined;
    if (producer?.operator === "Sub")
        return { operator: "Sub", inputs: [producer.inputs[1], producer.inputs[0]] };
    return producer?.operator === "Mul"
        ? withNumber((y, c) => ({ operator: "Mul", inputs: [y, r.scalar(-c, y.type)] }), true)(producer, r)
        : undefined;
};
/** Sum, Mean, Max, Min of one → that one */
const onlyOne = (node) => (node.inputs.length === 1 ? node.inputs[0] : undefined);
const whereSame = (node) => {
    const [, a, b] = node.inputs;
    return a === b && standsFor(a, node) ? a : undefined;
};
const clipNothing = (node) => node.inputs[1] === undefined && node.inputs[2] === undefined ? node.inputs[0] : undefined;
const castToSame = (node) => (node.inputs[0].type === node.attributes.to ? node.inputs[0] : undefined);
const specific = {
    Mul: [mulByNumber, mulOfNegatives],
    Add: [addNumber, addOfNegative],
    Sub: [subNumber, subFromZero, subOfNegative],
    Div: [divByNumber],
    Neg: [negOf, uniformResult],
    Sqrt: [uniformResult],
    Reciprocal: [uniformResult],
    Cast: [castToSame, uniformResult],
    Clip: [clipNothing],
    Sum: [onlyOne],
    Mean: [onlyOne],
    Max: [onlyOne],
    Min: [onlyOne],
    Where: [whereSame],
    Identity: [(node) => node.inputs[0]],
    Dropout: [(node) => node.inputs[0]], // the shape rule admits only inference
};
/** The rules, by operator. */
export const arithmetic = {
    ...specific,
    ...Object.fromEntries(broadcasting.map((name) => [name, [...(specific[name] ?? []), uniformResult, dropExpand, scalarForUniform]])),
};
