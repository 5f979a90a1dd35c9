/** Every named network, in one literal table. */
import { unknownName } from "../../errors.js";
import { formatChoice, type OptionValues, parseChoice, readOptions } from "../../options.js";
import { plainCnn, vggSmall } from "./cnn.js";
import { cifar10Cnn, mnistCnn } from "./keras.js";
import { lenet5 } from "./lenet.js";
import { mlp } from "./mlp.js";
import type { Model } from "./model.js";
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
  const { name, texts } = parseChoice(text, "model");
  const model = findModel(name, known);
  return { model, options: readOptions(model, texts) };
}

/** The text that `parseModel` reads back: only options that differ from their defaults. */
export function formatModel({ model, options }: ChosenModel): string {
  return formatChoice(model, options);
}
