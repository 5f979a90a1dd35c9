/** Cells that run in this process, on one data set. */
import type { Dataset } from "../../src/data/dataset.js";
import type { Runtime } from "../../src/runtime/runtime.js";
import type { Cell } from "../../src/study/plan/cell.js";
import { cellsOf } from "../../src/study/plan/cells-of.js";
import { describeDataset } from "../../src/study/plan/description.js";
import { requestStudy, type StudyOptions } from "../../src/study/plan/options.js";
import { chooseStudy } from "../../src/study/plan/plan-study.js";
import { RESULTS_VERSION } from "../../src/study/plan/study.js";
import { type CellRunner, createCellRunner } from "../../src/study/run/cell-runner.js";

/** Runs cells of one data set, which is here already. */
export function runnerOn(runtime: Runtime, dataset: Dataset, clock = () => performance.now()): CellRunner {
  return createCellRunner({ runtime, datasets: { load: async () => dataset }, clock });
}

/**
 * The cells of a study on this data set; whether its methods fit its networks shows when they run.
 */
export function cellsOn(dataset: Dataset, options: StudyOptions): Cell[] {
  const choices = chooseStudy(requestStudy({ ...options, data: dataset.name }));
  return cellsOf({ resultsVersion: RESULTS_VERSION, ...choices, tuning: undefined, data: [describeDataset(dataset)] });
}
