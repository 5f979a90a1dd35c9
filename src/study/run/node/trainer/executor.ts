/**
 * An executor that runs a user's own command for each cell: it writes the initial weights, reads
 * the metrics, and records how the command ended. Whatever a trainer does costs one cell only.
 */
import { readFileSync, statSync } from "node:fs";
import { InputError } from "../../../../errors.js";
import { writeWhole } from "../../../../files/node/write-whole.js";
import { messageOf } from "../../../../plain-data.js";
import type { Cell, CellResult } from "../../../plan/cell.js";
import { sha256 } from "../../../plan/node/sha256.js";
import type { UserFile } from "../../../plan/study.js";
import type { CellTrainer, Trainer } from "../../../plan/trainer.js";
import { commandOfCell, nameOfTrainer, receives } from "../../../plan/trainer-command.js";
import type { Executor } from "../../contracts.js";
import type { RunEvent } from "../../events.js";
import type { WeightsOf } from "./initial-weights-file.js";
import { addLine, endOf, nothingReported, type Reported } from "./metrics.js";
import { type RunningCommand, runCommand } from "./run-command.js";
import { makeRunFolder, type RunFolder } from "./run-folder.js";

/** A trainer, and how its commands are run. */
export interface TrainerExecutorOptions {
  readonly trainer: Trainer;
  readonly weightsOf: WeightsOf;
  /** The file of a cell's samples, for a command that asks for it. */
  readonly samplesOf: (cell: Cell) => Promise<string>;
  /** Folder below which each cell has one while it runs. */
  readonly directory: string;
  /** Number of commands that run at once. */
  readonly jobs: number;
  /** Seconds after which a command is ended; none if left out. */
  readonly timeLimit?: number | undefined;
  /** Milliseconds, for epochs whose seconds the trainer does not say. */
  readonly clock: () => number;
  /** The variables of which the trainer gets its share. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Receives what commands write to stderr. */
  readonly onOutput?: ((text: string) => void) | undefined;
  /** Receives all that a run reported, as it ends. */
  readonly onReported?: ((cell: Cell, reported: Reported) => void) | undefined;
}

/** Variables that every command gets. */
const usual = ["PATH", "HOME", "USER", "LANG", "LC_ALL", "SYSTEMROOT"];

/** An executor of commands. */
export function trainerExecutor(options: TrainerExecutorOptions): Executor {
  const { trainer, jobs } = options;
  const changedFile = changesOf(trainer.files);
  const running = new Set<RunningCommand>();
  return {
    async run(cells, sink, signal) {
      sink({ kind: "ready", runtime: runtimeOf(trainer, nothingReported) });
      const work = async (): Promise<void> => {
        for (;;) {
          const [cell] = (signal?.aborted ? undefined : await cells.next(1)) ?? [];
          if (cell === undefined) return;
          sink({ kind: "started", cell });
          const ended = await runCell(cell, { ...options, running, changedFile, sink, signal });
          if (ended === undefined) return;
          sink({ kind: "finished", ...ended });
        }
      };
      const interrupt = (): void => {
        for (const command of running) command.interrupt();
      };
      const kill = (): void => {
        for (const command of running) command.kill();
      };
      signal?.addEventListener("abort", interrupt, { once: true });
      process.on("exit", kill);
      try {
        await Promise.all(Array.from({ length: jobs }, work));
      } finally {
        signal?.removeEventListener("abort", interrupt);
        process.off("exit", kill);
        kill();
      }
    },
  };
}

/** "trainer python3 train.py; PyTorch 2.9". */
export const runtimeOf = (trainer: CellTrainer, { runtime }: Pick<Reported, "runtime">): string =>
  `trainer ${nameOfTrainer(trainer)}${runtime === undefined ? "" : `; ${runtime}`}`;

interface CellOptions extends TrainerExecutorOptions {
  readonly running: Set<RunningCommand>;
  /** Which file of the trainer was changed, in words; undefined for none. */
  readonly changedFile: () => string | undefined;
  readonly sink: (event: RunEvent) => void;
  readonly signal: AbortSignal | undefined;
}

/** Runs one cell; undefined where it was interrupted. */
async function runCell(
  cell: Cell,
  options: CellOptions,
): Promise<{ readonly result: CellResult; readonly runtime: string } | undefined> {
  const { trainer, weightsOf, samplesOf, directory, clock, changedFile, sink, signal } = options;
  const result = (how: Pick<CellResult, "status" | "reason">, { epochs }: Reported = nothingReported): CellResult => ({
    cell,
    status: how.status,
    epochs,
    ...(how.reason === undefined ? {} : { reason: how.reason }),
  });
  const runtime = runtimeOf(trainer, nothingReported);
  const changed = changedFile();
  if (changed !== undefined) return { result: result({ status: "refused", reason: changed }), runtime };
  let run: RunFolder | undefined;
  let samples: string | undefined;
  try {
    samples = receives(trainer, "samples") ? await samplesOf(cell) : undefined;
    run = makeRunFolder(directory, cell.id, trainer.weights);
    writeWhole(run.paths.weights, await weightsOf({ ...cell, trainer }));
  } catch (error) {
    run?.remove();
    const status = error instanceof InputError ? "refused" : "crashed";
    return { result: result({ status, reason: `the trainer was not started: ${messageOf(error)}` }), runtime };
  }
  if (signal?.aborted) return undefined;
  const { paths, folder } = run;
  let reported = receives(trainer, "checkpoint") ? replayed(run.before, cell) : nothingReported;
  let last = clock();
  const { reason } = await runCommand({
    words: commandOfCell(trainer, cell, { ...paths, samples }),
    folder: trainer.folder,
    environment: environmentOf(options, folder),
    metrics: receives(trainer, "metrics") ? paths.metrics : undefined,
    scratch: folder,
    diskMegabytes: trainer.diskMegabytes,
    timeLimit: options.timeLimit,
    running: options.running,
    onOutput: options.onOutput,
    onStart: run.noteProcess,
    onLine(line) {
      const now = clock();
      const before = reported.epochs;
      reported = addLine(reported, line, cell, (now - last) / 1000);
      if (reported.epochs !== before) {
        last = now;
        sink({ kind: "epoch", cell, epoch: reported.epochs.at(-1)! });
      }
      return reported.ending === undefined;
    },
  });
  if (signal?.aborted) return undefined;
  run.remove();
  options.onReported?.(cell, reported);
  const how =
    reported.ending === undefined && reason !== undefined
      ? { status: "crashed" as const, reason: `the trainer failed: ${reason}` }
      : endOf(reported, cell);
  return { result: result(how, reported), runtime: runtimeOf(trainer, reported) };
}

/** What earlier attempts reported, without how they ended. */
function replayed(lines: readonly string[], cell: Cell): Reported {
  const { ending: _, ...reported } = lines.reduce((sum, line) => addLine(sum, line, cell, 0), nothingReported);
  return reported;
}

function environmentOf({ trainer, environment }: TrainerExecutorOptions, folder: string): Record<string, string> {
  const names = [...usual, ...trainer.environment];
  const values = names.flatMap((name) => {
    const value = environment[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  // Temporary files count as its own, and go with its folder.
  return { ...Object.fromEntries(values), TMPDIR: folder };
}

/** Says of which file the contents changed since the study was planned. */
function changesOf(files: readonly UserFile[]): () => string | undefined {
  const seen = new Map<string, string>();
  return () => {
    for (const { path, sha256: planned } of files) {
      const stats = statSync(path, { throwIfNoEntry: false });
      if (stats === undefined) return `${path} is gone since the study was planned`;
      const signature = `${stats.mtimeMs} ${stats.size}`;
      if (seen.get(path) === signature) continue;
      try {
        if (sha256(readFileSync(path)) !== planned) {
          return `${path} was changed while the study ran; run the same command again`;
        }
      } catch (error) {
        return `${path} cannot be read: ${messageOf(error)}`;
      }
      seen.set(path, signature);
    }
    return undefined;
  };
}
