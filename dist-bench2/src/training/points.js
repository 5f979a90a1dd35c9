/** The points of a network that can be read (`instrument.ts`). */
import { mul, reduceMean, reshape, sub } from "../graph/expressions.js";
import { gradients } from "../graph/gradients/gradients.js";
import { affineLayers } from "./affine-layers.js";
import { lossPerSample, oneHot } from "./loss.js";
/** The logits: `[rows, classes]`. */
export const logits = ({ network }) => ({
    outputs: [network.logits],
    read: ([values]) => values,
});
/** Operators that are activations. */
const ACTIVATIONS = ["Relu", "Tanh", "Sigmoid"];
/** The output of each activation, in the order of the forward pass. */
export const activations = ({ g }) => ({
    outputs: g.nodes.filter(({ operator }) => ACTIVATIONS.includes(operator)).map(({ outputs }) => outputs[0]),
    read: (values) => values,
});
/** Mean and variance of the pre-activation of each unit, for each layer with a kernel. */
export const unitStatistics = ({ g, network }) => {
    const layers = affineLayers(g, network);
    const outputs = layers.flatMap(({ layer, output, unitAxis }) => {
        const axes = output.shape.flatMap((_, axis) => (axis === unitAxis ? [] : [axis]));
        const mean = reduceMean(g, output, axes);
        const deviation = sub(g, output, mean);
        const variance = reduceMean(g, mul(g, deviation, deviation), axes);
        return [reshape(g, mean, [layer.units]), reshape(g, variance, [layer.units])];
    });
    return {
        outputs,
        read: (values) => Object.fromEntries(layers.map(({ layer }, i) => [layer.name, { mean: values[2 * i], variance: values[2 * i + 1] }])),
    };
};
/**
 * The gradient of the batch's mean loss by parameters.
 *
 * @param by which parameters
 */
export function lossGradients(loss, by = () => true) {
    return ({ g, network, labels }) => {
        const target = oneHot(g, labels(), network.logits.shape[1]);
        const mean = reduceMean(g, lossPerSample(g, loss, network.logits, target), [0], false);
        const parameters = network.parameters.filter(by);
        const slopes = gradients(g, [mean], parameters.map(({ value }) => value));
        return { outputs: slopes, read: byName(parameters) };
    };
}
/** Name of the input that `logitGradients` reads: `[rows, classes]`. */
export const logitWeights = "logit-weights";
/**
 * The gradient of Σ weights · logits by every parameter; the weights are an input, `logitWeights`.
 */
export const logitGradients = ({ g, network }) => {
    const weights = g.input(logitWeights, "float32", network.logits.shape);
    const slopes = gradients(g, [network.logits], network.parameters.map(({ value }) => value), [weights]);
    return { outputs: slopes, read: byName(network.parameters) };
};
function byName(parameters) {
    return (values) => Object.fromEntries(parameters.map(({ name }, i) => [name, values[i]]));
}
