/** Training a network: the loop for programs, and the parts that it is made of. */
export { type CompileProblemOptions, compileProblem } from "./compile-problem.js";
export { DivergenceError } from "./divergence-error.js";
export {
  type EpochOptions,
  type EpochOutcome,
  type ReplicasOutcome,
  trainEpoch,
  trainReplicas,
} from "./epoch.js";
export { evaluate, evaluateReplicas } from "./evaluate.js";
export { type InitializableNetworks, initializableNetworks } from "./initializable-network.js";
export { learningRate } from "./learning-rate.js";
export { type Loss, losses } from "./loss.js";
export { type ProblemSize, type TrainingMemory, trainingMemory } from "./memory.js";
export { type Optimizer, optimizers, type Update, type UpdateInputs } from "./optimizers.js";
export { type RunStreams, runStreams } from "./run-streams.js";
export { type Progress, type Schedule, schedules } from "./schedule.js";
export { initialState, separateStates, stackedStates } from "./state.js";
export { type TrainedEpoch, type Training, type TrainOptions, train } from "./train.js";
export {
  type EpochFigures,
  type EvaluateTrain,
  type RunEpoch,
  type RunsEpoch,
  type TrainRunsOptions,
  trainRuns,
} from "./train-runs.js";
export type { TrainSettings } from "./train-setup.js";
export type {
  CompiledProblem,
  CompiledStep,
  Figures,
  LearningRateMultipliers,
  Replicas,
  RunControl,
  TrainingState,
} from "./training.js";
export type { TrainingRecipe } from "./training-recipe.js";
