/** Runs a study for the terminal: progress, interruption, the table or the JSON object. */
import type { Device } from "../../runtime/device.js";
import type { CellResult } from "../../study/plan/cell.js";
import type { Shard } from "../../study/plan/shard.js";
import type { StudyOptions } from "../../study/plan/specification.js";
import { studyOutput } from "../../study/results/output.js";
import { runStudy, type StudyEvent, type StudyOutcome } from "../../study/run/node/run-study.js";
import { isToBeRetried } from "../../study/run/queue.js";
import { exitCodes } from "../command.js";
import { renderComparison } from "../terminal/comparison-table.js";
import { createProgress, type Progress } from "../terminal/progress.js";

export interface ComparisonOptions {
  readonly json: boolean;
  readonly jobs?: number;
  readonly device?: Device;
  readonly recompute?: boolean;
  readonly replicas?: number;
  readonly shard?: Shard;
  readonly out?: string;
  readonly dataDir?: string;
}

/** @returns the exit code */
export async function runComparison(study: StudyOptions, options: ComparisonOptions): Promise<number> {
  const { json, ...run } = options;
  const { stderr, stdout, env } = process;
  const colour = (stream: NodeJS.WriteStream) => stream.isTTY === true && !env.NO_COLOR && env.TERM !== "dumb";
  const progress = createProgress({
    stream: stderr,
    live: stderr.isTTY === true && !env.CI && env.TERM !== "dumb",
    colour: colour(stderr),
    clock: () => performance.now() / 1000,
  });
  const interruption = listenForInterruption(progress);
  let outcome: StudyOutcome;
  try {
    outcome = await runStudy(study, {
      ...run,
      signal: interruption.signal,
      onEvent: progress.on,
      ...(env.STEPZERO_DEBUG ? { onOutput: progress.say } : {}),
    });
  } catch (error) {
    if (!interruption.signal.aborted) throw error;
    progress.stop();
    stderr.write("Interrupted before any run had begun.\n");
    return exitCodes.interrupted;
  } finally {
    interruption.stop();
    progress.stop();
  }
  const { results, interrupted, runtimes, out } = outcome;
  if (interrupted) {
    stderr.write(interruptedMessage(outcome, process.argv.slice(2)));
    return exitCodes.interrupted;
  }
  if (options.shard !== undefined) {
    stderr.write(partMessage(outcome, options.shard));
    return exitCode(results);
  }
  if (json) stdout.write(`${JSON.stringify(studyOutput(outcome.study, results, runtimes))}\n`);
  else {
    const width = Math.min(stdout.columns ?? 80, 120);
    stdout.write(renderComparison(outcome.study, results, { width, colour: colour(stdout) }));
  }
  if (out !== undefined) stderr.write(`Results are kept in ${out}\n${await reportOn(out)}`);
  return exitCode(results);
}

/** The page of finished results; that it cannot be drawn loses nothing. */
async function reportOn(out: string): Promise<string> {
  const { writeReport } = await import("../../report/node/write-report.js");
  try {
    const [page] = await writeReport(out);
    return `Report: ${page}\n`;
  } catch (error) {
    return `No report could be written: ${(error as Error).message}\n`;
  }
}

function exitCode(results: readonly CellResult[]): number {
  return results.some(isToBeRetried) ? exitCodes.incomplete : exitCodes.done;
}

/** Says what a study would take. @returns the exit code */
export async function runEstimate(study: StudyOptions, options: ComparisonOptions): Promise<number> {
  const { json, ...run } = options;
  const { estimateStudy } = await import("../../study/run/node/estimate-study.js");
  const { renderEstimate } = await import("../terminal/estimate-table.js");
  const onEvent = (event: StudyEvent) => {
    if (event.kind === "notice") process.stderr.write(`${event.message}\n`);
  };
  const kept = run.out !== undefined;
  const report = kept && run.shard === undefined;
  const estimate = await estimateStudy(study, { ...run, report, sinceStart: performance.now() / 1000, onEvent });
  process.stdout.write(json ? `${JSON.stringify(estimate)}\n` : renderEstimate(estimate, kept));
  return exitCodes.done;
}

function partMessage({ results, expected, study, out }: StudyOutcome, { index, count }: Shard): string {
  const done = `Part ${index} of ${count} is finished: ${results.length} of the study's ${study.cells.length} runs are kept in ${out}`;
  const unfinished = results.length < expected.length ? " (some are missing)" : "";
  return `${done}${unfinished}\nOnce all parts are: stepzero merge PART-1 … PART-${count} --out DIR\n`;
}

/** The first Ctrl-C aborts; a second one ends the process at once. */
export function listenForInterruption(progress: Progress): { readonly signal: AbortSignal; stop(): void } {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted);
    progress.stop();
    controller.abort();
  };
  const signals = ["SIGINT", "SIGTERM"] as const;
  for (const name of signals) process.on(name, onSignal);
  return {
    signal: controller.signal,
    stop() {
      for (const name of signals) process.off(name, onSignal);
    },
  };
}

function interruptedMessage({ results, expected, out }: StudyOutcome, argv: readonly string[]): string {
  const count = `Interrupted: ${results.length} of ${expected.length} runs are finished`;
  if (out === undefined) return `${count}; nothing is kept.\n`;
  return `${count} and kept in ${out}\nTo go on from there:\n  ${resumeCommand(argv, out)}\n`;
}

/** The command that was given, with `--out`. */
export function resumeCommand(argv: readonly string[], out: string): string {
  const hasOut = argv.some((word) => word === "--out" || word.startsWith("--out="));
  const words = ["stepzero", ...argv, ...(hasOut ? [] : ["--out", out])];
  return words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(" ");
}
