/**
 * What an initializer is: a pure function from a tensor, its stream and options to numbers. Read
 * this first.
 */
/**
 * An initializer from its definition. The call gives `initialize` the types of the options, and a
 * method without title, formula, summary or references gets plain ones.
 *
 * @example
 * import { defineInitializer, draw, normals, real, sizeOf } from "stepzero";
 *
 * const small = defineInitializer({
 *   name: "small",
 *   title: "Small normal",
 *   formula: "W ~ N(0, std²)",
 *   summary: "Normal noise of one size.",
 *   references: [],
 *   options: { std: real(0.01, 0, 100, "standard deviation") },
 *   initialize: (stream, { shape }, { std }) =>
 *     Float32Array.from(normals(stream, sizeOf(shape)), (z) => std * z),
 * });
 * draw(small, [3, 2], { seed: 0, options: { std: 0.1 } }).length; // → 6
 */
/* @__NO_SIDE_EFFECTS__ */
export function defineInitializer(definition) {
    const { name, title = name, formula = "as its code says", references = [] } = definition;
    const { summary = "An initializer of the user's." } = definition;
    return { ...definition, title, formula, summary, references };
}
