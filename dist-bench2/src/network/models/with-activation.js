/** Named models with an activation of the user. */
import { InputError } from "../../errors.js";
import { findActivation } from "../activations/find-activation.js";
/**
 * A model whose hidden layers have this activation instead of the one that its option `activation`
 * names. Its name is the model's and the activation's, "mlp-swish2"; its other options stay. A
 * study takes it from a file that exports it: worker processes load that file, as an object with
 * functions cannot be sent to them.
 *
 * @throws InputError where the model has no option `activation`
 * @example
 * import { type Activation, findModel, parametersOf } from "stepzero";
 * import { withActivation } from "stepzero/networks";
 *
 * const swish2: Activation = {
 *   name: "swish2",
 *   apply: (g, x) => g.apply("Mul", [x, g.apply("Sigmoid", [g.apply("Add", [x, x])])]),
 * };
 * const model = withActivation(findModel("mlp"), swish2);
 * parametersOf(model, { input: [1, 28, 28], classes: 10 }, { depth: 2 }).total; // → 118282
 */
export function withActivation(model, activation) {
    const checked = findActivation(activation);
    const { activation: option, ...options } = model.options;
    if (option === undefined) {
        throw new InputError(`${model.name} has no option activation; it has ${Object.keys(options).join(", ") || "no options"}. ` +
            "Define the network with defineNetwork, whose layers take the activation.");
    }
    return {
        ...model,
        name: `${model.name}-${checked.name}`,
        summary: `${model.summary}; activation ${checked.name}`,
        options,
        // The models hand this option on to their layers, which take an object where they take a name.
        build: (problem, values) => model.build(problem, { ...values, activation: checked }),
    };
}
