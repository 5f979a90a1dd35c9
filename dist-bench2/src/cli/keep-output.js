/** Results that could not be printed, in a file. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compareOutput } from "../study/results/output.js";
import { typedLine } from "./typed-command.js";
import { writeFileAtomically } from "./write-file.js";
/**
 * Writes what `compare --json` prints into a temporary folder.
 *
 * @returns where it is, or why there is none, in words
 */
export function keepOutput(outcome) {
    try {
        const file = join(mkdtempSync(join(tmpdir(), "stepzero-")), "results.json");
        writeFileAtomically(file, Buffer.from(`${JSON.stringify(compareOutput(outcome))}\n`), false);
        return `The results are kept in ${file}. To see them: ${typedLine(["report", file])}`;
    }
    catch (error) {
        return `The results are lost: ${error.message}`;
    }
}
