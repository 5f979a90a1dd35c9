#!/usr/bin/env node
/**
 * The command line's entry: finds the command, runs it, and turns errors into messages and exit
 * codes.
 */
import { InputError } from "../errors.js";
import { version } from "../version.js";
import { commands } from "./commands.js";
import { exitCodes } from "./exit-codes.js";
import { parseCommandLine } from "./parse.js";
import { columnsOf } from "./terminal/screen.js";
import { openTerminal, quiet } from "./terminal/terminal.js";
import { explainEarlyExit, firstStrayError } from "./unasked.js";
/** Milliseconds after the command in which the process ends by itself. */
const LAST_WAIT = 2000;
const { argv, env } = process;
const terminal = openTerminal(process);
/** @returns the exit code */
async function main() {
    const request = await parseCommandLine(argv.slice(2), commands);
    if (request.kind === "run") {
        const { definition, args, options } = request;
        return definition.run(args, options, options.has("quiet") ? quiet(terminal) : terminal);
    }
    if (request.kind === "version") {
        terminal.out.write(`stepzero ${version}\n`);
        return exitCodes.done;
    }
    const { helpOf, overview } = await import("./help.js");
    const width = columnsOf(terminal.out);
    terminal.out.write(request.kind === "help" ? helpOf(request.entry, request.definition, width) : overview(commands, width));
    return exitCodes.done;
}
/** Bad input is the user's to mend and gets no stack trace. @returns the exit code */
async function reportError(error) {
    const isInput = error instanceof InputError;
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    const hint = isInput ? "" : " (this is a defect of stepzero; STEPZERO_DEBUG=1 shows where)";
    const { errorText } = await import("./terminal/error-text.js");
    const { err } = terminal;
    err.write(errorText(`${message}${hint}`, err.isTTY ? columnsOf(err) : undefined));
    if (!isInput && env.STEPZERO_DEBUG)
        err.write(`${stack}\n`);
    return isInput ? exitCodes.badInput : exitCodes.defect;
}
let isDone = false;
explainEarlyExit(() => isDone);
const stray = firstStrayError(new URL("../", import.meta.url));
const code = await terminal.close(await Promise.race([main(), stray]).catch(reportError));
isDone = true;
process.exitCode = code;
// Node 20 aborts when it leaves a terminal that is not there any more.
if (terminal.isGone())
    process.kill(process.pid, "SIGHUP");
// A reader that has stopped would keep the process.
if (terminal.err.isBehind || terminal.out.isBehind)
    process.exit();
// So would a timer of a user's module. Workers that are ending have left until then.
setTimeout(() => process.exit(), LAST_WAIT).unref();
