/** Every named network, in one literal table. */
import { unknownName } from "../../errors.js";
import { formatChoice, parseChoice, readOptions } from "../../options.js";
import { plainCnn, vggSmall } from "./cnn.js";
import { cifar10Cnn, mnistCnn } from "./keras.js";
import { lenet5 } from "./lenet.js";
import { mlp } from "./mlp.js";
import { resnet20 } from "./resnet.js";
import { vitTiny } from "./vit.js";
/** Every named network. */
export const models = [mlp, lenet5, mnistCnn, cifar10Cnn, plainCnn, vggSmall, resnet20, vitTiny];
/**
 * The model of that name.
 *
 * @param table the models to search
 * @throws InputError for an unknown name, with the nearest one
 */
export function findModel(name, table = models) {
    const match = table.find((model) => model.name === name);
    if (match === undefined) {
        throw unknownName("model", name, table.map((model) => model.name));
    }
    return match;
}
/**
 * A model as written on the command line: "mlp", "mlp:depth=10,width=256,activation=tanh".
 *
 * @throws InputError for an unknown model or option, or an illegal value
 * @example
 * import { parseModel } from "stepzero";
 *
 * const { model, options } = parseModel("mlp:depth=10");
 * const layers = model.build({ input: [1, 28, 28], classes: 10 }, options);
 */
export function parseModel(text, table = models) {
    const { name, texts } = parseChoice(text, "model");
    const model = findModel(name, table);
    return { model, options: readOptions(model, texts) };
}
/** The shortest text that `parseModel` reads back. Options with default values are omitted. */
export function formatModel({ model, options }) {
    return formatChoice(model, options);
}
