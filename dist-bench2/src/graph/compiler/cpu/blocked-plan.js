import { toNumbers } from "../../tensor.js";
import { fitsBlocks, isUnstrided, unswapped } from "./filter-gradient.js";
/**
 * Larger kernels are those of filter gradients, images as kernels, which the kernels of the blocked
 * layout are slow for.
 */
const LARGEST_KERNEL = 11 * 11;
/** What becomes of a node, wherever its operands have a blocked form. */
export function planStep(node, index, block) {
    const [x, w] = node.inputs;
    if (node.gradientTo !== undefined)
        return undefined;
    if (node.operator === "ReduceSum")
        return isImageSum(node, index, block) ? "image sum" : undefined;
    if (x?.shape.length !== 4 || x.type !== "float32")
        return undefined;
    const isWhole = (channels) => channels % block === 0;
    switch (node.operator) {
        case "Conv": {
            if (!isPlain(node))
                return undefined;
            const [o, c, kh, kw] = w.shape;
            const dy = unswapped(w, index.producer);
            if (dy !== undefined && unswapped(x, index.producer) !== undefined) {
                return isUnstrided(node) && fitsBlocks(dy, block) ? "filter gradient" : undefined;
            }
            return isWhole(o) && (isWhole(c) || c < block) && kh * kw <= LARGEST_KERNEL ? "convolution" : undefined;
        }
        case "ConvTranspose": {
            const [o, c, kh, kw] = w.shape;
            const pads = (node.attributes.pads ?? []);
            // Turned round it is padded by what is left of the kernel, which must not be less than 0.
            const isWithin = pads.every((p, i) => p < [kh, kw][i % 2]);
            const fits = isWhole(o) && isWhole(c) && kh * kw <= LARGEST_KERNEL && isWithin && node.inputs[2] === undefined;
            const isDense = isUnit(node, "strides") && isUnit(node, "dilations");
            return fits && isDense && isPlain(node) ? "input gradient" : undefined;
        }
        case "MaxPool":
            return isWhole(x.shape[1]) && isPairs(node) ? "pooling" : undefined;
        case "MaxUnpool": {
            const pool = index.producer(node.inputs[1]);
            const isBlocked = pool?.operator === "MaxPool" && planStep(pool, index, block) === "pooling";
            return isBlocked ? "pooling gradient" : undefined;
        }
        default:
            return undefined;
    }
}
/**
 * The first of the two sums of a bias gradient: [N, C, H, W] reshaped to [N, C, H·W], over the last
 * axis (`reduction.ts`).
 */
function isImageSum(node, { producer, constant }, block) {
    const [flat, axesInput] = node.inputs;
    const image = producer(flat)?.inputs[0];
    const axes = constant(axesInput);
    return (producer(flat)?.operator === "Reshape" &&
        image?.shape.length === 4 &&
        image.shape[1] % block === 0 &&
        flat.shape.length === 3 &&
        flat.shape[1] === image.shape[1] &&
        node.attributes.keepdims === 0 &&
        axes !== undefined &&
        toNumbers(axes).join() === "2");
}
function isPlain({ attributes }) {
    const { group, auto_pad: autoPad, output_padding: outputPadding, output_shape: outputShape } = attributes;
    const isPadded = (outputPadding ?? []).some((n) => n !== 0);
    return (group ?? 1) === 1 && (autoPad ?? "NOTSET") === "NOTSET" && !isPadded && outputShape === undefined;
}
function isUnit({ attributes }, name) {
    return (attributes[name] ?? []).every((n) => n === 1);
}
/** Windows of 2 × 2 side by side, without padding. */
function isPairs(node) {
    const { kernel_shape: kernel, strides, pads, ceil_mode: ceil } = node.attributes;
    const isAll = (list, value) => (list ?? []).every((n) => n === value);
    return (isAll(kernel, 2) &&
        strides !== undefined &&
        isAll(strides, 2) &&
        isAll(pads, 0) &&
        isUnit(node, "dilations") &&
        !ceil &&
        isPlain(node));
}
