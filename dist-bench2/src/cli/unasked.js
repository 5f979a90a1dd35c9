/**
 * What ends a command from outside of its own course: a module of the user's that leaves the
 * process, waits without end, or throws where nobody waits for it. Nothing of that ends in silence.
 */
import { writeSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { InputError } from "../errors.js";
import { messageOf } from "../plain-data.js";
import { exitCodes } from "./exit-codes.js";
/**
 * Rejects with the first error that is thrown where nothing catches it: a rejected promise that
 * nobody waits for, a callback of a timer. It never resolves.
 *
 * @param program folder of stepzero's code: an error from elsewhere is the user's module's
 */
export function firstStrayError(program) {
    return new Promise((_, fail) => {
        const stray = (error) => fail(fromModule(error, program) ?? error);
        process.on("unhandledRejection", stray);
        process.on("uncaughtException", stray);
    });
}
/** Where the stack begins in a file outside of stepzero's code, the message that says so. */
function fromModule(error, program) {
    const stack = error instanceof Error ? String(error.stack) : "";
    const [, path] = /\n {4}at .*?\(?(?:file:\/\/)?(\/[^()]*?:\d+):\d+\)?(?:\n|$)/.exec(stack) ?? [];
    if (path === undefined || pathToFileURL(path).href.startsWith(program.href))
        return undefined;
    return new InputError(`${path}: "${messageOf(error)}" was thrown where nothing waits for it. Await the promise, or catch the error there.`);
}
/**
 * Says why the process ends although its command has not, and makes that an error.
 *
 * @param isDone whether the command has ended by itself
 */
export function explainEarlyExit(isDone) {
    let hasNothingToDo = false;
    process.on("beforeExit", () => {
        hasNothingToDo = true;
    });
    process.on("exit", (code) => {
        if (isDone() || code === exitCodes.interrupted)
            return;
        const why = hasNothingToDo
            ? "a module waits for what never happens (await)"
            : `a module called process.exit(${code})`;
        process.exitCode = exitCodes.badInput;
        try {
            writeSync(2, `stepzero: The command has not finished: ${why}. Correct the modules that it was given.\n`);
        }
        catch {
            // stderr is closed; the exit code says it.
        }
    });
}
