/**
 * An executor of child processes, one per core: training blocks its thread, and a crash in native
 * code must cost one cell only. The order in which cells are handed out is the source's; results do
 * not depend on it.
 */
import { type ChildProcess, fork } from "node:child_process";
import type { LoadOptions } from "../../../data/node/index.js";
import type { Device } from "../../../runtime/device.js";
import { causeOfDeath } from "../../../runtime/node/cause-of-death.js";
import type { Cell } from "../../plan/cell.js";
import type { CellSource, Executor } from "../contracts.js";
import type { RunEvent } from "../events.js";
import type { CheckpointFile, FromWorker, Order, ToWorker } from "../protocol.js";
import { startSupervision, supervise } from "../supervision/supervise.js";
import type { Command, Step, SupervisionEvent } from "../supervision/supervision.js";

/** What a worker process is told when it starts. */
export interface WorkerSettings {
  readonly device: Device;
  /** Whether most activations are computed again in the backward pass (`CompileProblemOptions`). */
  readonly recompute: boolean;
  /** Where data sets are read from. */
  readonly places: Pick<LoadOptions, "cacheDir" | "dataDir" | "onlyDataDir">;
}

export interface ProcessesOptions extends WorkerSettings {
  /** Number of processes. */
  readonly jobs: number;
  /** Number of cells of one training graph that a process trains at once. @defaultValue 1 */
  readonly replicas?: number | undefined;
  /** Where the state of a running cell is kept; nowhere if left out. */
  readonly checkpointOf?: ((cell: Cell) => CheckpointFile) | undefined;
  /** The workers' script, for tests. */
  readonly script?: URL | undefined;
  /** Receives what the workers write to stderr; what they write to stdout is dropped. */
  readonly onOutput?: ((text: string) => void) | undefined;
}

export interface Processes extends Executor {
  /** Times the cells instead of training them; each ends in a "measured" event. */
  measure(cells: CellSource, sink: (event: RunEvent) => void, signal?: AbortSignal): Promise<void>;
  /** Kills all processes. */
  close(): void;
}

interface WorkerProcess {
  readonly child: ChildProcess;
  /** The end of what it wrote to stderr. */
  words: string;
}

/** Starts the processes at once: they load ONNX Runtime while the conductor reads data. */
export function startProcesses(options: ProcessesOptions): Processes {
  const { jobs, device, replicas = 1, script = new URL("./worker.js", import.meta.url), onOutput } = options;
  const { recompute, places, checkpointOf } = options;
  const processes = new Map<number, WorkerProcess>();
  let { state, commands } = startSupervision(jobs, device, replicas);
  let sink: ((event: RunEvent) => void) | undefined;
  /** What happened before anybody listened. */
  const early: RunEvent[] = [];
  let source: CellSource | undefined;
  let failure: unknown;
  let settle: { resolve: () => void; reject: (error: unknown) => void } | undefined;

  const happen = (event: SupervisionEvent): void => carryOut(supervise(state, event));
  const carryOut = (step: Step): void => {
    state = step.state;
    for (const command of step.commands) execute(command);
  };
  const fail = (error: unknown): void => {
    failure ??= error;
    settle?.reject(error);
    happen({ kind: "close" });
  };
  /** What the listener throws, a full disk for one, ends the run. */
  const emit = (event: RunEvent): void => {
    if (sink === undefined) {
      early.push(event);
      return;
    }
    try {
      sink(event);
    } catch (error) {
      fail(error);
    }
  };
  const execute = (command: Command): void => {
    switch (command.kind) {
      case "start":
        start(command.worker, command.device as Device);
        break;
      case "stop":
        processes.get(command.worker)?.child.kill("SIGKILL");
        break;
      case "ask":
        source!.next(command.atMost).then((cells) => happen({ kind: "cells", worker: command.worker, cells }), fail);
        break;
      case "send":
        // A worker that just died is noticed when its process closes.
        processes.get(command.worker)?.child.send(messageTo(command.cells), () => {});
        break;
      case "emit":
        emit(command.event);
        break;
      case "fail":
        fail(command.error);
        break;
      case "done":
        settle?.resolve();
    }
  };
  const messageTo = (cells: readonly Cell[]): ToWorker => {
    if (state.measure) return { kind: "measure", cells };
    return { kind: "run", orders: cells.map((cell): Order => ({ cell, checkpoint: checkpointOf?.(cell) })) };
  };

  const start = (worker: number, on: Device): void => {
    const settings: WorkerSettings = { device: on, recompute, places };
    const child = fork(script, [JSON.stringify(settings)], {
      serialization: "advanced",
      execArgv: [],
      // A worker never writes to stdout, which is for results.
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    const entry: WorkerProcess = { child, words: "" };
    processes.set(worker, entry);
    const end = (cause: string): void => {
      if (processes.delete(worker)) happen({ kind: "ended", worker, cause });
    };
    child.stderr!.setEncoding("utf8").on("data", (text: string) => {
      entry.words = (entry.words + text).slice(-4000);
      onOutput?.(text);
    });
    child.on("message", (message) => happen({ kind: "message", worker, message: message as FromWorker }));
    child.on("error", (error) => {
      if (child.pid === undefined) end(error.message);
    });
    child.on("close", (code, signal) => end(causeOfDeath(code, signal, entry.words)));
  };

  const run = (
    cells: CellSource,
    onEvent: (event: RunEvent) => void,
    signal: AbortSignal | undefined,
    measure: boolean,
  ): Promise<void> =>
    new Promise((resolve, reject) => {
      settle = { resolve, reject };
      sink = onEvent;
      for (const event of early.splice(0)) emit(event);
      if (failure !== undefined) return reject(failure);
      const abort = (): void => {
        happen({ kind: "close" });
        resolve();
      };
      if (signal?.aborted) return abort();
      signal?.addEventListener("abort", abort, { once: true });
      source = cells;
      happen({ kind: "run", measure });
    });

  carryOut({ state, commands });
  return {
    run: (cells, onEvent, signal) => run(cells, onEvent, signal, false),
    measure: (cells, onEvent, signal) => run(cells, onEvent, signal, true),
    close: () => happen({ kind: "close" }),
  };
}
