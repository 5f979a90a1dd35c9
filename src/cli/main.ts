#!/usr/bin/env node
/**
 * The command line's entry: finds the command, runs it, and turns errors into messages and exit
 * codes.
 */
import { InputError } from "../errors.js";
import { version } from "../version.js";
import { exitCodes } from "./command.js";
import { commands } from "./commands.js";
import { parseCommandLine } from "./parse.js";
import { columnsOf } from "./terminal/screen.js";

const { argv, env, stderr, stdout } = process;

// `stepzero list | head -1` closes the pipe before everything is written.
stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit();
  throw error;
});

/** @returns the exit code */
async function main(): Promise<number> {
  const request = await parseCommandLine(argv.slice(2), commands);
  if (request.kind === "run") return request.definition.run(request.args, request.options);
  if (request.kind === "version") {
    stdout.write(`stepzero ${version}\n`);
    return exitCodes.done;
  }
  const { helpOf, overview } = await import("./help.js");
  const width = columnsOf(stdout);
  stdout.write(request.kind === "help" ? helpOf(request.entry, request.definition, width) : overview(commands, width));
  return exitCodes.done;
}

/** Bad input is the user's to mend and gets no stack trace. @returns the exit code */
async function reportError(error: unknown): Promise<number> {
  const isInput = error instanceof InputError;
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const hint = isInput ? "" : " (this is a defect of stepzero; STEPZERO_DEBUG=1 shows where)";
  const { errorText } = await import("./terminal/error-text.js");
  stderr.write(errorText(`${message}${hint}`, stderr.isTTY ? columnsOf(stderr) : undefined));
  if (!isInput && env.STEPZERO_DEBUG) stderr.write(`${stack}\n`);
  return isInput ? exitCodes.badInput : exitCodes.defect;
}

process.exitCode = await main().catch(reportError);
