/**
 * stepzero as a library: everything that runs without Node, in a browser too. Files, processes and ONNX Runtime for Node are
 * in "stepzero/node".
 */

// Data sets, and reading the formats they come in.
export {
  type CatalogueEntry,
  type CatalogueName,
  catalogue,
  type Dataset,
  datasetChecksum,
  datasetFromArrays,
  glyphs,
  type LabelledArrays,
  parseCifar,
  parseCsv,
  parseIdx,
  parseNpy,
  parseNpz,
  type Split,
} from "./data/index.js";
export { InputError, ShapeError } from "./errors.js";
// What frameworks' defaults and methods really do.
export * from "./explain/index.js";
// Graphs, their derivatives, and .onnx.
export { gradients } from "./gradients/gradients.js";
// Initializers.
export * from "./initializers/index.js";
// Networks.
export * from "./layers/index.js";
export { compile } from "./lowering/compile.js";
export * from "./models/index.js";
export { GraphBuilder } from "./onnx/builder.js";
export type { Graph, Node, Value } from "./onnx/graph.js";
export { readOnnx } from "./onnx/read.js";
export {
  describe,
  type ElementType,
  type Shape,
  sizeOf,
  type Tensor,
  type TensorType,
  tensor,
  toNumbers,
} from "./onnx/tensor.js";
export { writeOnnx } from "./onnx/write.js";
// Users' own .onnx models.
export * from "./onnx-model/index.js";
// Random numbers by name.
export { at, normals, permutation, type Stream, signs, stream, truncatedNormals, uniforms } from "./random/index.js";
export { replicate } from "./replicas/replicate.js";
// The 2019 paper, its claims, and audits of tables.
export * from "./reproduction/index.js";
export { type OnnxRuntimeModule, onnxRuntime } from "./runtime/onnxruntime.js";
export type { Runtime, Session, SessionOptions, Tensors } from "./runtime/runtime.js";
// Gains and mean-field theory of signals.
export * from "./signal/index.js";
// What a few runs say: the most used by name, everything as `statistics.…`.
export * as statistics from "./statistics/index.js";
export { type Interval, mean, median, sampleStd, tInterval } from "./statistics/index.js";
export type { Cell, CellResult, CellStatus, EpochResult, EvaluateTrain } from "./study/cell.js";
export { type DataDescription, describeDataset } from "./study/description.js";
export type { Estimate } from "./study/estimate.js";
export { cellId, labelsOf, planStudy, type Sha256, type Study } from "./study/plan.js";
export { type OptimizerKind, overrideRecipe, type RecipeOverrides } from "./study/recipe-overrides.js";
export { type CellRunner, createCellRunner, type RunOptions } from "./study/run-cell.js";
export { findings } from "./study/sentences.js";
export {
  type CheckedOptions,
  checkOptions,
  type Problem,
  type StudyInit,
  type StudyModel,
  type StudyOptions,
  type Vary,
} from "./study/specification.js";
export { parseStudy, type StudyFile, studyFileSchema, type WrittenStudy } from "./study/study-file.js";
export { type Failures, isStuck, type MethodSummary, summarize } from "./study/summary.js";
export { judgeProblems, type PairVerdict, type ProblemVerdicts } from "./study/verdicts.js";
export {
  type EpochOptions,
  type EpochOutcome,
  type ReplicasOutcome,
  trainEpoch,
  trainReplicas,
} from "./training/epoch.js";
export { evaluate, evaluateReplicas } from "./training/evaluate.js";
export { type InitializableNetworks, initializableNetworks } from "./training/initializable-network.js";
export { type ProblemSize, type TrainingMemory, trainingMemory } from "./training/memory.js";
export type {
  AugmentationSpecification,
  OptimizerSpecification,
  Recipe,
  ScheduleSpecification,
} from "./training/recipe.js";
export { initialState, separateStates, stackedStates } from "./training/state.js";
export { type RunStreams, runStreams } from "./training/step-inputs.js";
export {
  type CompiledProblem,
  type CompileProblemOptions,
  compileProblem,
  type Figures,
  type RateMultipliers,
  type Replicas,
  type TrainingState,
} from "./training/training.js";
// Files of weights for other frameworks.
export * from "./weights/index.js";
