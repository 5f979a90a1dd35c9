/** How to continue after an interruption. */
import { thisProcess, typedLine } from "../typed-command.js";
/** The command of a process, as it was typed, with `--out` so that it finds its results. */
export function resumeCommand(start, out) {
    const words = start.argv.slice(2);
    const hasOut = words.some((word) => word === "--out" || word.startsWith("--out="));
    return typedLine([...words, ...(hasOut ? [] : ["--out", out])], start);
}
/** What to do after an interruption that kept results. */
export function resumeText(out) {
    return `To continue:\n  ${resumeCommand(thisProcess(), out)}\n`;
}
