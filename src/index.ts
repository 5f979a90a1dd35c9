/**
 * stepzero as a library: everything that runs without Node, in a browser too. Files, processes and
 * ONNX Runtime for Node are in "stepzero/node".
 *
 * @module stepzero
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
export { GraphBuilder } from "./graph/builder.js";
export { compile } from "./graph/compiler/compile.js";
export { replicate } from "./graph/compiler/replicas/replicate.js";
export { readOnnx } from "./graph/file/read.js";
export { writeOnnx } from "./graph/file/write.js";
// Graphs, their derivatives, and .onnx.
export { gradients } from "./graph/gradients/gradients.js";
export type { Graph, Node, Value } from "./graph/graph.js";
export {
  describe,
  type ElementType,
  type Shape,
  sizeOf,
  type Tensor,
  type TensorType,
  tensor,
  toNumbers,
} from "./graph/tensor.js";
// Initializers.
export * from "./initializers/index.js";
// Users' own .onnx models.
export * from "./network/from-onnx/index.js";
// Networks.
export * from "./network/layers/index.js";
export * from "./network/models/index.js";
// The 2019 paper, its claims, and audits of tables.
export * from "./paper/index.js";
// Random numbers by name.
export { at, normals, permutation, type Stream, signs, stream, truncatedNormals, uniforms } from "./random/index.js";
export {
  type AugmentationSpecification,
  type Hyperparameters,
  type LossName,
  type OptimizerSpecification,
  optimizerDefaults,
  optimizerNames,
  type Recipe,
  type ScheduleSpecification,
} from "./recipe.js";
export { type OnnxRuntimeModule, onnxRuntime } from "./runtime/onnxruntime.js";
export type { Runtime, Session, SessionOptions, Tensors } from "./runtime/runtime.js";
// Gains and mean-field theory of signals.
export * from "./signal/index.js";
// What a few runs say: the most used by name, everything as `statistics.…`.
export * as statistics from "./statistics/index.js";
export { type Interval, mean, median, sampleStd, tInterval } from "./statistics/index.js";
export type { Cell, CellResult, CellStatus, EpochResult } from "./study/plan/cell.js";
export { type DataDescription, describeDataset } from "./study/plan/description.js";
export { cellId, labelsOf, planStudy, type Sha256, type Study } from "./study/plan/plan.js";
export { overrideRecipe, type RecipeOverrides } from "./study/plan/recipe-overrides.js";
export {
  type CheckedOptions,
  checkOptions,
  type Problem,
  type StudyInit,
  type StudyModel,
  type StudyOptions,
  type Vary,
} from "./study/plan/specification.js";
export { parseStudy, type StudyFile, studyFileSchema, type WrittenStudy } from "./study/plan/study-file.js";
export type { AcrossProblems } from "./study/results/across.js";
export type { Estimate } from "./study/results/estimate.js";
export type { Failures } from "./study/results/failures.js";
export type { MethodOutcome } from "./study/results/methods.js";
export { type AnalyseOptions, analyse, type Outcome, type ProblemOutcome } from "./study/results/outcome.js";
export { compareOutput } from "./study/results/output.js";
export { type Ending, type RunRecord, recordOf, recordsOf } from "./study/results/records.js";
export type { CompareOutput } from "./study/results/schema.js";
export type { PairVerdict, ProblemVerdicts } from "./study/results/verdicts.js";
export { type CellRunner, createCellRunner, type RunOptions } from "./study/run/run-cell.js";
export * from "./training/index.js";
// Files of weights for other frameworks.
export * from "./weights/index.js";
