/** The result of `npm run malformed`, in docs/hostile-input.md. */
import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { tableText } from "./table.js";
const PAGE = "docs/hostile-input.md";
const [BEGIN, END] = ["<!-- npm run malformed writes what follows -->", "<!-- up to here -->"];
/** Puts the table, with command, date and processor, in the place of the one before. */
export function writePage(rows, { seed, count }) {
    const page = readFileSync(PAGE, "utf8");
    const [before, rest] = page.split(BEGIN);
    const [, after] = rest.split(END);
    const date = new Date().toISOString().slice(0, 10);
    const command = `npm run malformed -- --seed ${seed} --mutated ${count} --page`;
    const where = `\`${command}\`, ${date},\n${cpus()[0]?.model ?? "an unknown processor"}, Node ${process.version}:`;
    writeFileSync(PAGE, `${before}${BEGIN}\n\n${where}\n\n${tableText(rows)}\n\n${END}${after}`);
}
