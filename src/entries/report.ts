/**
 * A study's outcome as page, figures, tables and data. Pure: charts are drawn with a `document`.
 *
 * @module stepzero/report
 */
export { type MethodLook, methodLooks } from "../report/colours.js";
export { csv } from "../report/exports/csv.js";
export { type DataColumn, type DataTable, dataTables } from "../report/exports/data-table.js";
export { parquet } from "../report/exports/parquet.js";
export { latexTables, markdownTables } from "../report/exports/tables.js";
export { tensorboardFiles } from "../report/exports/tensorboard.js";
export { differences } from "../report/figures/differences.js";
export type { Figure, NumberAxis } from "../report/figures/figure.js";
export { finalValues } from "../report/figures/final-values.js";
export { heatMap } from "../report/figures/heat-map.js";
export { learningCurves } from "../report/figures/learning-curves.js";
export { standalone } from "../report/figures/standalone.js";
export { renderReport } from "../report/render-report.js";
export type { Drawing, FigureFormats, Provenance, ReportFile, ReportInput } from "../report/report.js";
