/** A method on common layers, measured on the numbers that it draws. */
import { InputError } from "../errors.js";
import { isDataDriven } from "../initializers/data-driven-initializer.js";
import { initialWeights } from "../initializers/initial-weights.js";
import { fans } from "../network/fans.js";
import { reluFactors } from "./explain-layer.js";
import { parseLayers } from "./layers.js";
const commonLayers = "linear 256→256, linear 512→10, conv 3x3 64→128 stride 2, depthwise 3x3 64, transposed 4x4 64→32 stride 2";
/** The two kernels of an LSTM's forget gate. */
const lstm = ["input", "hidden"].map((part) => ({
    text: `lstm gate ${part === "input" ? 128 : 256}→256, ${part}`,
    tensor: {
        name: "layer/kernel",
        shape: [256, part === "input" ? 128 : 256],
        role: {
            kind: "kernel",
            operation: "dense",
            activation: "sigmoid",
            recurrent: { layer: "layer", part, gate: "forget", index: 2, gates: 4, units: 256 },
        },
    },
}));
/** The place of the last layer of a residual branch, which methods for residual networks act on. */
const branch = { branch: 4, branches: 9, layer: 1, layers: 2, last: true };
/**
 * Draws common layers with seed 0 and measures the numbers.
 *
 * @returns one entry per layer; none for methods that look at data, since their numbers depend on
 *   it
 */
export function explainMethod({ initializer, options }) {
    if (isDataDriven(initializer))
        return [];
    const layers = [
        ...parseLayers(commonLayers).map(({ text, kernel }) => ({ text, tensor: { ...kernel, name: "layer/kernel" } })),
        ...lstm,
    ];
    if (initializer.requires !== undefined) {
        const [conv] = parseLayers("conv 3x3 64→64");
        const [linear] = parseLayers("linear 256→256");
        layers.push({
            text: "conv 3x3 64→64, last of a residual branch (5 of 9)",
            tensor: { ...conv.kernel, role: { ...conv.kernel.role, residual: branch } },
        }, {
            text: "linear 256→256, attention's output projection (branch 5 of 9)",
            tensor: {
                ...linear.kernel,
                role: { ...linear.kernel.role, residual: branch, projection: "output", heads: 4 },
            },
        });
    }
    return layers.map(({ text, tensor }) => ({ layer: text, ...measure(initializer, options, tensor) }));
}
function measure(initializer, options, tensor) {
    const { fanIn, fanOut } = fans(tensor);
    try {
        const { requires: _, ...free } = initializer;
        const numbers = initialWeights(free, [tensor], 0, options)[tensor.name];
        const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
        const std = Math.sqrt(numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length);
        const gain = std * Math.sqrt(fanIn);
        const reluFactor = tensor.role.recurrent === undefined ? reluFactors(gain, 0).factor : null;
        return { fanIn, fanOut, mean, std, gain, reluFactor };
    }
    catch (error) {
        if (!(error instanceof InputError))
            throw error;
        return { fanIn, fanOut, mean: null, std: null, gain: null, reluFactor: null, refused: error.message };
    }
}
