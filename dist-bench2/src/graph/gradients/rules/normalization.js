import { add, div, expand, matMul, mul, neg, reduceMean, reduceSum, reshape, scale, shift, sqrt, sub, sumToShape, transposeLast, zeros, } from "../../expressions.js";
import { sizeOf, tensor } from "../../tensor.js";
const reciprocalDeviation = (g, variance, epsilon) => div(g, g.scalar(1, variance.type), sqrt(g, shift(g, variance, epsilon)));
/** [C] → [C, 1, …], which broadcasts against [N, C, …]. */
const alongChannels = (g, v, x) => reshape(g, v, [v.shape[0], ...x.shape.slice(2).map(() => 1)]);
/** Sum over all axes but the channels': [N, C, …] → [C]. */
const sumPerChannel = (g, v) => reduceSum(g, v, allButChannels(v), false);
const allButChannels = (x) => x.shape.flatMap((_, axis) => (axis === 1 ? [] : [axis]));
const batchNormalizationRule = (context) => context.node.attributes.training_mode === 1 ? batchStatistics(context) : givenStatistics(context);
/**
 * Training form. With m values a channel, x̃ = x − mean and r = 1/√(variance + ε): dbias = Σ dy,
 * dscale = r · Σ dy · x̃, dx = scale · r · (dy − dbias/m − x̃ · r · dscale/m) (Ioffe and Szegedy
 * 2015, section 3). All factors but dy and x̃ are one number a channel.
 *
 * Outputs 2 and 3, momentum · input + (1 − momentum) · batch, pass gradients too; with momentum 0
 * they are the batch's statistics, which are then not computed again.
 */
const batchStatistics = ({ g, node, inputs, outputs, gradients, needs }) => {
    const [x, gamma] = inputs;
    const [, dMean, dVariance] = gradients;
    const momentum = node.attributes.momentum;
    const dy = gradients[0] ?? zeros(g, x);
    const dBias = needs[0] || needs[2] ? sumPerChannel(g, dy) : undefined;
    let dScale;
    let dx;
    if (needs[0] || needs[1]) {
        const axes = allButChannels(x);
        const m = sizeOf(x.shape) / x.shape[1];
        const statistics = momentum === 0 ? outputs : [];
        const mean = statistics[1] ?? reduceMean(g, x, axes, false);
        const centered = sub(g, x, alongChannels(g, mean, x));
        const variance = statistics[2] ?? reduceMean(g, mul(g, centered, centered), axes, false);
        const r = reciprocalDeviation(g, variance, node.attributes.epsilon);
        dScale = mul(g, sumPerChannel(g, mul(g, dy, centered)), r);
        if (needs[0]) {
            const slope = mul(g, gamma, r);
            let ofCentered = scale(g, mul(g, mul(g, slope, r), dScale), -1 / m);
            let constant = scale(g, mul(g, slope, dBias), -1 / m);
            if (dVariance !== undefined)
                ofCentered = add(g, ofCentered, scale(g, dVariance, (2 * (1 - momentum)) / m));
            if (dMean !== undefined)
                constant = add(g, constant, scale(g, dMean, (1 - momentum) / m));
            dx = add(g, mul(g, dy, alongChannels(g, slope, x)), add(g, mul(g, centered, alongChannels(g, ofCentered, x)), alongChannels(g, constant, x)));
        }
    }
    return [
        dx,
        needs[1] ? dScale : undefined,
        needs[2] ? dBias : undefined,
        needs[3] && dMean !== undefined ? scale(g, dMean, momentum) : undefined,
        needs[4] && dVariance !== undefined ? scale(g, dVariance, momentum) : undefined,
    ];
};
/**
 * Inference form, affine in x: y = scale · r · (x − mean) + bias with mean and variance from its
 * inputs and r = 1/√(variance + ε).
 */
const givenStatistics = ({ g, node, inputs, gradients: [dy], needs }) => {
    const [x, gamma, , mean, variance] = inputs;
    const r = reciprocalDeviation(g, variance, node.attributes.epsilon);
    const slope = mul(g, gamma, r);
    const dBias = needs[2] || needs[3] ? sumPerChannel(g, dy) : undefined;
    const dScale = needs[1] || needs[4]
        ? mul(g, sumPerChannel(g, mul(g, dy, sub(g, x, alongChannels(g, mean, x)))), r)
        : undefined;
    return [
        needs[0] ? mul(g, dy, alongChannels(g, slope, x)) : undefined,
        needs[1] ? dScale : undefined,
        needs[2] ? dBias : undefined,
        needs[3] ? neg(g, mul(g, slope, dBias)) : undefined,
        needs[4] ? scale(g, mul(g, mul(g, slope, r), dScale), -0.5) : undefined,
    ];
};
/** x normalized over `axes`, and du ↦ dx: r · (du − mean(du) − x̂ · mean(du · x̂)). */
function normalize(g, x, axes, epsilon) {
    const centered = sub(g, x, reduceMean(g, x, axes));
    const r = reciprocalDeviation(g, reduceMean(g, mul(g, centered, centered), axes), epsilon);
    const normal = mul(g, centered, r);
    return {
        normal,
        r,
        gradient: (du) => {
            const along = mul(g, normal, reduceMean(g, mul(g, du, normal), axes));
            return mul(g, r, sub(g, sub(g, du, reduceMean(g, du, axes)), along));
        },
    };
}
/**
 * Outputs 2 and 3 are the mean and r = 1/√(variance + ε) of each row of m elements: they add
 * dmean/m and −dr · r³ · (x − mean)/m to dx.
 */
const layerNormalizationRule = ({ g, node, inputs, gradients: [dy, dMean, dDeviation], needs }) => {
    const [x, gamma, beta] = inputs;
    const rank = x.shape.length;
    const axis = (node.attributes.axis + rank) % rank;
    const axes = x.shape.flatMap((_, i) => (i < axis ? [] : [i]));
    const parts = needs[0] || needs[1] ? normalize(g, x, axes, node.attributes.epsilon) : undefined;
    const plain = g.constantOf(gamma)?.data?.every((s) => s === 1);
    const byX = () => {
        const { normal, r, gradient } = parts;
        const m = sizeOf(x.shape.slice(axis));
        const terms = [
            ...(dy === undefined ? [] : [gradient(plain ? dy : mul(g, dy, gamma))]),
            ...(dMean === undefined ? [] : [expand(g, scale(g, dMean, 1 / m), x.shape)]),
            ...(dDeviation === undefined ? [] : [mul(g, normal, scale(g, mul(g, dDeviation, mul(g, r, r)), -1 / m))]),
        ];
        return terms.length === 0 ? undefined : terms.reduce((a, b) => add(g, a, b));
    };
    return [
        needs[0] ? byX() : undefined,
        needs[1] && dy !== undefined ? sumToShape(g, mul(g, dy, parts.normal), gamma.shape) : undefined,
        needs[2] && dy !== undefined ? sumToShape(g, dy, beta.shape) : undefined,
    ];
};
const instanceNormalizationRule = ({ g, node, inputs, gradients: [dy], needs }) => {
    const [x, gamma] = inputs;
    const axes = x.shape.flatMap((_, i) => (i < 2 ? [] : [i]));
    const parts = needs[0] || needs[1] ? normalize(g, x, axes, node.attributes.epsilon) : undefined;
    return [
        needs[0] ? parts.gradient(mul(g, dy, alongChannels(g, gamma, x))) : undefined,
        needs[1] ? sumPerChannel(g, mul(g, dy, parts.normal)) : undefined,
        needs[2] ? sumPerChannel(g, dy) : undefined,
    ];
};
/**
 * With s = bias + α/size · Σ x² over the neighbours of a channel: dx = dy · s^−β − 2αβ/size · x · Σ
 * dy · x · s^(−β−1) over the channels whose neighbour it is. The sums are products with a matrix of
 * ones along its diagonal.
 */
const lrnRule = ({ g, node, inputs: [x], gradients: [dy] }) => {
    const { alpha, beta, bias, size } = node.attributes;
    const { type, shape } = x;
    const [n, c] = shape;
    const before = Math.floor((size - 1) / 2);
    const after = size - 1 - before;
    const isNeighbour = (i) => {
        const distance = (i % c) - Math.floor(i / c);
        return distance >= -before && distance <= after ? 1 : 0;
    };
    const band = g.constant(tensor(type, [c, c], Array.from({ length: c * c }, (_, i) => isNeighbour(i))), "neighbours");
    const sums = (matrix, v) => reshape(g, matMul(g, matrix, reshape(g, v, [n, c, sizeOf(shape.slice(2))])), shape);
    const s = shift(g, scale(g, sums(band, mul(g, x, x)), alpha / size), bias);
    const power = g.apply("Pow", [s, g.scalar(-beta, type)]);
    const through = sums(transposeLast(g, band), mul(g, mul(g, dy, x), div(g, power, s)));
    return [sub(g, mul(g, dy, power), scale(g, mul(g, x, through), (2 * alpha * beta) / size))];
};
/** The gradient rules of this family, by operator. */
export const normalization = {
    BatchNormalization: batchNormalizationRule,
    LayerNormalization: layerNormalizationRule,
    InstanceNormalization: instanceNormalizationRule,
    LRN: lrnRule,
    Dropout: ({ gradients: [dy] }) => [dy],
};
