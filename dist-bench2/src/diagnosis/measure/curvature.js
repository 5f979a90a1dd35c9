/**
 * How the loss curves around the weights: its Hessian's largest eigenvalue, and MetaInit's
 * quotient.
 */
import { mul, reduceMean, reshape } from "../../graph/expressions.js";
import { gradients } from "../../graph/gradients/gradients.js";
import { sizeOf, tensor } from "../../graph/tensor.js";
import { gradientQuotient } from "../../initializers/methods/data-driven/metainit.js";
import { normals, stream } from "../../random/index.js";
import { instrument, loadInstrument } from "../../training/instrument.js";
import { largestEigenvalue } from "./lanczos.js";
import { sampleLosses } from "./output.js";
const directionOf = (name) => `${name}:direction`;
/** H·v for the Hessian H of the mean loss by all parameters; v is an input for each of them. */
const hessianProduct = (context) => {
    const { g, network } = context;
    const parameters = network.parameters.map(({ value }) => value);
    const loss = reduceMean(g, sampleLosses(context), [0], false);
    const slopes = gradients(g, [loss], parameters);
    const along = slopes.map((slope, i) => mul(g, slope, g.input(directionOf(network.parameters[i].name), "float32", slope.shape)));
    return { outputs: gradients(g, along, parameters), read: (values) => values };
};
/** MetaInit's quotient of the mean loss, with its ε of 1e-5. */
const quotient = (context) => {
    const { g, network } = context;
    const loss = reduceMean(g, sampleLosses(context), [0], false);
    const value = gradientQuotient(1e-5)({
        g,
        parameters: network.parameters.map((parameter) => parameter.value),
        loss: () => loss,
        gradients: (outputs, wrt) => gradients(g, outputs, wrt),
    });
    return { outputs: [reshape(g, value, [1])], read: ([numbers]) => numbers[0] };
};
/**
 * The largest eigenvalue of the Hessian of the batch's mean loss, by Lanczos's method until three
 * products raise it by less than 0.1 %, at most 60 products.
 *
 * @throws InputError naming an operator without a gradient
 */
export async function largestCurvature(runtime, subject) {
    const { look, parameters, release } = await loadInstrument(runtime, instrument(network(subject), { hessianProduct }));
    try {
        const size = parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
        const product = async (v) => {
            const more = Object.fromEntries(parts(v, parameters).map((part, i) => {
                const { name, shape } = parameters[i];
                return [directionOf(name), tensor("float32", shape, part)];
            }));
            const result = new Float64Array(size);
            let at = 0;
            for (const part of (await look(subject.weights, subject.batch, more)).hessianProduct) {
                result.set(part, at);
                at += part.length;
            }
            return result;
        };
        return await largestEigenvalue(normals(stream(0, "diagnosis", "curvature"), size), product, {
            tolerance: 1e-3,
            mostProducts: 60,
        });
    }
    finally {
        await release();
    }
}
/**
 * MetaInit's gradient quotient of the batch's mean loss.
 *
 * @throws InputError naming an operator without a gradient
 */
export async function quotientOf(runtime, subject) {
    const { look, release } = await loadInstrument(runtime, instrument(network(subject), { quotient }));
    try {
        return (await look(subject.weights, subject.batch)).quotient;
    }
    finally {
        await release();
    }
}
const network = ({ layers, shape, batch }) => ({ layers, shape, rows: batch.rows, mode: "measure" });
/** A vector over all parameters, in parts of their sizes. */
function parts(v, parameters) {
    let at = 0;
    return parameters.map(({ shape }) => {
        const size = sizeOf(shape);
        at += size;
        return Float32Array.from(v.subarray(at - size, at));
    });
}
