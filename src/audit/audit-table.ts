/**
 * Audits a table as a person asks for it: without some methods, with a spread from one of three
 * sources.
 */
import { InputError, unknownName } from "../errors.js";
import type { FigureKey } from "../study/results/figures.js";
import type { ProblemOutcome } from "../study/results/outcome.js";
import { type Audit, audit, type Direction, type Spread, usualDirection } from "./audit.js";
import { mixedUnits, type NumberTable, takeColumn, withoutMethods } from "./number-table.js";
import { spreadByMethod, spreadFromRuns, spreadOf } from "./spread.js";

/** Names of the figures that a spread can be measured of. */
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
  /** Runs of one's own; `folder` is named in messages. */
  | {
      readonly kind: "runs";
      readonly problems: readonly ProblemOutcome[];
      readonly figure: FigureKey;
      readonly folder: string;
    };

/** How to audit a table. */
export interface AuditTableOptions {
  /** Without it the audit says how small the spread would have to be. */
  readonly spread?: SpreadSource | undefined;
  /** Columns where less is better. @defaultValue those called loss, error, … */
  readonly lower?: readonly string[] | undefined;
  /** Columns where more is better. @defaultValue all others */
  readonly higher?: readonly string[] | undefined;
  /** Methods to leave out. @defaultValue none */
  readonly without?: readonly string[] | undefined;
}

/** An audit with what a reader should know about its table. */
export interface TableAudit {
  readonly audit: Audit;
  /** Methods that were left out. */
  readonly omitted: readonly string[];
  /** Doubts about the table, in sentences. */
  readonly notices: readonly string[];
}

/**
 * @throws InputError for a method or column that the table lacks, or a spread that it cannot take
 * @example
 * import { auditTable } from "../src/audit/audit-table.js";
 *
 * const table = { methods: ["he", "xavier"], problems: ["MNIST"], values: [[98.9], [98.6]] };
 * auditTable(table, { spread: { kind: "number", sd: 0.1 } }).audit.rankings[0]!.lead; // → 0.3
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
