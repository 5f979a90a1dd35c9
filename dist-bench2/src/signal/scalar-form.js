/** From what a user may name an activation by to a function of one number. */
import { InputError, unknownName } from "../errors.js";
import { differences } from "./differences.js";
import { featuresOf } from "./features.js";
import { scalarActivations } from "./scalar-activations.js";
import { scalarFromGraph } from "./scalar-from-graph.js";
/**
 * Largest difference of a scalar function from its graph, relative to 1 + |value|: approximations
 * pass.
 */
const AGREEMENT = 2e-3;
/** Where the two are compared: away from 0 and whole numbers, where kinks and steps are. */
const PROBES = [-5.3, -1.7, -0.6, -0.13, 0.13, 0.6, 1.7, 5.3];
/**
 * The activation as a function of one number with its derivative. The derivative of an activation
 * object is that of its graph; that of a bare function is taken by differences of sixth order,
 * which never reach across its kinks and jumps.
 *
 * @throws InputError with "did you mean" for an unknown name; for softmax; for an activation object
 * whose graph is no function of one number and that brings no scalar function; for one whose graph
 * and scalar function disagree
 */
export function scalarActivation(activation) {
    const form = formOf(activation);
    const { value } = form;
    return hasDerivative(form) ? form : { value, derivative: differences(value, featuresOf(nameOf(activation), value)) };
}
const hasDerivative = (form) => form.derivative !== undefined;
/** The same, without a derivative where only differences give one. */
export function formOf(activation) {
    if (typeof activation === "string")
        return builtIn(activation);
    if (typeof activation === "function")
        return { value: activation };
    if ("value" in activation)
        return activation;
    if (typeof activation.scalar === "object")
        return activation.scalar;
    return activation.scalar === undefined ? scalarFromGraph(activation) : bothForms(activation, activation.scalar);
}
/** What an activation is called in a message. */
export function nameOf(activation) {
    if (typeof activation === "string")
        return activation;
    return ("name" in activation && activation.name) || "the activation";
}
function builtIn(name) {
    const table = scalarActivations;
    const entry = Object.hasOwn(table, name) ? table[name] : undefined;
    if (entry !== undefined)
        return entry;
    if (name === "softmax") {
        throw new InputError("softmax is no function of one number: it has no gain. Give the gain of what stands before it, or linear.");
    }
    throw unknownName("activation", name, Object.keys(table));
}
/**
 * The user's function with the derivative of the graph; by differences where the graph cannot be
 * read.
 */
function bothForms(activation, value) {
    let graph;
    try {
        graph = scalarFromGraph(activation);
    }
    catch (error) {
        if (error instanceof InputError)
            return { value };
        throw error;
    }
    for (const x of PROBES) {
        const [a, b] = [value(x), graph.value(x)];
        if (Math.abs(a - b) <= AGREEMENT * (1 + Math.abs(b)) || (Number.isNaN(a) && Number.isNaN(b)))
            continue;
        throw new InputError(`The activation "${activation.name}": at ${x} its scalar function gives ${a}, its graph ${b}. ` +
            "Both must be the same function; without scalar, the graph alone decides.");
    }
    return { ...graph, value };
}
