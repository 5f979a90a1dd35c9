/**
 * Fans: the number of independent terms in a layer's outputs, and in the gradients of its inputs.
 */
import { InputError } from "../errors.js";
/**
 * The true fans of a kernel, with r the number of kernel positions, g the groups and s the product
 * of the strides:
 *
 * | operation | layout | fanIn | fanOut |
 * | --- | --- | --- | --- |
 * | dense | `[out, in]` | in | out |
 * | convolution | `[out, in / g, …]` | (in / g) r | (out / g) r / s |
 * | transposed convolution | `[in, out / g, …]` | (in / g) r / s | (out / g) r |
 * | embedding (a row is looked up) | `[entries, width]` | 1 | width |
 *
 * A strided convolution skips outputs, so an input element reaches only r / s of the positions.
 * These are averages over the positions, away from the borders, where padding removes terms.
 * Dilation does not change the fans. Each of the `fused` projections has a `fused`-th of the
 * kernel's fanOut. Tied or stacked kernels of other kinds have the fans of the operation that uses
 * them.
 *
 * Frameworks differ (`frameworkFans`): PyTorch, Keras and JAX do not divide fanOut by the groups
 * (pytorch#23854), none divides by strides, and PyTorch's and Keras's fans of transposed
 * convolutions are swapped (tensorflow#31192).
 *
 * @throws InputError for a tensor that is no kernel: fewer than two axes, an axis of size 0, groups
 * that do not divide
 * @example
 * import { fans } from "stepzero/initializers";
 *
 * const role = { kind: "kernel", operation: "convolution" } as const;
 * fans({ name: "conv1/kernel", shape: [32, 1, 3, 3], role }); // → { fanIn: 9, fanOut: 288 }
 */
export function fans(tensor) {
    checkTensor(tensor);
    const { name, shape, role } = tensor;
    checkKernelShape(name, shape);
    const [first, second, ...kernel] = shape;
    const groups = dividing(tensor, "groups", role.groups);
    const fused = dividing(tensor, "fused", role.fused);
    const positions = product(kernel);
    const strides = product(role.stride ?? []);
    switch (operationOf(tensor)) {
        case "dense":
            return { fanIn: second * positions, fanOut: (first / fused) * positions };
        case "convolution":
            return { fanIn: second * positions, fanOut: ((first / (groups * fused)) * positions) / strides };
        case "transposed-convolution":
            return { fanIn: ((first / groups) * positions) / strides, fanOut: second * positions };
        case "embedding":
            return { fanIn: 1, fanOut: second };
    }
}
/**
 * What PyTorch computes from the shape alone (`_calculate_fan_in_and_fan_out`): `[out, in, …]`
 * whatever the operation. Keras has the same numbers in its layout, for grouped and transposed
 * convolutions too. Both stack the kernels of a recurrent layer's gates, and count the outputs of
 * all.
 *
 * @throws InputError for a shape that is no kernel's
 */
export function frameworkFans(tensor) {
    const { fanIn, fanOut } = fansOfShape(tensor);
    return { fanIn, fanOut: fanOut * (tensor.role?.recurrent?.gates ?? 1) };
}
function fansOfShape({ name, shape }) {
    checkKernelShape(name, shape);
    const [first, second, ...kernel] = shape;
    const positions = product(kernel);
    return { fanIn: second * positions, fanOut: first * positions };
}
/**
 * Keras's and tfjs's fans. As PyTorch's, but for depthwise convolutions, whose kernel is
 * `[…, in, multiplier]` there: fanIn is in · r, too large by a factor of the channels (keras#11773,
 * tfjs#8568), and fanOut multiplier · r.
 *
 * @throws InputError for a shape that is no kernel's
 */
export function kerasFans(tensor) {
    const { fanIn, fanOut } = frameworkFans(tensor);
    const { operation, groups = 1 } = tensor.role;
    const depthwise = operation === "convolution" && groups > 1 && tensor.shape[1] === 1;
    return depthwise ? { fanIn: fanIn * groups, fanOut: fanOut / groups } : { fanIn, fanOut };
}
/**
 * JAX's and Flax's fans, from kernels `[…, in / groups, out]`, for Flax's transposed convolutions
 * `[…, in, out]` too: those are not swapped as PyTorch's and Keras's are, nor divided by strides.
 * Flax's recurrent cells have one kernel per gate.
 *
 * @throws InputError for a shape that is no kernel's
 */
export function jaxFans(tensor) {
    const { fanIn, fanOut } = fansOfShape(tensor);
    return tensor.role.operation === "transposed-convolution" ? { fanIn: fanOut, fanOut: fanIn } : { fanIn, fanOut };
}
/**
 * The weights of each output unit.
 *
 * @throws InputError for a tensor that is no kernel
 */
export function incoming(tensor) {
    const { shape } = tensor;
    checkKernelShape(tensor.name, shape);
    const [first, second, ...kernel] = shape;
    const positions = product(kernel);
    if (operationOf(tensor) !== "transposed-convolution") {
        const terms = second * positions;
        return { units: first, terms, index: (unit, term) => unit * terms + term };
    }
    const groups = dividing(tensor, "groups", tensor.role.groups);
    const inputs = first / groups;
    return {
        units: second * groups,
        terms: inputs * positions,
        index: (unit, term) => {
            const input = Math.floor(unit / second) * inputs + Math.floor(term / positions);
            return (input * second + (unit % second)) * positions + (term % positions);
        },
    };
}
/** The role's operation. If it has none: dense for two axes, a convolution for more. */
function operationOf({ shape, role }) {
    return role.operation ?? (role.kind === "embedding" ? "embedding" : shape.length === 2 ? "dense" : "convolution");
}
/**
 * Refuses a bare shape. Functions of frameworks take one, but it does not say what the tensor is
 * for.
 */
function checkTensor(tensor) {
    const { name, shape, role } = (tensor ?? {});
    if (typeof name === "string" && Array.isArray(shape) && typeof role?.kind === "string")
        return;
    const sizes = Array.isArray(tensor) ? tensor.join(", ") : "128, 784";
    const example = `{ name: "kernel", shape: [${sizes}], role: { kind: "kernel" } }`;
    throw new InputError(`fans: got ${JSON.stringify(tensor) ?? "nothing"}, expected a tensor with name, shape and role, as ${example}.`);
}
function checkKernelShape(name, shape) {
    const what = `Tensor "${name}" of shape [${shape.join(", ")}] has no fans`;
    if (shape.length < 2) {
        throw new InputError(`${what}: a kernel has at least two axes, [out, in, ...positions]. ` +
            'If it is none, give its role: { kind: "bias" } starts at zero.');
    }
    const bad = shape.findIndex((size) => !(Number.isInteger(size) && size >= 1));
    if (bad >= 0) {
        throw new InputError(`${what}: axis ${bad} has size ${shape[bad]}, and each of [out, in, ...positions] must be a whole number from 1 on.`);
    }
}
/** `groups` or `fused` of a role, which must divide the first axis. */
function dividing({ name, shape, role }, key, value = 1) {
    if (Number.isInteger(value) && value >= 1 && shape[0] % value === 0)
        return value;
    throw new InputError(`Tensor "${name}" of shape [${shape.join(", ")}] (${role.kind}): ` +
        `${key} must be a whole number that divides ${shape[0]}, got ${value}.`);
}
function product(sizes) {
    return sizes.reduce((all, n) => all * n, 1);
}
