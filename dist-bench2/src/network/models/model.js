import { completeOptions } from "../../options.js";
/** A model, returned as it is: the call gives `build` the types of the options. */
/* @__NO_SIDE_EFFECTS__ */
export function defineModel(model) {
    return model;
}
/**
 * The layers of a model for a problem.
 *
 * @param options values of some options; the others keep their defaults
 * @throws InputError for an illegal option, or where the model cannot process the problem's samples
 * @example
 * import { mlp } from "stepzero";
 * import { buildModel } from "stepzero/networks";
 *
 * const layers = buildModel(mlp, { input: [1, 28, 28], classes: 10 }, { depth: 2, width: 64 });
 */
export function buildModel(model, problem, options) {
    return model.build(problem, completeOptions(model, options));
}
