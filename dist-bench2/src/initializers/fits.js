/** Whether a method fits a network, as far as small draws can tell. */
import { sizeOf } from "../graph/tensor.js";
import { completeOptions } from "../options.js";
import { stream } from "../random/index.js";
import { checkNames, checkNumbers, drawTensor } from "./initial-weights.js";
import { checkRequirement } from "./requirements.js";
/** Largest tensor that the check draws, and the most numbers that it usually draws in all. */
const LARGEST = 131_072;
const BUDGET = 262_144;
/**
 * Throws what `initialWeights` would throw for these tensors. Tensors too large for a check are
 * skipped.
 *
 * @param numbers the most that are drawn in all, where that is less than usual
 * @throws InputError as `initialWeights`
 */
export function checkFits(initializer, tensors, seed, options, numbers = BUDGET) {
    const complete = completeOptions(initializer, options);
    checkNames(tensors);
    checkRequirement(initializer, tensors);
    const network = { tensors, streamOf: (name) => stream(seed, "init", name) };
    let left = Math.min(numbers, BUDGET);
    for (const tensor of tensors) {
        const size = sizeOf(tensor.shape);
        if (size > LARGEST || size > left)
            continue;
        left -= size;
        checkNumbers(initializer, tensor, drawTensor(initializer, tensor, complete, network));
    }
}
