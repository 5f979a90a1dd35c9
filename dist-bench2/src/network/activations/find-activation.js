/** From a user's choice of activation to the activation, to a role, and from a role to its gain. */
import { InputError, unknownName } from "../../errors.js";
import { activations } from "./activations.js";
/**
 * The activation of that name, or the object itself, checked.
 *
 * @throws InputError with "did you mean" for an unknown name; for an object without name or
 * `apply`, or with a built-in activation's name
 */
export function findActivation(activation) {
    if (typeof activation !== "string")
        return checkActivation(activation);
    const entry = builtIn(activation);
    if (entry === undefined)
        throw unknownName("activation", activation, Object.keys(activations));
    return entry;
}
/** The fields of a role for an activation: its name and, if it is not built in, its object. */
export function activationRole(activation) {
    const checked = findActivation(activation);
    const { name } = checked;
    return checked === builtIn(name) ? { activation: name } : { activation: name, activationFunction: checked };
}
/**
 * The activation that follows a parameter's layer, in the form that `gain` and `criticalPoint`
 * take. Softmax at the end of a network does not change the size of the logits: it counts as
 * linear.
 *
 * @example
 * import { gain } from "stepzero";
 * import { activationAfter } from "stepzero/networks";
 *
 * gain(activationAfter({ kind: "kernel", activation: "relu" })); // → 1.41421, √2
 */
export function activationAfter({ activation = "linear", activationFunction, }) {
    return activationFunction ?? (activation === "softmax" ? "linear" : activation);
}
const builtIn = (name) => Object.hasOwn(activations, name) ? activations[name] : undefined;
function checkActivation(activation) {
    const { name, apply } = (activation ?? {});
    if (typeof name !== "string" || name === "" || typeof apply !== "function") {
        throw new InputError("An activation is a built-in one's name or an object { name, apply: (g, x) => … }; " +
            `got ${JSON.stringify(activation) ?? String(activation)}. Built in: ${Object.keys(activations).join(", ")}.`);
    }
    const entry = builtIn(name);
    if (entry === undefined || entry === activation)
        return activation;
    throw new InputError(`An activation of the user's own is named "${name}", which is a built-in activation's name: initializers ` +
        `could not tell them apart. Give it another name, as "my-${name}".`);
}
