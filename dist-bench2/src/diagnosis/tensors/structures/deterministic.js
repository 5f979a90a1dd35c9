/** Zeros, constants, identities and Hadamard matrices: methods without random numbers. */
import { InputError } from "../../../errors.js";
import { constant, fixup, identity, idInit, ones, zero, zeroHadamard, } from "../../../initializers/index.js";
import { checkRequirement } from "../../../initializers/requirements.js";
import { completeOptions } from "../../../options.js";
import { stream } from "../../../random/index.js";
import { isNear, withOption } from "./structure.js";
const silent = [zero, fixup, zeroHadamard].map((one) => ({
    initializer: one,
}));
const structured = [
    { initializer: identity, factor: "gain", shape: "identity" },
    { initializer: zeroHadamard, shape: "Hadamard matrix" },
    { initializer: idInit, factor: "tau", shape: "repeated identity" },
];
/** Every number is 0. */
export const zeros = (one) => {
    if (one.sample.zeros < one.values.length)
        return undefined;
    const methods = one.tensor.role.kind === "kernel" ? silent.flatMap((method) => fits(one, method) ?? []) : [];
    return { shape: "zero", methods };
};
/** Every number is the same. */
export const constants = ({ tensor, sample }) => {
    if (sample.smallest !== sample.largest)
        return undefined;
    const value = sample.smallest;
    const shape = `constant ${Number(value.toPrecision(6))}`;
    if (tensor.role.kind !== "kernel")
        return { shape, methods: [] };
    const method = value === 1 ? ones.name : withOption(constant.name, "value", value, 0.01);
    return { shape, methods: [{ method, how: `every number is ${Number(value.toPrecision(6))}` }] };
};
/** An identity at the centre of the window, a repeated one, or part of a Hadamard matrix. */
export const identities = (one) => {
    const { tensor, sample, values } = one;
    if (tensor.role.kind !== "kernel" || tensor.shape.length < 2)
        return undefined;
    const size = Math.max(sample.largest, -sample.smallest);
    const isOfOneSize = values.every((x) => x === 0 || isNear(Math.abs(x), size));
    if (!isOfOneSize)
        return undefined;
    const fitting = structured.flatMap((method) => {
        const fitted = fits(one, method);
        return fitted === undefined ? [] : [{ shape: method.shape, fitted }];
    });
    if (fitting.length > 0) {
        return { shape: fitting[0].shape, methods: fitting.map(({ fitted }) => fitted) };
    }
    return sample.zeros === 0 ? { shape: `signs times ${Number(size.toPrecision(4))}`, methods: [] } : undefined;
};
/** The method with the factor at which it has exactly these numbers. */
function fits({ tensor, values, tensors, sample }, { initializer, factor }) {
    const numbers = numbersOf(initializer, tensor, tensors);
    if (numbers === undefined)
        return undefined;
    let largest = 0;
    for (const x of numbers)
        largest = Math.max(largest, Math.abs(x));
    const size = Math.max(sample.largest, -sample.smallest);
    const scale = largest === 0 ? 1 : size / largest;
    if (factor === undefined && !isNear(scale, 1))
        return undefined;
    if (!values.every((x, i) => (x === 0 ? numbers[i] === 0 : isNear(x, scale * numbers[i]))))
        return undefined;
    const method = factor === undefined ? initializer.name : withOption(initializer.name, factor, scale, 1);
    return { method, how: initializer.formula };
}
function numbersOf(initializer, tensor, tensors) {
    try {
        checkRequirement(initializer, tensors);
        return initializer.initialize(stream(0, "structure"), tensor, completeOptions(initializer, {}));
    }
    catch (error) {
        if (error instanceof InputError)
            return undefined;
        throw error;
    }
}
