/** The learning rates of μP. */
import { InputError } from "../../../errors.js";
import { sizeOf } from "../../../graph/tensor.js";
/**
 * The factor on the learning rate of each tensor, by name, relative to a network of the base width
 * (Yang and Hu 2021, Table 3). With rᵢ and rₒ the ratios of a layer's inputs and outputs to those
 * of the base network:
 *
 * | tensor | SGD | Adam |
 * | --- | --- | --- |
 * | hidden kernels | 1 | 1 / rᵢ |
 * | the head's kernel | 1 / rᵢ | 1 / rᵢ |
 * | the first kernel, embeddings, positions, biases, norms | rₒ | 1 |
 * | the head's bias, residual scales, slopes and magnitudes of one number | 1 | 1 |
 *
 * Where the network multiplies a tensor by a constant that differs from the base network's
 * (`TensorRole.multiplier`), the rate makes up for it: the product learns as the table says.
 * Depthwise kernels, whose inputs do not grow, count as first kernels. `compileProblem` takes the
 * factors; `stepzero compare` trains with them.
 *
 * @throws InputError for a base width below 1, or a base network that lacks one of the tensors
 */
export function learningRateMultipliers(tensors, { optimizer, baseWidth = 64, base }) {
    if (!(baseWidth >= 1))
        throw new InputError(`learningRateMultipliers: baseWidth must be 1 or more, got ${baseWidth}.`);
    return Object.fromEntries(tensors.map((tensor) => {
        const reference = base?.find(({ name }) => name === tensor.name);
        if (base !== undefined && reference === undefined) {
            throw new InputError(`learningRateMultipliers: the base network has no tensor "${tensor.name}": it must be the same network at another width.`);
        }
        const from = reference === undefined ? { inputs: baseWidth, outputs: baseWidth } : widths(reference);
        const { inputs, outputs } = widths(tensor);
        const rate = rateOf(tensor, optimizer, inputs / from.inputs, outputs / from.outputs);
        return [tensor.name, rate * forMultiplier(tensor, reference ?? tensor, optimizer)];
    }));
}
/**
 * A step on p of w = m p moves w by m times the step, and a gradient by p is m times that by w;
 * Adam's step does not see the latter.
 */
function forMultiplier({ role: { multiplier: here = 1 } }, { role: { multiplier: base = 1 } }, optimizer) {
    const ratio = Math.abs(base / here);
    return optimizer === "sgd" ? ratio * ratio : ratio;
}
function rateOf({ role, shape }, optimizer, ri, ro) {
    const { kind, head = false, first = false } = role;
    const depthwise = (role.groups ?? 1) > 1 && shape[1] === 1;
    const isScalar = kind === "residual-scale" || ((kind === "slope" || kind === "magnitude") && sizeOf(shape) === 1);
    if (isScalar || (head && kind !== "kernel"))
        return 1;
    if (kind !== "kernel" || first || depthwise)
        return optimizer === "sgd" ? ro : 1;
    return head || optimizer === "adam" ? 1 / ri : 1;
}
/** Units or channels at the input and the output of a tensor, of one group or projection. */
function widths({ shape, role }) {
    const kernel = role.kind === "kernel" ? { shape, role } : role.kernel;
    if (kernel === undefined)
        return { inputs: 1, outputs: shape.at(-1) ?? 1 };
    const [first, second] = kernel.shape;
    const block = first / (kernel.role.fused ?? 1);
    return kernel.role.operation === "transposed-convolution"
        ? { inputs: block / (kernel.role.groups ?? 1), outputs: second }
        : { inputs: second, outputs: block };
}
