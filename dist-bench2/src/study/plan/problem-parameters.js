/** The tensors of a study's networks. */
import { parametersOf } from "../../network/models/index.js";
import { modelOf } from "./user-modules.js";
/** What the network of a problem trains, in the shapes that the data gives it. */
export function problemParameters({ models, data }, problem, users) {
    const { label, name, file, options } = models.find((one) => one.label === problem.model);
    const { shape, classes } = data.find((one) => one.name === problem.data);
    const model = modelOf({ label, name, file, options }, users);
    return parametersOf(model, { input: shape, classes }, options).parameters;
}
