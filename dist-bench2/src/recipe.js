/**
 * How a network is trained: plain data, which can be written to a file and is part of a study
 * cell's identity. In code a recipe may also hold objects of the user (`TrainingRecipe` in
 * `training/training-recipe.ts`).
 */
import { InputError, unknownName } from "./errors.js";
const adam = { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
/**
 * The one list of optimizers, with the value of each hyperparameter that a specification leaves
 * out. The learning rates are the defaults of Keras 2018 and PyTorch; studies use them where they
 * name an optimizer without a rate.
 */
export const optimizerDefaults = {
    sgd: { learningRate: 0.01, momentum: 0, nesterov: false },
    adam,
    adamw: adam,
    rmsprop: { learningRate: 0.001, rho: 0.9, epsilon: 1e-7, momentum: 0, decay: 0 },
    adadelta: { learningRate: 1, rho: 0.95, epsilon: 1e-7 },
};
/** The names of the optimizers, in the order in which they are listed. */
export const optimizerNames = /* @__PURE__ */ Object.keys(optimizerDefaults);
/**
 * The name of an optimizer where only a name will do: the cells of a study are written to files and
 * trained by worker processes.
 *
 * @param optimizer a name, a specification or an object
 * @throws InputError for an unknown name, and for an optimizer that is an object
 */
export function optimizerName(optimizer) {
    const object = optimizer;
    const name = typeof optimizer === "string" ? optimizer : object?.kind;
    if (typeof name === "string") {
        if (Object.hasOwn(optimizerDefaults, name))
            return name;
        throw unknownName("optimizer", name, optimizerNames);
    }
    throw new InputError(`Optimizer ${typeof object?.name === "string" ? `"${object.name}"` : String(optimizer)} is an object; a study needs a ` +
        `name, because its worker processes cannot receive functions. Legal: ${optimizerNames.join(", ")}. ` +
        "To train by an optimizer of your own, use train({ recipe: { optimizer } }).");
}
