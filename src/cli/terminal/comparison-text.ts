/** A study's outcome as a command prints it: the ranked tables, or the object of `--json`. */
import type { Outcome } from "../../study/results/outcome.js";
import { compareOutput } from "../../study/results/output.js";
import { renderComparison } from "./comparison.js";
import { columnsOf, showsColour } from "./screen.js";

/** The text for stdout. */
export function printedOutcome(outcome: Outcome, asJson: boolean): string {
  if (asJson) return `${JSON.stringify(compareOutput(outcome))}\n`;
  const { stdout } = process;
  return renderComparison(outcome, { width: columnsOf(stdout), colour: showsColour(stdout) });
}
