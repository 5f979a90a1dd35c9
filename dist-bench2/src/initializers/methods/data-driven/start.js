import { choice, defineOptions, real } from "../../../options.js";
import { initialWeights } from "../../initial-weights.js";
import { orthogonal } from "../orthogonal/index.js";
import { glorotNormal, he, lecunNormal, random, standardNormal } from "../scaled-noise/index.js";
/** The methods that a learned method can start from. */
const starts = {
    he,
    "glorot-normal": glorotNormal,
    "lecun-normal": lecunNormal,
    orthogonal,
    "standard-normal": standardNormal,
    random,
};
/** The options of learned methods for their start. */
export const startOptions = defineOptions({
    start: choice("he", Object.keys(starts), "the method whose kernels are rescaled"),
    gain: real(1, 1e-4, 1e4, "factor on those kernels at the start"),
});
/** The start that these options choose. */
export function startOf({ start, gain }, tensors, seed) {
    const initializer = starts[start];
    const weights = startFrom(initializer, tensors, seed);
    for (const { name, role } of tensors) {
        if (role.kind === "kernel" && gain !== 1)
            weights[name] = weights[name].map((w) => w * gain);
    }
    return weights;
}
/**
 * The numbers that a method without data draws with its default options, as copies that may be
 * changed.
 */
export function startFrom(initializer, tensors, seed) {
    return Object.fromEntries(Object.entries(initialWeights(initializer, tensors, seed)).map(([name, numbers]) => [name, numbers.slice()]));
}
/** Multiplies the weights of each unit by `factor(unit)`, in place. */
export function scaleUnits({ kernel, units }, numbers, factor) {
    const { shape, role } = kernel;
    if (role.operation !== "transposed-convolution") {
        const size = numbers.length / units; // [units, …]
        for (let i = 0; i < numbers.length; i++)
            numbers[i] *= factor(Math.floor(i / size));
        return;
    }
    // [in, units / groups, …]: the inputs of a group feed the units of that group.
    const [inputs, unitsPerGroup] = [shape[0], shape[1]];
    const field = numbers.length / (inputs * unitsPerGroup);
    const inputsPerGroup = inputs / (units / unitsPerGroup);
    for (let i = 0; i < numbers.length; i++) {
        const input = Math.floor(i / (unitsPerGroup * field));
        const unit = Math.floor(input / inputsPerGroup) * unitsPerGroup + (Math.floor(i / field) % unitsPerGroup);
        numbers[i] *= factor(unit);
    }
}
/**
 * A note for each kernel that is not read by its layer itself: under weight normalization, or of a
 * recurrent layer. Its outputs are not measured, and rescaling it might change nothing.
 */
export function unmeasuredNotes({ layers }, tensors) {
    const measured = new Set(layers.map(({ kernel }) => kernel.name));
    return tensors.flatMap(({ name, role }) => role.kind !== "kernel" || measured.has(name)
        ? []
        : [`${name}: the network computes something from it before it meets signals; it keeps its drawn weights.`]);
}
/** "dense3: 4 of 128 units are …". */
export function unitsNote({ name, units }, count, predicate) {
    return `${name}: ${count} of ${units} units ${predicate}.`;
}
