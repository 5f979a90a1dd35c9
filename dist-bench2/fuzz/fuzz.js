/**
 * `npm run fuzz -- --minutes 10 [--seed N] [--reader NAME] [--out DIR]`: gives every reader of the
 * package mutated inputs, and looks for errors that are no `InputError`, messages without the
 * file's name, more than 5 s of processor time and more than 1 GiB.
 *
 * Equal seeds give equal inputs; without `--seed` the time of the start is the seed. Inputs that
 * fail are kept in `--out` (fuzz-failures), one of each kind: `npm run fuzz -- --input FILE
 * --reader NAME` reads one again.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { attempt } from "./attempt.js";
import { inputOf } from "./input.js";
import { wholeCorpus } from "./reader.js";
import { readers } from "./readers/index.js";
import { runInputs } from "./supervise.js";
const { values } = parseArgs({
    options: {
        minutes: { type: "string", default: "10" },
        seed: { type: "string" },
        reader: { type: "string" },
        out: { type: "string", default: "fuzz-failures" },
        input: { type: "string" },
    },
});
const selection = readers.filter(({ name }) => values.reader === undefined || name === values.reader);
if (selection.length === 0)
    throw new Error(`--reader must be one of ${readers.map(({ name }) => name).join(", ")}`);
/** Inputs of a reader in one child. */
const BATCH = 50;
async function fuzz(seed, seconds) {
    const tallies = new Map(selection.map((one) => [one.name, { inputs: 0, read: 0, failures: new Map() }]));
    const end = performance.now() + 1000 * seconds;
    for (let round = 0; performance.now() < end; round++) {
        for (const reader of selection) {
            if (performance.now() >= end)
                break;
            const tally = tallies.get(reader.name);
            const range = [round * BATCH, (round + 1) * BATCH];
            const corpus = wholeCorpus(reader);
            await runInputs({ reader: reader.name, source: "fuzz", seed }, range, (finding) => count(reader, corpus, seed, tally, finding));
        }
    }
    for (const [name, { inputs, read, failures }] of tallies) {
        console.log(`${name}: ${inputs} inputs, ${read} read, ${failures.size} kinds of failures`);
    }
    return [...tallies.values()].every(({ failures }) => failures.size === 0);
}
function count(reader, corpus, seed, tally, finding) {
    tally.inputs++;
    if (finding.outcome === "read")
        tally.read++;
    if (finding.outcome === "read" || finding.outcome === "refused")
        return;
    const key = `${finding.outcome} ${finding.place ?? finding.message?.replaceAll(/\d+|"[^"]*"/g, "…").slice(0, 60)}`;
    const before = tally.failures.get(key);
    if (before !== undefined) {
        before.count++;
        return;
    }
    tally.failures.set(key, { count: 1, finding });
    const { bytes, mutations } = inputOf(reader, corpus, seed, finding.index);
    mkdirSync(values.out, { recursive: true });
    const file = join(values.out, `${reader.name}-${seed}-${finding.index}${reader.ending}`);
    writeFileSync(file, bytes);
    console.log(`${reader.name}: ${finding.outcome}: ${finding.place ?? ""} ${JSON.stringify(finding.message?.slice(0, 200))}`);
    console.log(`  seed ${seed}, input ${finding.index} (${mutations.join(", ")}), kept as ${file}`);
}
if (values.input !== undefined) {
    console.log(await attempt(selection[0], new Uint8Array(readFileSync(values.input)), tmpdir()));
}
else {
    const seed = Number(values.seed ?? Math.floor(Date.now() / 1000));
    console.log(`seed ${seed}`);
    process.exitCode = (await fuzz(seed, 60 * Number(values.minutes))) ? 0 : 1;
}
