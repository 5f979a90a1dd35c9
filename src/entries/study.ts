/**
 * Studies: what is asked, planned, run and found.
 *
 * @module stepzero/study
 */
export { type CompareOptions, compare } from "../study/compare.js";
export {
  type Cell,
  type CellMethod,
  type CellProblem,
  type CellResult,
  type CellStatus,
  type EpochResult,
  trainingKey,
} from "../study/plan/cell.js";
export { cellId } from "../study/plan/cell-id.js";
export { bySeed, parseShard, type Shard, shardOf } from "../study/plan/cell-order.js";
export { cellsOf } from "../study/plan/cells-of.js";
export { type DataDescription, describeDataset } from "../study/plan/description.js";
export {
  requestStudy,
  type StudyOptions,
  type StudyRequest,
  studyDefaults,
  studyOptionsSchema,
} from "../study/plan/options.js";
export {
  chooseStudy,
  type NewStudy,
  type PlannedStudy,
  planStudy,
  type StudyChoices,
} from "../study/plan/plan-study.js";
export type { RateGuess, RateTuning } from "../study/plan/rate-tuning.js";
export { describeOverrides, overrideRecipe, type RecipeOverrides } from "../study/plan/recipe-overrides.js";
export {
  type Choice,
  type EvaluateTrain,
  type InitializerChoice,
  type Method,
  type ModelChoice,
  type Problem,
  RESULTS_VERSION,
  type Study,
  type UserFile,
  type Vary,
} from "../study/plan/study.js";
export type { CellTrainer, Trainer } from "../study/plan/trainer.js";
export type { TrainerRequest } from "../study/plan/trainer-request.js";
export type { CellPlace } from "../study/plan/tuned-parts.js";
export type { GridSide, RateScore, TunedRate } from "../study/plan/tuned-rate.js";
export type { TuningDesign } from "../study/plan/tuning-request.js";
export type { UserInitializer, UserModel, UserModules } from "../study/plan/user-modules.js";
export type { AcrossProblems } from "../study/results/across.js";
export { type Advice, type Distance, type Ground, grounds } from "../study/results/advice.js";
export type { Estimate } from "../study/results/estimate.js";
export type { Failures } from "../study/results/failures.js";
export { type FigureKey, figureNames } from "../study/results/figures.js";
export type { MethodOutcome } from "../study/results/methods.js";
export {
  type AnalyseOptions,
  analyse,
  type MissingRun,
  type Outcome,
  type ProblemOutcome,
} from "../study/results/outcome.js";
export { compareOutput } from "../study/results/output.js";
export type { PairVerdict } from "../study/results/pair-verdict.js";
export {
  type BudgetPlan,
  type Pilot,
  type PlanOutput,
  planSchema,
  type SeedPlan,
} from "../study/results/plan-schema.js";
export type { ProblemVerdicts } from "../study/results/problem-verdicts.js";
export type { MethodTuning, RateOutcome, SameRate } from "../study/results/rate-outcome.js";
export { readOutput } from "../study/results/read-output.js";
export type { Reason } from "../study/results/reasons.js";
export {
  type RecordedSpread,
  recordedPilot,
  recordedSpreads,
  type SpreadPlace,
} from "../study/results/recorded-spreads.js";
export {
  type Ending,
  type RunPlace,
  type RunRecord,
  type RunResult,
  recordOf,
  recordsOf,
} from "../study/results/records.js";
export { type CompareOutput, compareSchema } from "../study/results/schema.js";
export { pilotsOf, planOutput, type SeedPlanRequest, seedPlan } from "../study/results/seed-plan.js";
export {
  type CellRunner,
  type CellRunnerOptions,
  createCellRunner,
  type ModuleLoader,
  type RunCellsOptions,
} from "../study/run/cell-runner.js";
export { type ConductedStudy, type ConductOptions, conduct } from "../study/run/conduct.js";
export type {
  CellSource,
  DatasetSource,
  Executor,
  Planner,
  ResultStore,
  Steering,
  StoredResult,
  Wishes,
} from "../study/run/contracts.js";
export type { PlannedEvent, RunEvent, StudyEvent } from "../study/run/events.js";
export { type InProcessOptions, inProcess } from "../study/run/in-process.js";
export { memoryStore } from "../study/run/memory-store.js";
export type { Pace } from "../study/run/pace.js";
export { fixedGrid, mustRunAgain } from "../study/run/planners.js";
export type { Checkpoint } from "../study/run/train-cells.js";
