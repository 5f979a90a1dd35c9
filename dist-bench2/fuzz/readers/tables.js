/** Published tables, and words of a command. */
import { execFileSync } from "node:child_process";
import { auditTable } from "../../src/audit/audit-table.js";
import { parseNumberTable } from "../../src/audit/number-table.js";
import { shellLine } from "../../src/shell-words.js";
import { ofLanguage, ofTexts } from "../mutations/index.js";
import { bytesOf, textOf } from "../reader.js";
const tables = [
    "method,MNIST,CIFAR-10,loss\nhe,98.92,80.1,0.05\nxavier,98.60,79.5 %,0.07\nzero,9.8,10,2.3\n",
    'method\tMNIST\n"he"\t0.98\n"glorot"\t0.97\n',
    "Verfahren;MNIST;sd\nhe;98.92;0.1\nxavier;98.60;0.2\n",
];
/** Whether a shell that knows `$'…'` reads the words as they were; null bytes cannot be passed. */
export function mustReadBack(words) {
    if (words.length === 0)
        return;
    const printed = execFileSync("bash", ["-c", `printf '%s\\0' ${shellLine(words)}`]);
    const expected = bytesOf(words.map((word) => `${word}\0`).join(""));
    if (Buffer.compare(printed, expected) !== 0)
        throw new Error(`a shell reads ${JSON.stringify(words)} otherwise`);
}
/** Tables and words. */
export const tableReaders = [
    {
        name: "audit-table",
        what: "a published table",
        ending: ".csv",
        corpus: () => tables.map(bytesOf),
        mutations: ofLanguage("tables", [",", ";", "\t", '"', "±", "%", "−", "+/-", "(0.1)", "\r", "\n\n", "1e400", "NaN"]),
        subject: "fuzzed.csv",
        read(input) {
            const table = parseNumberTable(textOf(input), "fuzzed.csv");
            auditTable(table, { spread: { kind: "number", sd: 0.3 } });
            return table;
        },
    },
    {
        name: "shell-words",
        what: "words of a command, one a line",
        ending: ".txt",
        corpus: () => ["stepzero\ncompare\n--data\nmy data.npz", "a'b\n$HOME\n`x`\n\n*\n~\n-n\n"].map(bytesOf),
        mutations: ofTexts,
        read: (input) => mustReadBack(textOf(input)
            .replaceAll("\0", "")
            .split("\n")
            .filter((word) => word !== "")),
    },
];
