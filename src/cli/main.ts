#!/usr/bin/env node
/** The command line's entry: finds the command, runs it, and turns what is thrown into a message and an exit code. */
import { InputError } from "../errors.js";
import { version } from "../version.js";
import { parseCommandLine } from "./arguments.js";
import { type CommandDefinition, exitCodes } from "./command.js";
import { audit } from "./commands/audit.js";
import { compare } from "./commands/compare.js";
import { devicesCommand } from "./commands/devices.js";
import { explain } from "./commands/explain.js";
import { init } from "./commands/init.js";
import { list } from "./commands/list.js";
import { merge } from "./commands/merge.js";
import { report } from "./commands/report.js";
import { reproduce } from "./commands/reproduce.js";

const commands: readonly CommandDefinition[] = [
  compare,
  report,
  reproduce,
  audit,
  merge,
  init,
  explain,
  list,
  devicesCommand,
];

// `stepzero list | head -1` closes the pipe before we are through.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit();
  throw error;
});

try {
  const request = parseCommandLine(
    process.argv.slice(2),
    commands,
    version,
    Math.min(process.stdout.columns ?? 80, 120),
  );
  if (request !== undefined) process.exitCode = await request.command.run(request.args, request.given);
} catch (error) {
  if (error instanceof InputError) {
    process.stderr.write(`stepzero: ${error.message}\n`);
    process.exitCode = exitCodes.badInput;
  } else {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    process.stderr.write(`stepzero: ${message} (this is a defect of stepzero; STEPZERO_DEBUG=1 shows where)\n`);
    if (process.env.STEPZERO_DEBUG) process.stderr.write(`${stack}\n`);
    process.exitCode = exitCodes.assertionFailed;
  }
}
