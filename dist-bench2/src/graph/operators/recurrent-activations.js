/**
 * The legal activations, by name in lower case, with the defaults of the numbers that they take:
 * alpha, then beta; null where there is no default, or (ThresholdedRelu) where ONNX Runtime does
 * not compute with the default of the standard.
 */
const parameters = {
    affine: [null, null],
    elu: [1],
    hardsigmoid: [0.2, 0.5],
    leakyrelu: [0.01],
    relu: [],
    scaledtanh: [null, null],
    sigmoid: [],
    softplus: [],
    softsign: [],
    tanh: [],
    thresholdedrelu: [null],
};
/** What a direction computes where the file names no activations. */
const usual = {
    LSTM: ["Sigmoid", "Tanh", "Tanh"],
    GRU: ["Sigmoid", "Tanh"],
    RNN: ["Tanh"],
};
/**
 * The activations of every direction, one after the other. `activation_alpha` and
 * `activation_beta` are consumed in order by the functions that take one.
 *
 * @param fail says what is wrong with the attributes
 */
export function activationsOf(operator, attributes, directions, fail) {
    const functions = usual[operator];
    const names = attributes.activations ??
        Array.from({ length: directions }, () => functions).flat();
    const expected = directions * functions.length;
    if (names.length !== expected)
        fail(`has ${names.length} activations, and needs ${expected}`);
    const lists = [attributes.activation_alpha, attributes.activation_beta].map((list) => [
        ...(list ?? []),
    ]);
    return names.map((label) => {
        const name = label.toLowerCase();
        const defaults = parameters[name];
        if (!Object.hasOwn(parameters, name) || defaults === undefined) {
            return fail(`"${label}" is no activation of recurrent operators: ${Object.keys(parameters).join(", ")}`);
        }
        const [alpha = 0, beta = 0] = defaults.map((standard, i) => lists[i].shift() ??
            standard ??
            fail(`the activation ${label} needs its own activation_alpha${i === 1 ? " and activation_beta" : ""}`));
        return { name, alpha, beta };
    });
}
