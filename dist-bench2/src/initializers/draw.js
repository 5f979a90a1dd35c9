/** The initial numbers of one tensor, in one line. */
import { InputError, unknownName } from "../errors.js";
import { sizeOf } from "../graph/tensor.js";
import { initialWeights } from "./initial-weights.js";
/** 2³²: no typed array of today's engines holds so many numbers. */
const LARGEST = 4_294_967_296;
/**
 * The numbers of one tensor by a method that needs no data, row-major. A shape `[out, in]` is a
 * dense kernel and `[out, in / groups, …window]` a convolution's, as in PyTorch; a Keras or Flax
 * kernel `[in, out]` is the transpose. For a whole network, use `initialWeights`.
 *
 * The methods are plain objects, so a bundle holds only those that are imported.
 *
 * @throws InputError for a tensor that the method cannot serve (a kernel of one axis, a plain
 * layer for `fixup`), a tensor of 2³² numbers or more, or an illegal option
 * @example
 * import { draw, he, orthogonal } from "stepzero";
 *
 * draw(he, [256, 128], { seed: 0 }).length; // → 32768
 * const k = draw(orthogonal, [64, 32, 3, 3], { seed: 0, name: "conv1", options: { gain: 1.4 } });
 */
export function draw(initializer, shape, settings) {
    checkArguments(initializer, shape, settings);
    const { seed, name = "weights", role, options } = settings;
    if (sizeOf(shape) >= LARGEST) {
        throw new InputError(`draw: "${name}" [${shape.join(", ")}] has ${sizeOf(shape)} numbers, and a Float32Array has room for fewer than 2³² (${LARGEST}). Draw it in parts, each under its own name.`);
    }
    return initialWeights(initializer, [kernelTensor(shape, role, name)], seed, options)[name];
}
const settingNames = ["seed", "name", "role", "options"];
/** For programs without types. */
function checkArguments(initializer, shape, settings) {
    if (typeof initializer !== "object" || initializer === null) {
        const got = typeof initializer === "string" ? `"${initializer}"` : String(initializer);
        throw new InputError(`draw: the initializer must be an object such as he, got ${got}. findInitializer("he") finds one by its name.`);
    }
    if (!Array.isArray(shape))
        throw new InputError(`draw: the shape must be a list such as [256, 128], got ${shape}.`);
    for (const key of Object.keys(settings ?? {})) {
        if (!settingNames.includes(key))
            throw unknownName("setting of draw", key, settingNames);
    }
    if (settings === undefined)
        throw new InputError("draw: the seed is missing: draw(he, [256, 128], { seed: 0 }).");
}
/**
 * A tensor in the form that methods and `fans` take, from its shape.
 *
 * @example
 * import { fans, kernelTensor } from "stepzero/initializers";
 *
 * fans(kernelTensor([64, 32, 3, 3], { stride: [2, 2] })); // → { fanIn: 288, fanOut: 144 }
 */
export function kernelTensor(shape, role = {}, name = "weights") {
    const kind = role.kind ?? "kernel";
    const operation = kind === "kernel" ? { operation: shape.length === 2 ? "dense" : "convolution" } : {};
    return { name, shape, role: { kind, ...operation, ...role } };
}
