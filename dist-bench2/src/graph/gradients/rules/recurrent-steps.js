import { add, mul, scale, shift, sub } from "../../expressions.js";
const parts = ({ g, hidden }, x, gates) => g.applyAll("Split", [x, g.integers(gates.map((n) => n * hidden))], { axis: 1 }, { outputs: gates.length });
const oneMinus = (g, x) => sub(g, g.scalar(1, x.type), x);
const lstm = (cell, input, { h, c }) => {
    const { g, peepholes, inputForget } = cell;
    const [f, candidate, squash] = cell.activations;
    const gates = cell.product({ start: 0, count: 4 }, h, input);
    const next = (i, forget, content) => add(g, mul(g, forget, c), mul(g, i, candidate(content)));
    if (peepholes === undefined && !inputForget) {
        const [three, content] = parts(cell, gates, [3, 1]);
        const [i, o, forget] = parts(cell, f(three), [1, 1, 1]);
        const state = next(i, forget, content);
        return { h: mul(g, o, squash(state)), c: state };
    }
    const [i, o, forget, content] = parts(cell, gates, [1, 1, 1, 1]);
    const looking = (gate, at, state) => f(peepholes === undefined ? gate : add(g, gate, mul(g, peepholes[at], state)));
    const opened = looking(i, 0, c);
    const state = next(opened, inputForget ? oneMinus(g, opened) : looking(forget, 2, c), content);
    return { h: mul(g, looking(o, 1, state), squash(state)), c: state };
};
const gru = (cell, input, { h }) => {
    const { g, linearBeforeReset, lateBias } = cell;
    const [f, candidate] = cell.activations;
    const [two, content] = parts(cell, input, [2, 1]);
    const [z, r] = parts(cell, f(cell.product({ start: 0, count: 2 }, h, two)), [1, 1]);
    const third = { start: 2, count: 1 };
    const proposed = candidate(linearBeforeReset
        ? add(g, content, mul(g, r, cell.product(third, h, lateBias)))
        : cell.product(third, mul(g, r, h), content));
    return { h: add(g, mul(g, oneMinus(g, z), proposed), mul(g, z, h)) };
};
const rnn = (cell, input, { h }) => ({
    h: cell.activations[0](cell.product({ start: 0, count: 1 }, h, input)),
});
/** The steps, by operator. */
export const steps = { LSTM: lstm, GRU: gru, RNN: rnn };
/** Activations as operators, by name in lower case. */
const activationOperators = {
    affine: (g, x, alpha, beta) => shift(g, scale(g, x, alpha), beta),
    elu: (g, x, alpha) => g.apply("Elu", [x], { alpha }),
    hardsigmoid: (g, x, alpha, beta) => g.apply("HardSigmoid", [x], { alpha, beta }),
    leakyrelu: (g, x, alpha) => g.apply("LeakyRelu", [x], { alpha }),
    relu: (g, x) => g.apply("Relu", [x]),
    scaledtanh: (g, x, alpha, beta) => scale(g, g.apply("Tanh", [scale(g, x, beta)]), alpha),
    sigmoid: (g, x) => g.apply("Sigmoid", [x]),
    softplus: (g, x) => g.apply("Softplus", [x]),
    softsign: (g, x) => g.apply("Softsign", [x]),
    tanh: (g, x) => g.apply("Tanh", [x]),
    thresholdedrelu: (g, x, alpha) => {
        const passes = g.apply("Greater", [x, g.scalar(alpha, x.type)]);
        return g.apply("Where", [passes, x, g.scalar(0, x.type)]);
    },
};
/** An activation as a function of values; `clip` bounds its argument. */
export function activationFunction(g, { name, alpha, beta }, clip) {
    const bound = (x) => clip === undefined ? x : g.apply("Clip", [x, g.scalar(-clip, x.type), g.scalar(clip, x.type)]);
    return (x) => activationOperators[name](g, bound(x), alpha, beta);
}
