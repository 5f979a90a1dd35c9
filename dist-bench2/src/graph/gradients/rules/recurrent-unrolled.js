import { add, reshape, slice, zeros } from "../../expressions.js";
import { activationsOf } from "../../operators/recurrent-activations.js";
import { tensor, toNumbers } from "../../tensor.js";
import { activationFunction, steps } from "./recurrent-steps.js";
/** Item d of the first axis, in a shape. */
const itemOf = (g, v, d, shape) => reshape(g, v.shape[0] === 1 ? v : slice(g, v, [0], [d], [d + 1]), shape);
/** Values joined along an axis; the value itself if there is one. */
export const joined = (g, values, axis) => values.length === 1 ? values[0] : g.apply("Concat", values, { axis });
/** Adds the node's definition to the builder. */
export function unroll(g, node) {
    const [x, , r] = node.inputs;
    const [t, n, width] = x.shape;
    const h = r.shape[2];
    const flat = reshape(g, x, [t * n, width]);
    const masks = stepMasks(g, node.inputs[4], t, n);
    const directions = Array.from({ length: r.shape[0] }, (_, d) => unrollDirection(g, node, flat, masks, d));
    const stacked = (values, front, axis) => joined(g, values.map((v) => reshape(g, v, [...front, n, h])), axis);
    const outputs = [
        () => stacked(directions.map(({ hidden }) => joined(g, hidden, 0)), [t, 1], 1),
        () => stacked(directions.map(({ last }) => last.h), [1], 0),
        () => stacked(directions.map(({ last }) => last.c), [1], 0),
    ];
    return { x: flat, directions, output: (index) => outputs[index]() };
}
/**
 * For each step whether a sequence reaches it, bool [N, 1]; undefined where all do. State stays as
 * it is at steps beyond the end, in both directions: backwards they come first.
 */
function stepMasks(g, lengths, t, n) {
    const data = g.constantOf(lengths);
    const counts = data === undefined ? undefined : toNumbers(data);
    return Array.from({ length: t }, (_, step) => {
        if (lengths === undefined || counts?.every((count) => count > step))
            return undefined;
        if (counts === undefined)
            return reshape(g, g.apply("Less", [g.scalar(step, "int32"), lengths]), [n, 1]);
        return g.constant(tensor("bool", [n, 1], counts.map((count) => (count > step ? 1 : 0))), "mask");
    });
}
function unrollDirection(g, node, x, masks, d) {
    const [, weights, r, b, , h0, c0] = node.inputs;
    const [rows, h] = r.shape.slice(1);
    const t = masks.length;
    const n = x.shape[0] / t;
    const backwards = node.attributes.direction === "reverse" || d === 1;
    const start = (v) => v === undefined ? zeros(g, stateType(r, n)) : itemOf(g, v, d, [n, h]);
    const w = itemOf(g, weights, d, [rows, weights.shape[2]]);
    const bias = biases(g, node, b, d);
    const projected = bias.input === undefined
        ? g.apply("Gemm", [x, w], { transB: 1 })
        : g.apply("Gemm", [x, w, bias.input], { transB: 1 });
    const inputs = t === 1
        ? [projected]
        : g.applyAll("Split", [projected, g.integers(masks.map(() => n))], { axis: 0 }, { outputs: t });
    const { cell, products } = cellOf(g, node, d, itemOf(g, r, d, [rows, h]), bias.late);
    let state = { h: start(h0), ...(node.operator === "LSTM" ? { c: start(c0) } : {}) };
    const hidden = new Array(t);
    for (let k = 0; k < t; k++) {
        const at = backwards ? t - 1 - k : k;
        const mask = masks[at];
        const next = steps[node.operator](cell, inputs[at], state);
        const where = (a, otherwise) => (mask === undefined ? a : g.apply("Where", [mask, a, otherwise]));
        hidden[at] = where(next.h, g.scalar(0, next.h.type));
        state = { h: where(next.h, state.h), ...(next.c === undefined ? {} : { c: where(next.c, state.c) }) };
    }
    return { w, projected, products, hidden, last: state };
}
const stateType = (r, n) => ({ type: r.type, shape: [n, r.shape[2]] });
/**
 * The direction's biases: [Wb, Rb] are two halves of B. They are added to X · Wᵀ, but for the
 * hidden one of GRU's third gate where that is under the reset gate (`linear_before_reset`).
 */
function biases(g, { operator, attributes }, b, d) {
    if (b === undefined)
        return {};
    const half = b.shape[1] / 2;
    const both = itemOf(g, b, d, [2, half]);
    const [wb, rb] = [0, 1].map((i) => reshape(g, slice(g, both, [0], [i], [i + 1]), [half]));
    if (operator !== "GRU" || attributes.linear_before_reset === 0)
        return { input: add(g, wb, rb) };
    const h = half / 3;
    const early = g.apply("Pad", [slice(g, rb, [0], [0], [2 * h]), g.integers([0, h])]);
    return { input: add(g, wb, early), late: slice(g, rb, [0], [2 * h], [half]) };
}
/** What the steps of a direction see; their products with R are recorded. */
function cellOf(g, node, d, r, lateBias) {
    const { operator, attributes } = node;
    const h = r.shape[1];
    const directions = node.inputs[2].shape[0];
    const all = activationsOf(operator, attributes, directions, (problem) => {
        throw new Error(problem); // the shape rule found nothing wrong
    });
    const count = all.length / directions;
    const clip = attributes.clip;
    const p = node.inputs[7];
    const peepholes = p === undefined ? undefined : [0, 1, 2].map((i) => slice(g, itemOf(g, p, d, [3, h]), [0], [i], [i + 1]));
    const products = [];
    const productsOf = (gates) => {
        const earlier = products.find((p) => p.gates.start === gates.start);
        if (earlier !== undefined)
            return earlier;
        const [from, to] = [gates.start * h, (gates.start + gates.count) * h];
        const matrix = from === 0 && to === r.shape[0] ? r : slice(g, r, [0], [from], [to]);
        products.push({ gates, matrix, operands: [], results: [] });
        return products.at(-1);
    };
    const cell = {
        g,
        hidden: h,
        // ONNX Runtime bounds the gates, not the state that LSTM's third function squashes.
        activations: all
            .slice(d * count, (d + 1) * count)
            .map((activation, i) => activationFunction(g, activation, i < 2 ? clip : undefined)),
        product: (gates, operand, addend) => {
            const { matrix, operands, results } = productsOf(gates);
            const factors = addend === undefined ? [operand, matrix] : [operand, matrix, addend];
            const result = g.apply("Gemm", factors, { transB: 1 });
            operands.push(operand);
            results.push(result);
            return result;
        },
        peepholes,
        inputForget: attributes.input_forget === 1,
        lateBias,
        linearBeforeReset: attributes.linear_before_reset === 1,
    };
    return { cell, products };
}
