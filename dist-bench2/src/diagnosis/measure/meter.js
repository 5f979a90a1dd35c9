import { optimizerOf } from "../../training/optimizers.js";
import { classLoss } from "./output.js";
import { loadLayerReader } from "./read-layers.js";
/**
 * Loads a subject's network with everything that is measured of layers into a runtime. Batch
 * normalization uses the batch, as in the first step of training; dropout is off.
 *
 * @throws ShapeError where the network does not fit the samples
 * @throws InputError for an unknown optimizer
 */
export async function openMeter(subject, options) {
    const { batch, labelled } = subject;
    const { read, release } = await loadLayerReader(options.runtime, subject, firstStep(options));
    return {
        release,
        look: async (weights, detailed) => {
            const { layers, output, attention, notMeasured } = await read(weights, batch, detailed);
            const network = {
                rows: batch.rows,
                labelled,
                classLoss: classLoss(batch, labelled, output.classes),
                ...output,
                jacobian: null,
                curvature: null,
                gradientQuotient: null,
                attention,
            };
            return { layers, network, notMeasured };
        },
    };
}
function firstStep({ optimizer, learningRate }) {
    if (optimizer === undefined)
        return undefined;
    const complete = optimizerOf(optimizer);
    return { optimizer: complete, learningRate: learningRate ?? complete.hyperparameters.learningRate };
}
