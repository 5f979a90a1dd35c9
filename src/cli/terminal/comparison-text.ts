/** A study's outcome as a command prints it: the ranked tables, or the object of `--json`. */
import type { Outcome } from "../../study/results/outcome.js";
import { compareOutput } from "../../study/results/output.js";
import { renderComparison } from "./comparison.js";
import type { Look } from "./look.js";
import { columnsOf, showsColour } from "./screen.js";
import type { Terminal } from "./terminal.js";

/** The text for stdout. */
export function printedOutcome(outcome: Outcome, asJson: boolean, look: Look): string {
  return asJson ? `${JSON.stringify(compareOutput(outcome))}\n` : renderComparison(outcome, look);
}

/** Prints it on stdout. */
export function printOutcome(outcome: Outcome, asJson: boolean, { out }: Terminal): void {
  out.writeStyled(printedOutcome(outcome, asJson, { width: columnsOf(out), colour: showsColour(out) }));
}
