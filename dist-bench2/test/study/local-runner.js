import { describeDataset } from "../../src/study/plan/description.js";
import { requestStudy } from "../../src/study/plan/options.js";
import { cellsOf, chooseStudy } from "../../src/study/plan/plan-study.js";
import { RESULTS_VERSION } from "../../src/study/plan/study.js";
import { createCellRunner } from "../../src/study/run/cell-runner.js";
/** Runs cells of one data set, which is here already. */
export function runnerOn(runtime, dataset, clock = () => performance.now()) {
    return createCellRunner({ runtime, datasets: { load: async () => dataset }, clock });
}
/**
 * The cells of a study on this data set; whether its methods fit its networks shows when they run.
 */
export function cellsOn(dataset, options) {
    const choices = chooseStudy(requestStudy({ ...options, data: dataset.name }));
    return cellsOf({ resultsVersion: RESULTS_VERSION, ...choices, data: [describeDataset(dataset)] });
}
