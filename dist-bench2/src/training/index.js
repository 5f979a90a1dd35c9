/** Training a network: the loop for programs, and the parts that it is made of. */
export { compileProblem } from "./compile-problem.js";
export { DivergenceError } from "./divergence-error.js";
export { trainEpoch, trainReplicas, } from "./epoch.js";
export { evaluate, evaluateReplicas } from "./evaluate.js";
export { initializableNetworks } from "./initializable-network.js";
export { learningRate } from "./learning-rate.js";
export { losses } from "./loss.js";
export { trainingMemory } from "./memory.js";
export { optimizers } from "./optimizers.js";
export { runStreams } from "./run-streams.js";
export { schedules } from "./schedule.js";
export { initialState, separateStates, stackedStates } from "./state.js";
export { train } from "./train.js";
export { trainRuns, } from "./train-runs.js";
