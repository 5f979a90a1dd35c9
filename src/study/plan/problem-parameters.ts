/** The tensors of a study's networks. */
import { InputError } from "../../errors.js";
import { type ParameterTable, parametersOf } from "../../network/models/index.js";
import type { Problem, Study } from "./study.js";
import { modelOf, type UserModules, userModelOf } from "./user-modules.js";

/** What the network of a problem trains, in the shapes that the data gives it. */
export function problemParameters(
  { models, data }: Pick<Study, "models" | "data">,
  problem: Problem,
  users: UserModules,
): ParameterTable["parameters"] {
  const { label, name, file, options } = models.find((one) => one.label === problem.model)!;
  const { shape, classes } = data.find((one) => one.name === problem.data)!;
  const tensors = userModelOf({ label, name, file, options }, users)?.tensors;
  if (tensors !== undefined) return tensors;
  if (shape.length === 0) {
    throw new InputError(
      `${label} needs the shape of a sample of ${problem.data}. Add it to trainer.data, as shape: [1, 28, 28].`,
    );
  }
  const model = modelOf({ label, name, file, options }, users);
  return parametersOf(model, { input: shape, classes }, options).parameters;
}
