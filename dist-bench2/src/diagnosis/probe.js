import { instrument, loadInstrument } from "../training/instrument.js";
import { activations, logits, lossGradients } from "../training/points.js";
const noGradients = () => ({ outputs: [], read: () => ({}) });
/**
 * Makes a probe of a network. Dropout is off; batch norm uses its initial running statistics.
 *
 * @throws ShapeError where the network does not fit the samples
 */
export async function createProbe(runtime, layers, { input, rows, backward }) {
    const gradients = backward ? lossGradients("cross-entropy", ({ role }) => role.kind === "kernel") : noGradients;
    const points = { logits, activations, gradients };
    const { parameters, look, release } = await loadInstrument(runtime, instrument({ layers, shape: input, rows, mode: "evaluate" }, points));
    return {
        parameters,
        look: async (weights, batch) => {
            const { gradients: byKernel, ...readings } = await look(weights, batch);
            return { ...readings, kernelGradients: Object.values(byKernel) };
        },
        release,
    };
}
