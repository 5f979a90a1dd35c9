/**
 * `npm run malformed -- [--seed N] [--mutated N] [--reader NAME] [--page]`: gives every reader
 * malformed inputs whose answers are known before: those written by hand (`by-hand/`), and
 * mutations of valid ones, which `rules.ts` judges. Prints a row per reader, and every input with
 * a wrong answer. With `--page` it writes the table to docs/hostile-input.md.
 *
 * Debian's Python with NumPy, onnx and yaml is needed (`oracle.py`). Equal seeds give equal inputs.
 */
import { parseArgs } from "node:util";
import { readers } from "../readers/index.js";
import { sources } from "../sources.js";
import { runInputs } from "../supervise.js";
import { byHand } from "./by-hand/index.js";
import { writePage } from "./page.js";
import { rules } from "./rules.js";
import { emptyRow, rowText, tableText } from "./table.js";
const { values } = parseArgs({
    options: {
        seed: { type: "string", default: "15" },
        mutated: { type: "string", default: "64" },
        reader: { type: "string" },
        page: { type: "boolean", default: false },
    },
});
const seed = Number(values.seed);
const count = Number(values.mutated);
/** The answer that an input got whatever was expected; undefined where it was read. */
function unreadAnswer({ outcome }) {
    switch (outcome) {
        case "read":
            return undefined;
        case "refused":
            return "refused";
        case "nameless":
        case "defect":
            return "defects";
        default:
            return "overLimits";
    }
}
function say(reader, what, problem) {
    console.log(`  ${reader}: ${what}: ${problem.slice(0, 300)}`);
}
async function findings(reader, source, to) {
    const all = [];
    await runInputs({ reader: reader.name, source, seed }, [0, to], (finding) => void all.push(finding));
    return all;
}
/** Inputs by hand: the message must have its text, and what is legal must be read. */
async function answersByHand(reader) {
    const inputs = byHand[reader.name] ?? [];
    const judged = await findings(reader, "by-hand", inputs.length);
    return judged.map((finding) => {
        const [what, , refusal] = inputs[finding.index];
        const answer = unreadAnswer(finding);
        const { outcome, message = "", place = "" } = finding;
        if (answer === "refused" && refusal !== null && message.includes(refusal))
            return answer;
        if (answer === undefined && refusal === null)
            return "acceptedRightly";
        say(reader.name, what, answer === undefined ? "read, and must be refused" : `${outcome} ${place} ${message}`);
        if (answer === "refused")
            return refusal === null ? "refusedWrongly" : "defects";
        return answer ?? "acceptedWrongly";
    });
}
/** Mutated inputs: what is read is judged by the reader's rule. */
async function answersByRule(reader) {
    const judged = await findings(reader, "mutated", count);
    const inputs = sources.mutated(reader, seed);
    const read = judged.filter((finding) => unreadAnswer(finding) === undefined);
    const faults = await rules[reader.name].rule(reader, read.map(({ index, digest }) => ({ bytes: inputs(index), digest })));
    const faultOf = new Map(read.map(({ index }, i) => [index, faults[i]]));
    return judged.map((finding) => {
        const answer = unreadAnswer(finding);
        const { index, outcome, message = "", place = "" } = finding;
        if (answer !== undefined) {
            if (answer !== "refused")
                say(reader.name, `seed ${seed}, input ${index}`, `${outcome} ${place} ${message}`);
            return answer;
        }
        const fault = faultOf.get(index);
        if (fault === undefined)
            return "acceptedRightly";
        say(reader.name, `seed ${seed}, input ${index}`, fault);
        return "acceptedWrongly";
    });
}
const rows = [];
for (const reader of readers.filter(({ name }) => values.reader === undefined || name === values.reader)) {
    const [hand, mutated] = [await answersByHand(reader), await answersByRule(reader)];
    const row = {
        ...emptyRow(reader.name),
        byHand: hand.length,
        mutated: mutated.length,
    };
    for (const answer of [...hand, ...mutated])
        row[answer] = Number(row[answer]) + 1;
    rows.push(row);
    console.log(rowText(row));
}
console.log(`\n${tableText(rows)}`);
if (values.page)
    writePage(rows, { seed, count });
process.exitCode = rows.some((row) => row.acceptedWrongly + row.refusedWrongly + row.defects + row.overLimits > 0)
    ? 1
    : 0;
