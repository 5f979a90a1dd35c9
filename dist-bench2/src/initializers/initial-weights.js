/** The initial numbers of a whole network. */
import { InputError } from "../errors.js";
import { sizeOf } from "../graph/tensor.js";
import { completeOptions } from "../options.js";
import { stream } from "../random/index.js";
import { isDataDriven } from "./data-driven-initializer.js";
import { checkRequirement } from "./requirements.js";
/**
 * The initial numbers of each tensor by its name, row-major. A tensor draws from its own stream,
 * (seed, "init", name): its draws do not depend on the other tensors, their order or the method.
 * (There are two exceptions: `mimetic`, whose query and key are two factors of one matrix, and
 * `keras-default`, where the gates of a recurrent layer are parts of one.) Numbers are divided by
 * `TensorRole.multiplier`; magnitudes of weight normalization are the norms of their kernels.
 *
 * @throws InputError for illegal options, a tensor that the initializer cannot serve, tensors that
 * lack what it acts on (`fixup` on a network without residual branches), a magnitude without its
 * kernel, two tensors of one name, a data-driven initializer (which needs `prepareWeights`), or
 * (from a user's initializer) a wrong count of numbers or numbers that are not finite
 * @example
 * import { findModel, he, initialWeights, parametersOf } from "stepzero";
 *
 * const { parameters } = parametersOf(findModel("lenet5"), { input: [1, 28, 28], classes: 10 });
 * const weights = initialWeights(he, parameters, 0);
 * weights["conv1/kernel"]!.length; // → 150
 */
export function initialWeights(initializer, tensors, seed, options) {
    if (isDataDriven(initializer)) {
        throw new InputError(`Initializer "${initializer.name}" is ${initializer.kind}: it needs a network and its data, not tensors alone. Use prepareWeights, or stepzero compare.`);
    }
    const complete = completeOptions(initializer, options);
    checkNames(tensors);
    checkRequirement(initializer, tensors);
    const network = { tensors, streamOf: (name) => stream(seed, "init", name) };
    const weights = {};
    for (const tensor of tensors) {
        weights[tensor.name] = checkNumbers(initializer, tensor, drawTensor(initializer, tensor, complete, network));
    }
    return { ...weights, ...magnitudesOf(tensors, weights) };
}
/** What the method gives a tensor, without the factor that the network has on it. */
export function drawTensor(initializer, { name, shape, role }, options, network) {
    const numbers = initializer.initialize(network.streamOf(name), { name, shape, role }, options, network);
    const { multiplier = 1 } = role;
    return multiplier === 1 ? numbers : numbers.map((w) => w / multiplier);
}
/**
 * The magnitudes of weight normalization: the norms of the kernels that they belong to.
 *
 * @throws InputError for a magnitude whose kernel is missing
 */
export function magnitudesOf(tensors, weights) {
    const shapes = new Map(tensors.map(({ name, shape }) => [name, shape]));
    return Object.fromEntries(tensors.flatMap(({ name, shape, role: { direction } }) => {
        if (direction === undefined)
            return [];
        const kernel = shapes.get(direction.name);
        if (kernel === undefined) {
            throw new InputError(`The magnitude "${name}" starts as the norms of "${direction.name}", which is not among the tensors. Pass both.`);
        }
        const { axis } = direction;
        const inner = axis === undefined ? 1 : sizeOf(kernel.slice(axis + 1));
        const squares = new Float64Array(sizeOf(shape));
        weights[direction.name]?.forEach((w, i) => {
            squares[Math.floor(i / inner) % squares.length] += w * w;
        });
        return [[name, Float32Array.from(squares, Math.sqrt)]];
    }));
}
/** @throws InputError where two tensors have one name */
export function checkNames(tensors) {
    const seen = new Set();
    for (const { name } of tensors) {
        if (seen.has(name))
            throw new InputError(`Two tensors are named "${name}"; names address their numbers.`);
        seen.add(name);
    }
}
/**
 * The numbers, if they are finite and as many as the tensor has elements.
 *
 * @throws InputError with the method and the tensor
 */
export function checkNumbers({ name: method }, { name, shape }, numbers) {
    const size = sizeOf(shape);
    if (numbers?.length === size && numbers.every(Number.isFinite))
        return numbers;
    throw new InputError(`Initializer "${method}" must return ${size} finite numbers for "${name}" [${shape.join(", ")}], ` +
        (numbers?.length === size ? "some are not finite." : `got ${numbers?.length ?? "none"}.`));
}
