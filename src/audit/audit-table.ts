/**
 * Audits a table with the options of the command line: without some methods, with a spread from one
 * of three sources.
 */
import { InputError, unknownName } from "../errors.js";
import type { FigureKey } from "../study/results/figures.js";
import type { ProblemOutcome } from "../study/results/outcome.js";
import { type Audit, audit, type Direction, type Spread, usualDirection } from "./audit.js";
import { mixedUnits, type NumberTable, partOf, takeColumn, withoutMethods } from "./number-table.js";
import { spreadByMethod, spreadByProblem, spreadFromRuns, spreadOf, spreadOfCells } from "./spread.js";

/** Figures whose spread can be measured, by their names on the command line. */
export const spreadFigures: Readonly<Record<string, FigureKey>> = {
  "test-accuracy": "testAccuracy",
  "test-loss": "testLoss",
  "train-accuracy": "trainAccuracy",
  "train-loss": "trainLoss",
};

/** Where the standard deviation over seeds comes from. */
export type SpreadSource =
  /** One for every figure, in the table's units. */
  | { readonly kind: "number"; readonly sd: number }
  /** One per column; columns without one are left out. */
  | { readonly kind: "problems"; readonly sds: ReadonlyMap<string, number> }
  /** A column of the table, one for each method. */
  | { readonly kind: "column"; readonly name: string }
  /** The user's runs; messages name `folder`. */
  | {
      readonly kind: "runs";
      readonly problems: readonly ProblemOutcome[];
      readonly figure: FigureKey;
      readonly folder: string;
    };

/** How to audit a table. */
export interface AuditTableOptions {
  /**
   * Where the spread comes from. Without one the audit says how small it must be.
   *
   * @defaultValue what stands after ± in the table, if anything does
   */
  readonly spread?: SpreadSource | undefined;
  /**
   * Runs that each figure is the mean of.
   *
   * @defaultValue 1
   */
  readonly runs?: number | undefined;
  /**
   * Columns where less is better.
   *
   * @defaultValue those called loss, error, …
   */
  readonly lower?: readonly string[] | undefined;
  /**
   * Columns where more is better.
   *
   * @defaultValue all others
   */
  readonly higher?: readonly string[] | undefined;
  /**
   * Methods to leave out.
   *
   * @defaultValue none
   */
  readonly without?: readonly string[] | undefined;
}

/** An audit, with doubts about its table. */
export interface TableAudit {
  readonly audit: Audit;
  /** Methods that were left out. */
  readonly omitted: readonly string[];
  /** Doubts about the table, in sentences. */
  readonly notices: readonly string[];
}

/**
 * Audits a table.
 *
 * @throws InputError for a method or column that the table lacks, or for a spread that does not fit
 *   the table
 */
export function auditTable(table: NumberTable, options: AuditTableOptions = {}): TableAudit {
  const omitted = [...new Set(options.without)];
  const rest = withoutMethods(table, omitted);
  const { runs = 1 } = options;
  const { figures, spread, notices } = withSpread(rest, options.spread, runs);
  const better = directions(figures, rest.problems, options);
  return {
    audit: audit(figures, { better, runs, ...(spread === undefined ? {} : { spread }) }),
    omitted,
    notices: [...mixedUnits(rest), ...notices],
  };
}

/** The table's figures, without a column of spreads or columns that have none, and their spread. */
interface WithSpread {
  readonly figures: NumberTable;
  readonly spread: Spread | undefined;
  readonly notices: readonly string[];
}

function withSpread(table: NumberTable, source: SpreadSource | undefined, runs: number): WithSpread {
  const unused =
    table.plusMinus === undefined || source === undefined
      ? []
      : ["The table's own ± is not used: an option says the spread."];
  switch (source?.kind) {
    case undefined: {
      if (table.plusMinus === undefined) return { figures: table, spread: undefined, notices: [] };
      const gapIn = (column: number) => {
        const at = table.plusMinus!.findIndex((row) => row[column] === undefined);
        return at < 0 ? undefined : `${table.methods[at]} has no ± there`;
      };
      if (table.problems.every((_, column) => gapIn(column) !== undefined)) {
        const notices = table.problems.map((name, column) => `No ± is used of column "${name}": ${gapIn(column)}.`);
        return { figures: table, spread: undefined, notices };
      }
      const { figures, notices } = withoutColumns(table, gapIn);
      const meaning =
        runs > 1
          ? []
          : [
              "± is read as the standard deviation over seeds, and each figure as one run. Where figures are means of N runs, say --runs N: they vary less.",
            ];
      return { figures, spread: spreadOfCells(figures, runs), notices: [...notices, ...meaning] };
    }
    case "number":
      return { figures: table, spread: spreadOf(table, source.sd), notices: unused };
    case "problems": {
      const { sds } = source;
      for (const name of sds.keys()) {
        if (!table.problems.includes(name)) throw unknownName("column of the table", name, table.problems);
      }
      const { figures, notices } = withoutColumns(table, (column) =>
        sds.has(table.problems[column]!) ? undefined : "--spread names none for it",
      );
      return { figures, spread: spreadByProblem(figures, sds), notices: [...unused, ...notices] };
    }
    case "column": {
      const { column, rest } = takeColumn(table, source.name);
      return { figures: rest, spread: spreadByMethod(rest, column, source.name), notices: unused };
    }
    case "runs": {
      const { problems, figure, folder } = source;
      const spreadIn = (part: NumberTable) => spreadFromRuns(part, problems, figure, folder);
      const { figures, notices } = withoutColumns(table, (column) =>
        problemOf(() => spreadIn(partOf(table, [...table.methods.keys()], [column]))),
      );
      return { figures, spread: spreadIn(figures), notices: [...unused, ...notices] };
    }
  }
}

/** The message of the InputError that it throws; undefined where it throws none. */
function problemOf(act: () => unknown): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}

/**
 * The table without the columns that have no spread, and a notice on each.
 *
 * @param why what a column lacks; undefined for one to keep
 * @throws InputError where no column is left
 */
function withoutColumns(
  table: NumberTable,
  why: (column: number) => string | undefined,
): { readonly figures: NumberTable; readonly notices: readonly string[] } {
  const reasons = table.problems.map((_, column) => why(column));
  const rest = [...reasons.keys()].filter((column) => reasons[column] === undefined);
  if (rest.length === 0) {
    throw new InputError(`No column has a spread. ${sentenceOn(table.problems[0]!, reasons[0]!)}`);
  }
  const notices = reasons.flatMap((reason, column) =>
    reason === undefined ? [] : `Skipped, as it has no spread: ${sentenceOn(table.problems[column]!, reason)}`,
  );
  return { figures: partOf(table, [...table.methods.keys()], rest), notices };
}

function sentenceOn(problem: string, reason: string): string {
  return reason.startsWith("Column ") ? reason : `Column "${problem}": ${reason}.`;
}

function directions(
  { problems }: NumberTable,
  all: readonly string[],
  { lower = [], higher = [] }: AuditTableOptions,
): Direction[] {
  for (const name of [...lower, ...higher]) {
    if (!all.includes(name)) throw unknownName("column of the table", name, all);
    if (lower.includes(name) && higher.includes(name)) {
      throw new InputError(`Column "${name}" is in --lower and in --higher; name it in one of them.`);
    }
  }
  return problems.map((name) =>
    lower.includes(name) ? "lower" : higher.includes(name) ? "higher" : usualDirection(name),
  );
}
