/** Every named network, in one literal table. */
import { InputError, unknownName } from "../../errors.js";
import { plainCnn, vggSmall } from "./cnn.js";
import { cifar10Cnn, mnistCnn } from "./keras.js";
import { lenet5 } from "./lenet.js";
import { mlp } from "./mlp.js";
import type { Model } from "./model.js";
import { completeOptions, type OptionValues } from "./options.js";
import { resnet20 } from "./resnet.js";
import { vitTiny } from "./vit.js";

export const models: readonly Model[] = [mlp, lenet5, mnistCnn, cifar10Cnn, plainCnn, vggSmall, resnet20, vitTiny];

/** The model of that name. @throws InputError with "did you mean" */
export function findModel(name: string, known: readonly Model[] = models): Model {
  const found = known.find((model) => model.name === name);
  if (found === undefined) {
    throw unknownName(
      "model",
      name,
      known.map((model) => model.name),
    );
  }
  return found;
}

/** A model with all its options decided. */
export interface ChosenModel {
  readonly model: Model;
  readonly options: OptionValues;
}

/**
 * A model as it is written on the command line: "mlp", "mlp:depth=10,width=256,activation=tanh".
 *
 * @throws InputError for an unknown model or option, or a value that is not legal
 * @example
 * const { model, options } = parseModel("mlp:depth=10");
 * const layers = model.build({ input: [1, 28, 28], classes: 10 }, options);
 */
export function parseModel(text: string, known: readonly Model[] = models): ChosenModel {
  const colon = text.indexOf(":");
  const model = findModel(colon < 0 ? text : text.slice(0, colon), known);
  const given: Record<string, string> = {};
  for (const part of colon < 0 ? [] : text.slice(colon + 1).split(",")) {
    const [name, value, ...rest] = part.split("=").map((s) => s.trim());
    if (!name || !value || rest.length > 0) {
      throw new InputError(`Model "${text}": options are written name=value, separated by commas; got "${part}".`);
    }
    if (Object.hasOwn(given, name)) throw new InputError(`Model "${text}": option "${name}" is given twice.`);
    given[name] = value;
  }
  return { model, options: completeOptions(model.name, model.options, given) };
}

/** The text that `parseModel` reads back: only options that differ from their defaults. */
export function formatModel({ model, options }: ChosenModel): string {
  const changed = Object.entries(options).filter(([name, value]) => value !== model.options[name]?.default);
  return changed.length === 0 ? model.name : `${model.name}:${changed.map(([k, v]) => `${k}=${v}`).join(",")}`;
}
