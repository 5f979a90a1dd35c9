/** A study's outcome as a command prints it: the ranked tables, or the object of `--json`. */
import { jsonPieces } from "../../study/results/json-pieces.js";
import { compareOutput } from "../../study/results/output.js";
import { renderComparison, renderReminder } from "./comparison.js";
import { columnsOf, showsColour, tableColumnsOf } from "./screen.js";
/** Characters that are written at once: no string holds the runs of the largest studies. */
const PART = 2 ** 20;
/** Prints it on stdout. */
export function printOutcome(outcome, asJson, { out }) {
    if (asJson)
        writeJson(compareOutput(outcome), out);
    else {
        const look = { width: columnsOf(out), tableWidth: tableColumnsOf(out), colour: showsColour(out) };
        const text = renderComparison(outcome, look);
        // What follows, such as where the report is, takes three lines, and the prompt one.
        const isLonger = out.isTTY && out.rows !== undefined && text.split("\n").length + 4 > out.rows;
        out.writeStyled(isLonger ? text + renderReminder(outcome, look) : text);
    }
}
function writeJson(output, out) {
    let part = "";
    for (const piece of jsonPieces(output)) {
        part += piece;
        if (part.length < PART)
            continue;
        out.write(part);
        part = "";
    }
    out.write(`${part}\n`);
}
