/** The learning rates that belong to a method's weights. */
import { InputError, unknownName } from "../errors.js";
import type { TensorSpecification } from "../network/parameter.js";
import { type AnyInitializer, type InitializerOptions, isDataDriven, type OptimizerName } from "./initializer.js";
import { completeInitializerOptions } from "./options.js";

/**
 * What the learning rate of each tensor is multiplied by, every tensor by name; undefined where all train at one rate, as with
 * nearly every method.
 *
 * @throws InputError for an optimizer that the method has no rule for, and (from a user's own) for a tensor that does not exist or a
 * multiplier that is not a number from 0 on
 * @example
 * learningRateMultipliersOf(mup, parameters, "adam")?.["dense2/kernel"]; // → 0.25 at width 256
 */
export function learningRateMultipliersOf(
  initializer: AnyInitializer,
  tensors: readonly TensorSpecification[],
  optimizer: OptimizerName,
  options: InitializerOptions = {},
): Readonly<Record<string, number>> | undefined {
  if (isDataDriven(initializer) || initializer.learningRateMultipliers === undefined) return undefined;
  const complete = completeInitializerOptions(initializer, options);
  const given = initializer.learningRateMultipliers(tensors, optimizer, complete);
  const known = tensors.map(({ name }) => name);
  for (const [name, multiplier] of Object.entries(given)) {
    if (!known.includes(name)) throw unknownName(`tensor of ${initializer.name}'s learning rates`, name, known);
    if (Number.isFinite(multiplier) && multiplier >= 0) continue;
    throw new InputError(
      `Initializer "${initializer.name}": the learning rate of "${name}" is multiplied by ${multiplier}, expected a number from 0 on.`,
    );
  }
  const all = Object.fromEntries(known.map((name) => [name, given[name] ?? 1]));
  return Object.values(all).every((multiplier) => multiplier === 1) ? undefined : all;
}
