import { scale } from "../../../graph/expressions.js";
import { activations } from "../../activations/activations.js";
/** Where functions are compared: both sides of all kinks of known functions, and their limits. */
const PROBES = [-30, -8, -6.2, -4.1, -3.2, -2.7, -1.9, -1.3, -0.9, -0.61, -0.4, -0.17, -0.03].flatMap((x) => [x, -x]);
/** Constants of files are float32, and some are written with 7 digits. */
const TOLERANCE = 2e-6;
const agree = (f, g) => PROBES.every((x) => Math.abs(f(x) - g(x)) <= TOLERANCE * (1 + Math.abs(g(x))));
/** Whether a function is a straight line, which is no activation. */
export function isAffine(f) {
    const [offset, slope] = [f(0), f(1) - f(0)];
    return agree(f, (x) => offset + slope * x);
}
/** Whether a function is even and 0 at 0, as the squares and absolute values in norms are. */
export const isEven = (f) => f(0) === 0 && agree(f, (x) => f(-x));
const families = [
    {
        name: "leaky-relu",
        parameter: (f) => -f(-1),
        member: (alpha) => ({
            value: (x) => (x >= 0 ? x : alpha * x),
            derivative: (x) => (x > 0 ? 1 : alpha),
            apply: (g, x) => g.apply("LeakyRelu", [x], { alpha }),
        }),
    },
    {
        name: "elu",
        parameter: (f) => -f(-200),
        member: (alpha) => ({
            value: (x) => (x >= 0 ? x : alpha * Math.expm1(x)),
            derivative: (x) => (x > 0 ? 1 : alpha * Math.exp(x)),
            apply: (g, x) => g.apply("Elu", [x], { alpha }),
        }),
    },
    {
        name: "celu",
        parameter: (f) => -f(-200),
        member: (alpha) => ({
            value: (x) => (x >= 0 ? x : alpha * Math.expm1(x / alpha)),
            derivative: (x) => (x > 0 ? 1 : Math.exp(x / alpha)),
            apply: (g, x) => scale(g, g.apply("Elu", [scale(g, x, 1 / alpha)]), alpha),
        }),
    },
    {
        name: "swish",
        parameter: (f) => Math.log(f(1) / (1 - f(1))),
        member: (beta) => ({
            value: (x) => x / (1 + Math.exp(-beta * x)),
            derivative: (x) => {
                const s = 1 / (1 + Math.exp(-beta * x));
                return s * (1 + beta * x * (1 - s));
            },
            apply: (g, x) => g.apply("Mul", [x, g.apply("Sigmoid", [scale(g, x, beta)])]),
        }),
    },
    {
        name: "relu-to",
        parameter: (f) => f(1e6),
        member: (top) => ({
            value: (x) => Math.min(Math.max(x, 0), top),
            derivative: (x) => (x > 0 && x < top ? 1 : 0),
            apply: (g, x) => g.apply("Clip", [x, g.scalar(0), g.scalar(top)]),
        }),
    },
];
/** The name of the built-in activation that a function is. */
export function builtInActivation(f) {
    for (const { name, scalar } of Object.values(activations)) {
        if (scalar !== undefined && typeof scalar === "object" && name !== "linear" && agree(f, scalar.value))
            return name;
    }
    return undefined;
}
/** The member of a family that a function is, as "leaky-relu(0.2)". */
export function activationOfFamily(f) {
    for (const { name, parameter, member } of families) {
        const measured = parameter(f);
        if (!Number.isFinite(measured))
            continue;
        const rounded = Number(measured.toPrecision(6));
        const { value, derivative, apply } = member(rounded);
        if (agree(f, value))
            return { name: `${name}(${rounded})`, apply, scalar: { value, derivative } };
    }
    return undefined;
}
/**
 * The activation that a function is, built in or of a family; `undefined` for any other function.
 */
export const knownActivation = (f) => builtInActivation(f) ?? activationOfFamily(f);
/** How the names of activations that have none begin. */
export const unnamed = "function at ";
/** An activation for a function that has no name. */
export function unknownActivation(name, { apply }) {
    return { name: `${unnamed}${name}`, apply };
}
