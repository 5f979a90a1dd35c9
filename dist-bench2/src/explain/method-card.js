/** A method's card: its description as plain data, and its numbers on common layers. */
import { isDataDriven, } from "../initializers/index.js";
import { explainMethod } from "./explain-method.js";
/**
 * The card of a method with its options.
 *
 * @example
 * import { methodCard } from "stepzero/explain";
 * import { parseInitializer } from "stepzero/initializers";
 *
 * methodCard(parseInitializer("he:negativeSlope=0.2")).kind; // → "data-free"
 */
export function methodCard(method) {
    return { ...describeMethod(method.initializer), chosen: method.options, layers: explainMethod(method) };
}
/** The plain data of a method. */
export function describeMethod(initializer) {
    const kind = isDataDriven(initializer) ? initializer.kind : "data-free";
    const data = Object.entries(initializer).filter(([, value]) => typeof value !== "function");
    return { ...Object.fromEntries(data), kind };
}
