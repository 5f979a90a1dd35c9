/** The provenance of a reproduction: its commands, and the records of the manifests. */
import { z } from "zod";
import { folderReader } from "../../files/node/read-within.js";
import { writeFiles } from "../../files/node/written-files.js";
import { shellLine } from "../../shell-words.js";
import { budgetOf } from "../plan.js";
import { readParts } from "./read-parts.js";
const COMMANDS = "commands.json";
/** What helps where a file of the reproduction would replace somebody else's. */
export const ELSEWHERE = "Move it away, or choose another folder with --out.";
/**
 * Stores the command without options that change no result (folder of data, number of processes).
 */
export function keepCommand(out, { budget, beyond, data, seeds }) {
    const words = [
        ...["npx", "stepzero", "reproduce", "--budget", budget],
        ...(beyond ? ["--beyond"] : []),
        ...(data === undefined ? [] : ["--data", data.join(",")]),
        ...(seeds === undefined ? [] : ["--seeds", seeds]),
        ...["--out", out],
    ];
    const commands = [...new Set([...commandsOf(out), shellLine(words)])];
    writeFiles([{ path: COMMANDS, content: `${JSON.stringify(commands, null, 2)}\n` }], out, ELSEWHERE);
}
function commandsOf(out) {
    const text = folderReader(out).text([COMMANDS], 2 ** 20);
    try {
        return z.array(z.string()).parse(JSON.parse(text ?? "[]"));
    }
    catch {
        return []; // the manifests say what ran
    }
}
/** The command that makes the runs of a part, where `reproduce` stored none. */
function commandFor({ name, outcome: { study } }, out) {
    const budget = budgetOf(name, study.models[0].recipe.epochs, study.limit);
    if (budget === undefined)
        return [];
    const which = name === "beyond" ? "--beyond" : `--data ${name}`;
    return [
        `npx stepzero reproduce --budget ${budget} ${which} --seeds ${study.seeds.length} ${shellLine(["--out", out])}`,
    ];
}
/** The provenance of the results in a folder. */
export function provenanceOf(out) {
    const parts = readParts(out, () => { });
    const runs = parts.flatMap(({ manifest }) => manifest);
    const stored = commandsOf(out);
    const machines = runs.flatMap(({ machine }) => machine === undefined ? [] : `${machine.processor}, ${machine.cores} cores, Node ${machine.node}`);
    const dates = runs.flatMap(({ started }) => started?.slice(0, 10) ?? []);
    return {
        commands: stored.length > 0 ? stored : parts.flatMap((part) => commandFor(part, out)),
        machines: [...new Set(machines)],
        dates: [...new Set(dates)].sort(),
    };
}
