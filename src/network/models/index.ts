/** The named networks, and how to define one's own. */
export { defineNetwork, type NetworkDefinition, plainRecipe } from "./define.js";
export { type EvaluationNetwork, evaluationNetwork } from "./evaluation.js";
export type { Model, ModelOption, ProblemShape } from "./model.js";
export { type ChosenModel, findModel, formatModel, models, parseModel } from "./models.js";
export { completeOptions, type OptionValues } from "./options.js";
export { type ParameterTable, parametersOf } from "./parameter-table.js";
export { withActivation } from "./with-activation.js";
