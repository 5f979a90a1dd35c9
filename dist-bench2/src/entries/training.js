/**
 * Training one network: the loop `train`, and what it is made of.
 *
 * @module stepzero/training
 */
export { optimizerDefaults, optimizerName, optimizerNames, } from "../recipe.js";
export { onnxRuntime } from "../runtime/onnxruntime.js";
export { compileProblem, DivergenceError, evaluate, evaluateReplicas, initializableNetworks, initialState, learningRate, losses, optimizers, runStreams, schedules, separateStates, stackedStates, train, trainEpoch, trainingMemory, trainReplicas, trainRuns, } from "../training/index.js";
