/** Networks that a user defines. */
import { InputError } from "../../errors.js";
import { run } from "../layers/scope.js";
/** The recipe of a network without one. */
export const plainRecipe = {
    loss: "cross-entropy",
    optimizer: { kind: "sgd", learningRate: 0.05 },
    batch: 128,
    epochs: 10,
};
/**
 * A network that a user defines, for use wherever a named model is.
 *
 * @throws InputError, when it is built, where it does not end in `[N, classes]`
 * @example
 * import { conv, defineNetwork, dense, flatten, maxPool, sequential } from "stepzero";
 *
 * const small = defineNetwork({
 *   name: "small",
 *   layers: ({ classes }) =>
 *     sequential(conv(16, 3, { activation: "relu" }), maxPool(2), flatten(), dense(classes)),
 * });
 */
export function defineNetwork(definition) {
    const { name, layers, recipe = plainRecipe, summary = "user-defined" } = definition;
    return {
        name,
        summary,
        options: {},
        recipe,
        build: (problem) => {
            const network = typeof layers === "function" ? layers(problem) : layers;
            return { kind: "", apply: (x, scope) => checkLogits(name, problem, x.shape[0], run(network, x, scope)) };
        },
    };
}
function checkLogits(name, { classes }, n, logits) {
    if (logits.shape.join() === [n, classes].join())
        return logits;
    throw new InputError(`Network "${name}" must end in logits [N, classes] = [${n}, ${classes}]; ` +
        `it ends in [${logits.shape.join(", ")}]: finish with dense(${classes}).`);
}
