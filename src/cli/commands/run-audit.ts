/** Reads a table and the spread of its figures, and tells the audit. */
import { readFileSync } from "node:fs";
import { audit as auditTable, type Direction, type Spread, usualDirection } from "../../audit/audit.js";
import { assumptions, figure, rankingSentences } from "../../audit/audit-sentences.js";
import {
  mixedUnits,
  type NumberTable,
  parseNumberTable,
  takeColumn,
  withoutMethods,
} from "../../audit/number-table.js";
import { spreadByMethod, spreadFromRuns, spreadOf } from "../../audit/spread.js";
import { InputError, unknownName } from "../../errors.js";
import { readParts } from "../../paper/node/read-parts.js";
import { paperNumberTable } from "../../paper/paper-table.js";
import type { FigureKey } from "../../study/results/figures.js";
import { renderTable } from "../terminal/table.js";
import { wrap } from "../terminal/text.js";

export interface AuditOptions {
  readonly json: boolean;
  readonly width: number;
  readonly spread: number | undefined;
  readonly spreadColumn: string | undefined;
  readonly spreadFrom: string | undefined;
  readonly figure: string | undefined;
  readonly lower: readonly string[];
  readonly higher: readonly string[];
  readonly without: readonly string[];
}

const figures: Readonly<Record<string, FigureKey>> = {
  "test-accuracy": "testAccuracy",
  "test-loss": "testLoss",
  "train-accuracy": "trainAccuracy",
  "train-loss": "trainLoss",
};

/** @param file a table; the paper's if left out */
export function runAudit(file: string | undefined, options: AuditOptions): string {
  const whole = file === undefined ? paperNumberTable : parseNumberTable(readText(file), file);
  const left = [...new Set([...(file === undefined ? ["Zero"] : []), ...options.without])];
  const kept = withoutMethods(whole, left);
  for (const notice of mixedUnits(kept)) process.stderr.write(`${notice}\n`);
  const { table, spread } = withSpread(kept, options, file === undefined ? "train-accuracy" : "test-accuracy");
  const result = auditTable(table, { better: directions(table, options), ...(spread === undefined ? {} : { spread }) });
  if (options.json) return `${JSON.stringify(result)}\n`;
  const { width } = options;
  const blocks = [...result.rankings, ...(result.average === null ? [] : [result.average])].map((ranking) => {
    const rows = ranking.order.map(({ method, figure: x, sd }) => [method, figure(x), sd === null ? "–" : figure(sd)]);
    const columns = [
      { title: [ranking.problem], align: "left" as const, flexible: true },
      { title: ["figure"], align: "right" as const },
      { title: ["sd over seeds"], align: "right" as const },
    ];
    const lines = rankingSentences(ranking).map((text) => wrap(`• ${text}`, width, "  "));
    return [...renderTable(columns, rows, width), "", ...lines].join("\n");
  });
  const omitted = left.length === 0 ? [] : [`Left out: ${left.join(", ")}.`];
  const notes = [...omitted, ...assumptions(result)].map((text) => wrap(text, width));
  return `${[...blocks, notes.join("\n")].join("\n\n")}\n`;
}

function withSpread(
  table: NumberTable,
  { spread, spreadColumn, spreadFrom, figure: name }: AuditOptions,
  usual: string,
): { readonly table: NumberTable; readonly spread: Spread | undefined } {
  const key = figures[name ?? usual];
  if (key === undefined) throw unknownName("figure", name!, Object.keys(figures));
  if (spread !== undefined) return { table, spread: spreadOf(table, spread) };
  if (spreadColumn !== undefined) {
    const { column, rest } = takeColumn(table, spreadColumn);
    return { table: rest, spread: spreadByMethod(rest, column, spreadColumn) };
  }
  if (spreadFrom === undefined) return { table, spread: undefined };
  const parts = readParts(spreadFrom, (message) => process.stderr.write(`${message}\n`));
  const problems = parts.flatMap(({ outcome }) => outcome.problems);
  return { table, spread: spreadFromRuns(table, problems, key, spreadFrom) };
}

function directions({ problems }: NumberTable, { lower, higher }: AuditOptions): Direction[] {
  for (const name of [...lower, ...higher]) {
    if (!problems.includes(name)) throw unknownName("column of the table", name, problems);
    if (lower.includes(name) && higher.includes(name)) {
      throw new InputError(`Column "${name}" is named by --lower and by --higher; give one.`);
    }
  }
  return problems.map((name) =>
    lower.includes(name) ? "lower" : higher.includes(name) ? "higher" : usualDirection(name),
  );
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const missing = (error as { code?: string }).code === "ENOENT";
    const what = missing ? `There is no file ${file}.` : `${file} cannot be read: ${(error as Error).message}.`;
    throw new InputError(`${what} Expected a .csv with a method a row.`);
  }
}
