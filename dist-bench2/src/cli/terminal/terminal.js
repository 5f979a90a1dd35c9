/** The command's stdout and stderr, and what its exit code says where they failed. */
import { isatty } from "node:tty";
import { exitCodes } from "../exit-codes.js";
import { textStream } from "./text-stream.js";
/** The terminal of a command with `--quiet`. */
export function quiet(terminal) {
    return { ...terminal, isQuiet: true, say: () => { } };
}
/** Milliseconds in which a reader may take what waits, when all else is done. */
const PATIENCE = 2000;
/** The terminal of a process. */
export function openTerminal(streams) {
    const terminals = [0, 1, 2].filter(isatty);
    const out = textStream(streams.stdout, true);
    const err = textStream(streams.stderr, false);
    return {
        out,
        err,
        isQuiet: false,
        say: err.write,
        async close(code) {
            await (code === exitCodes.interrupted ? within(PATIENCE, out.flushed()) : out.flushed());
            if (out.failure !== undefined)
                err.write(`stepzero: ${lossText(out.failure)}\n`);
            await within(PATIENCE, err.flushed());
            return code === exitCodes.done && out.failure !== undefined ? exitCodes.unwritten : code;
        },
        isGone: () => !terminals.every(isatty),
    };
}
function lossText(failure) {
    return failure.code === "EPIPE"
        ? "stdout was closed before all of the text was written."
        : `stdout did not take all of the text: ${failure.message}.`;
}
/** Resolves with the promise, or after so many milliseconds. */
async function within(milliseconds, promise) {
    let timer;
    const late = new Promise((done) => {
        timer = setTimeout(done, milliseconds);
    });
    await Promise.race([promise, late]);
    clearTimeout(timer);
}
