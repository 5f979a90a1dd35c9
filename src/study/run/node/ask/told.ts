/** What a program tells of a cell, as the result of the cell. Pure: lines → result. */
import { InputError } from "../../../../errors.js";
import type { Cell, CellResult } from "../../../plan/cell.js";
import type { StoredResult } from "../../contracts.js";
import { runtimeOf } from "../trainer/executor.js";
import { addLine, endOf, nothingReported, type Reported } from "../trainer/metrics.js";

/**
 * What is told of a run: the lines of docs/your-trainer.md, as objects or as texts, or why it broke
 * off.
 */
export type Told = readonly (object | string)[] | { readonly crashed: string };

/**
 * The result of a cell.
 *
 * @throws InputError where a line is wrong or epochs are missing; the cell is then still to be told
 */
export function toldResult(cell: Cell, metrics: Told): StoredResult {
  const lines: readonly (object | string)[] = "crashed" in metrics ? [] : metrics;
  const reported = lines.reduce<Reported>(
    (sum, line) => addLine(sum, typeof line === "string" ? line : lineOf(line), cell, 0),
    nothingReported,
  );
  const how = "crashed" in metrics ? { status: "crashed" as const, reason: metrics.crashed } : endOf(reported, cell);
  if (!("crashed" in metrics) && (how.status === "crashed" || how.status === "refused")) {
    throw new InputError(
      `The metrics of ${cell.id} are not taken: ${how.reason}. Tell them again, or tell that the run crashed, and why.`,
    );
  }
  const { status, reason } = how;
  const result: CellResult = { cell, status, epochs: reported.epochs, ...(reason === undefined ? {} : { reason }) };
  return { result, runtime: runtimeOf(cell.trainer!, reported) };
}

/** JSON has no NaN; a line may. */
const lineOf = (line: object): string =>
  JSON.stringify(line, (_, value: unknown) => (typeof value === "number" && !Number.isFinite(value) ? null : value));
