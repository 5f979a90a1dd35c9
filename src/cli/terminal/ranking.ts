/** The ranked table of one problem. Pure: an outcome in, lines out. */
import type { Study } from "../../study/plan/study.js";
import { failuresOf } from "../../study/results/failures.js";
import type { MethodOutcome } from "../../study/results/methods.js";
import type { ProblemOutcome } from "../../study/results/outcome.js";
import { type Look, paint } from "./look.js";
import { FOR_WIDE, type RankingColumn, rankingColumns } from "./ranking-columns.js";
import { renderTable } from "./table.js";
import { displayWidth, truncate } from "./text.js";

/** A table and the columns that it has. */
export interface Ranking {
  readonly lines: readonly string[];
  readonly columns: readonly RankingColumn[];
}

/**
 * The methods of one problem, best first. A narrow terminal gets fewer columns and a wide one more,
 * so that no name is cut and no line breaks within a number; `--json` has them all. A pipe gets the
 * usual columns.
 */
export function renderRanking(
  study: Study,
  { methods, verdicts, metric }: Pick<ProblemOutcome, "methods" | "verdicts" | "metric">,
  look: Look,
): Ranking {
  const { width, tableWidth = width } = look;
  const measured = rankingColumns.filter(({ isMeasured }) => isMeasured?.(study, methods) ?? true);
  const tableOf = (columns: readonly RankingColumn[], atMost: number) =>
    renderTable(
      columns.map((column) => ({ ...column, title: column.titleAbove?.(methods, metric) ?? column.title })),
      methods.map((method) => columns.map(({ cell }) => cell(method, metric))),
      atMost,
    );
  const fits = (columns: readonly RankingColumn[]) =>
    tableOf(columns, Number.POSITIVE_INFINITY).every((line) => displayWidth(line) <= tableWidth);
  const isWide = tableWidth >= WIDE && tableWidth !== Number.POSITIVE_INFINITY;
  const most = isWide ? MOST_DISPENSABLE : FOR_WIDE - 1;
  const candidates = Array.from({ length: most + 1 }, (_, i) =>
    measured.filter(({ dispensable = 0 }) => dispensable <= most - i),
  );
  const columns = candidates.find(fits) ?? candidates.at(-1)!;
  const lines = tableOf(columns, tableWidth).map((line) => truncate(line, tableWidth));
  return {
    columns,
    lines: lines.map((line, i) =>
      i < 2 ? paint("dim", line, look) : paintMethod(line, methods[i - 2]!, verdicts?.leader, look),
    ),
  };
}

/** Columns of a terminal that has room for more than the usual table. */
const WIDE = 100;
const MOST_DISPENSABLE = Math.max(...rankingColumns.map(({ dispensable = 0 }) => dispensable));

function paintMethod(line: string, method: MethodOutcome, leader: string | null | undefined, look: Look): string {
  // Only a method that beat every other is printed as the winner.
  if (method.label === leader) return paint("bold", line, look);
  if (method.rank === null) return paint("red", line, look);
  return failuresOf(method) > 0 && method.runs.length > 1 ? paint("yellow", line, look) : line;
}
