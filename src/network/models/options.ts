/** The few kinds of options models have, and reading them from "mlp:depth=10,width=256". */
import { InputError, unknownName } from "../../errors.js";
import { activations } from "../activations/activations.js";
import type { ModelOption } from "./model.js";

export type OptionValues = Readonly<Record<string, number | string>>;

/** An option that counts something: a whole number from `low` to `high`. */
export const whole = (value: number, low: number, high: number, meaning: string): ModelOption => ({
  default: value,
  legal: [low, high],
  meaning,
});

export const named = (value: string, legal: readonly string[], meaning: string): ModelOption => ({
  default: value,
  legal,
  meaning,
});

export const activationOption = (value: string): ModelOption =>
  named(value, Object.keys(activations), "activation of the hidden layers");

export const normOption = (value: "batch" | "none"): ModelOption =>
  named(value, ["batch", "none"], "normalization after each convolution (none: convolutions have biases instead)");

/** An option's value as the name it is; an activation object, which `withActivation` brings, as it is. */
export const choice = (value: number | string | undefined): string =>
  typeof value === "object" ? value : String(value);

/**
 * All options of a model: what is given, checked, and defaults for the rest. Numbers may come as text.
 *
 * @throws InputError for an option the model does not have, or a value that is not legal, with what is
 */
export function completeOptions(
  model: string,
  options: Readonly<Record<string, ModelOption>>,
  given: OptionValues,
): OptionValues {
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(options, name)) {
      if (Object.keys(options).length === 0) throw new InputError(`${model} has no options; got "${name}".`);
      throw unknownName(`option of ${model}`, name, Object.keys(options));
    }
  }
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => [
      name,
      Object.hasOwn(given, name) ? checked(model, name, option, given[name]!) : option.default,
    ]),
  );
}

function checked(model: string, name: string, { legal }: ModelOption, value: number | string): number | string {
  if (isRange(legal)) {
    const n = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    if (typeof n === "number" && Number.isInteger(n) && n >= legal[0] && n <= legal[1]) return n;
    throw new InputError(
      `${model}: ${name} must be a whole number from ${legal[0]} to ${legal[1]}, got ${JSON.stringify(value)}.`,
    );
  }
  if (legal.includes(String(value))) return String(value);
  throw unknownName(`${name} of ${model}`, String(value), legal);
}

function isRange(legal: ModelOption["legal"]): legal is readonly [number, number] {
  return typeof legal[0] === "number";
}
