/**
 * A study's outcome as page, figures, tables and data. Pure: charts are drawn with a `document`.
 *
 * @module stepzero/report
 */
export { methodLooks } from "../report/colours.js";
export { csv } from "../report/exports/csv.js";
export { dataTables } from "../report/exports/data-table.js";
export { parquet } from "../report/exports/parquet.js";
export { latexTables, markdownTables } from "../report/exports/tables.js";
export { tensorboardFiles } from "../report/exports/tensorboard.js";
export { differences } from "../report/figures/differences.js";
export { finalValues } from "../report/figures/final-values.js";
export { heatMap } from "../report/figures/heat-map.js";
export { learningCurves } from "../report/figures/learning-curves.js";
export { standalone } from "../report/figures/standalone.js";
export { renderReport } from "../report/render-report.js";
