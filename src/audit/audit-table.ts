/**
 * Audits a table with the options of the command line: without some methods, with a spread from one
 * of three sources.
 */
import { InputError, unknownName } from "../errors.js";
import type { FigureKey } from "../study/results/figures.js";
import type { ProblemOutcome } from "../study/results/outcome.js";
import { type Audit, audit, type Direction, type Spread, usualDirection } from "./audit.js";
import { mixedUnits, type NumberTable, takeColumn, withoutMethods } from "./number-table.js";
import { spreadByMethod, spreadFromRuns, spreadOf } from "./spread.js";

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
  /** Without it the audit says how small the spread must be. */
  readonly spread?: SpreadSource | undefined;
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
  const { figures, spread } = withSpread(rest, options.spread);
  const better = directions(figures, options);
  return {
    audit: audit(figures, { better, ...(spread === undefined ? {} : { spread }) }),
    omitted,
    notices: mixedUnits(rest),
  };
}

/** The table's figures, without a column of spreads, and their spread. */
function withSpread(
  table: NumberTable,
  source: SpreadSource | undefined,
): { readonly figures: NumberTable; readonly spread: Spread | undefined } {
  switch (source?.kind) {
    case undefined:
      return { figures: table, spread: undefined };
    case "number":
      return { figures: table, spread: spreadOf(table, source.sd) };
    case "column": {
      const { column, rest } = takeColumn(table, source.name);
      return { figures: rest, spread: spreadByMethod(rest, column, source.name) };
    }
    case "runs":
      return { figures: table, spread: spreadFromRuns(table, source.problems, source.figure, source.folder) };
  }
}

function directions({ problems }: NumberTable, { lower = [], higher = [] }: AuditTableOptions): Direction[] {
  for (const name of [...lower, ...higher]) {
    if (!problems.includes(name)) throw unknownName("column of the table", name, problems);
    if (lower.includes(name) && higher.includes(name)) {
      throw new InputError(`Column "${name}" is in --lower and in --higher; name it in one of them.`);
    }
  }
  return problems.map((name) =>
    lower.includes(name) ? "lower" : higher.includes(name) ? "higher" : usualDirection(name),
  );
}
