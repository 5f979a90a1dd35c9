/** The study that is disturbed: two ways to run it, with the same cells. */
import { spawn } from "node:child_process";
/** Ways to start the study. Both give the same cells. */
export const programs = {
    "command line": (folder) => ["dist/cli/main.js", "compare", ...words(folder)],
    "library, checkpoints after every epoch": (folder) => ["faults/study.mjs", folder],
};
/** Eighteen runs of a few tenths of a second. */
function words(folder) {
    const study = "--data glyphs --model mlp:depth=2,width=64 --init he,zero,lsuv --seeds 6 --limit 1024 --epochs 4";
    return [...study.split(" "), "--jobs", "2", "--lease", String(LEASE), "--out", folder];
}
/** Seconds of a claim's lease. */
export const LEASE = 3;
/**
 * Starts the study in a process group of its own, its stderr in a pipe.
 *
 * @param prefix words before the program, as those of `unshare`
 */
export function startStudy(program, folder, prefix = []) {
    const [command, ...args] = [...prefix, process.execPath, ...programs[program](folder)];
    const child = spawn(command, args, { detached: true, stdio: ["ignore", "pipe", "pipe"] });
    let text = "";
    child.stderr.setEncoding("utf8").on("data", (part) => (text += part));
    child.stdout.resume();
    const ended = new Promise((resolve) => child.on("close", (code, signal) => resolve(code ?? signal)));
    return { child, ended, text: () => text };
}
