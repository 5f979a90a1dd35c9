/**
 * Studies: what is asked, planned, run and found.
 *
 * @module stepzero/study
 */
export { compare } from "../study/compare.js";
export { trainingKey, } from "../study/plan/cell.js";
export { cellId } from "../study/plan/cell-id.js";
export { bySeed, parseShard, shardOf } from "../study/plan/cell-order.js";
export { describeDataset } from "../study/plan/description.js";
export { requestStudy, studyDefaults, studyOptionsSchema, } from "../study/plan/options.js";
export { cellsOf, chooseStudy, planStudy, } from "../study/plan/plan-study.js";
export { describeOverrides, overrideRecipe } from "../study/plan/recipe-overrides.js";
export { RESULTS_VERSION, } from "../study/plan/study.js";
export { grounds } from "../study/results/advice.js";
export { figureNames } from "../study/results/figures.js";
export { analyse, } from "../study/results/outcome.js";
export { compareOutput } from "../study/results/output.js";
export { readOutput } from "../study/results/read-output.js";
export { recordOf, recordsOf, } from "../study/results/records.js";
export { compareSchema } from "../study/results/schema.js";
export { createCellRunner, } from "../study/run/cell-runner.js";
export { conduct } from "../study/run/conduct.js";
export { inProcess } from "../study/run/in-process.js";
export { memoryStore } from "../study/run/memory-store.js";
export { fixedGrid, mustRunAgain } from "../study/run/planners.js";
