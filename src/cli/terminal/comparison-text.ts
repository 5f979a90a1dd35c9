/** A study's outcome as a command prints it: the ranked tables, or the object of `--json`. */
import type { Outcome } from "../../study/results/outcome.js";
import { compareOutput } from "../../study/results/output.js";
import { renderComparison } from "./comparison.js";
import { columnsOf, showsColour } from "./screen.js";
import type { Terminal } from "./terminal.js";

/** Prints it on stdout. */
export function printOutcome(outcome: Outcome, asJson: boolean, { out }: Terminal): void {
  if (asJson) out.write(`${JSON.stringify(compareOutput(outcome))}\n`);
  else out.writeStyled(renderComparison(outcome, { width: columnsOf(out), colour: showsColour(out) }));
}
