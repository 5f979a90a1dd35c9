/** Measures a network at some weights, layer by layer, on one batch. */
import { InputError } from "../../errors.js";
import { largestCurvature, quotientOf } from "./curvature.js";
import { jacobianSingularValues } from "./jacobian.js";
import { openMeter } from "./meter.js";
/**
 * Measures a subject. Batch normalization uses the batch; dropout is off; the loss is the mean
 * cross-entropy. Numbers that are not finite come out as NaN.
 *
 * @throws ShapeError where the network does not fit the samples
 * @throws InputError for an unknown optimizer
 */
export async function measure(subject, options) {
    const meter = await openMeter(subject, options);
    try {
        const { layers, network, notMeasured } = await meter.look(subject.weights, true);
        const whole = await wholeNetwork(subject, options);
        return { layers, network: { ...network, ...whole.values }, notMeasured: [...notMeasured, ...whole.notMeasured] };
    }
    finally {
        await meter.release();
    }
}
/**
 * What differentiates the whole network; null with a reason where an operator has no gradient.
 */
export async function wholeNetwork(subject, { runtime, ...options }) {
    const reasons = [];
    const attempt = async (name, isWanted, compute) => {
        if (isWanted !== true)
            return null;
        try {
            return await compute();
        }
        catch (error) {
            if (!(error instanceof InputError))
                throw error;
            reasons.push({ layers: [], reason: `${name}: ${error.message}` });
            return null;
        }
    };
    const values = {
        jacobian: await attempt("Jacobian", options.jacobian, () => jacobianSingularValues(runtime, subject)),
        curvature: await attempt("curvature", options.curvature, () => largestCurvature(runtime, subject)),
        gradientQuotient: await attempt("gradient quotient", options.gradientQuotient, () => quotientOf(runtime, subject)),
    };
    return { values, notMeasured: reasons };
}
