import { failuresOf } from "../../study/results/failures.js";
import { paint } from "./look.js";
import { FOR_WIDE, rankingColumns } from "./ranking-columns.js";
import { renderTable } from "./table.js";
import { displayWidth, truncate } from "./text.js";
/**
 * The methods of one problem, best first. A narrow terminal gets fewer columns and a wide one more,
 * so that no name is cut and no line breaks within a number; `--json` has them all. A pipe gets the
 * usual columns.
 */
export function renderRanking(study, { methods, verdicts }, look) {
    const { width, tableWidth = width } = look;
    const measured = rankingColumns.filter(({ isMeasured }) => isMeasured?.(study) ?? true);
    const tableOf = (columns, atMost) => renderTable(columns.map((column) => ({ ...column, title: column.titleAbove?.(methods) ?? column.title })), methods.map((method) => columns.map(({ cell }) => cell(method))), atMost);
    const fits = (columns) => tableOf(columns, Number.POSITIVE_INFINITY).every((line) => displayWidth(line) <= tableWidth);
    const isWide = tableWidth >= WIDE && tableWidth !== Number.POSITIVE_INFINITY;
    const most = isWide ? MOST_DISPENSABLE : FOR_WIDE - 1;
    const candidates = Array.from({ length: most + 1 }, (_, i) => measured.filter(({ dispensable = 0 }) => dispensable <= most - i));
    const columns = candidates.find(fits) ?? candidates.at(-1);
    const lines = tableOf(columns, tableWidth).map((line) => truncate(line, tableWidth));
    return {
        columns,
        lines: lines.map((line, i) => i < 2 ? paint("dim", line, look) : paintMethod(line, methods[i - 2], verdicts?.leader, look)),
    };
}
/** Columns of a terminal that has room for more than the usual table. */
const WIDE = 100;
const MOST_DISPENSABLE = Math.max(...rankingColumns.map(({ dispensable = 0 }) => dispensable));
function paintMethod(line, method, leader, look) {
    // Only a method that beat every other is printed as the winner.
    if (method.label === leader)
        return paint("bold", line, look);
    if (method.rank === null)
        return paint("red", line, look);
    return failuresOf(method) > 0 && method.runs.length > 1 ? paint("yellow", line, look) : line;
}
