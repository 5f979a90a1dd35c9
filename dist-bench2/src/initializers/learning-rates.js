/** The learning rates that belong to a method's weights. */
import { InputError, unknownName } from "../errors.js";
import { completeOptions } from "../options.js";
import { isDataDriven } from "./data-driven-initializer.js";
/**
 * The factor on the learning rate of each tensor, for every tensor by name; undefined where all
 * train at one rate, as with nearly every method.
 *
 * @throws InputError for an optimizer that the method has no rule for, and (from a user's
 * initializer) for a tensor that does not exist or a factor that is not a number from 0 on
 * @example
 * import { findModel, parametersOf } from "stepzero";
 * import { learningRateMultipliersOf } from "stepzero/initializers";
 * import { mup } from "stepzero/methods";
 *
 * const problem = { input: [50], classes: 10 };
 * const { parameters } = parametersOf(findModel("mlp"), problem, { width: 256 });
 * learningRateMultipliersOf(mup, parameters, "adam")?.["dense2/kernel"]; // → 0.25
 */
export function learningRateMultipliersOf(initializer, tensors, optimizer, options) {
    if (isDataDriven(initializer) || initializer.learningRateMultipliers === undefined)
        return undefined;
    const complete = completeOptions(initializer, options);
    const multipliers = initializer.learningRateMultipliers(tensors, optimizer, complete);
    const names = tensors.map(({ name }) => name);
    for (const [name, multiplier] of Object.entries(multipliers)) {
        if (!names.includes(name))
            throw unknownName(`tensor of ${initializer.name}'s learning rates`, name, names);
        if (Number.isFinite(multiplier) && multiplier >= 0)
            continue;
        throw new InputError(`Initializer "${initializer.name}": the learning rate of "${name}" is multiplied by ${multiplier}, expected a number from 0 on.`);
    }
    const all = Object.fromEntries(names.map((name) => [name, multipliers[name] ?? 1]));
    return Object.values(all).every((multiplier) => multiplier === 1) ? undefined : all;
}
