/** What a page needs to make a report from the runs that it is given. */
export { renderReport } from "../../src/report/render-report.js";
export { analyse } from "../../src/study/results/outcome.js";
