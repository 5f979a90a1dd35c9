/**
 * An executor of child processes, one per core: training blocks its thread, and a crash in native
 * code must cost one cell only. The source decides the order of the cells; results do not depend on
 * it.
 */
import type { Device } from "../../../runtime/device.js";
import { processorCache } from "../../../runtime/node/processor-cache.js";
import type { Cell } from "../../plan/cell.js";
import { durationText } from "../../plan/durations.js";
import type { CellSource, Executor } from "../contracts.js";
import type { RunEvent } from "../events.js";
import type { CheckpointFile, FromWorker, Order, ToWorker } from "../protocol.js";
import { startSupervision, supervise } from "../supervision/supervise.js";
import type { Command, Step, SupervisionEvent } from "../supervision/supervision.js";
import { runClock } from "./run-clock.js";
import { runPromise } from "./run-promise.js";
import { startWorker, type WorkerProcess } from "./worker-process.js";
import type { WorkerSettings } from "./worker-settings.js";

/** Number of processes, and what they start with. */
export interface ProcessesOptions extends Omit<WorkerSettings, "cache"> {
  /** Number of processes, at least 1. */
  readonly jobs: number;
  /**
   * Number of cells of one training graph that a process trains at once.
   *
   * @defaultValue 1
   */
  readonly replicas?: number | undefined;
  /**
   * Bytes of cache by which steps are cut (`Runtime.cache`); 0 for none.
   *
   * @defaultValue this machine's
   */
  readonly cache?: number | undefined;
  /**
   * Where the state of a running cell is kept.
   *
   * @defaultValue nowhere
   */
  readonly checkpointOf?: ((cell: Cell) => CheckpointFile) | undefined;
  /**
   * The workers' script, for tests.
   *
   * @defaultValue the `worker.js` beside this module
   */
  readonly script?: URL | undefined;
  /**
   * Seconds after which a run is ended with its process, and recorded as crashed.
   *
   * @defaultValue none
   */
  readonly timeLimit?: number | undefined;
  /** Receives what the workers write to stderr; what they write to stdout is dropped. */
  readonly onOutput?: ((text: string) => void) | undefined;
}

/** An executor of child processes; it runs or measures once. */
export interface Processes extends Executor {
  /** Times the cells instead of training them; each ends in a "measured" event. */
  measure(cells: CellSource, sink: (event: RunEvent) => void, signal?: AbortSignal): Promise<void>;
  /** Kills all processes. */
  close(): void;
}

/** Starts the processes at once: they load ONNX Runtime while the conductor reads data. */
export function startProcesses(options: ProcessesOptions): Processes {
  const { jobs, device, cache = processorCache(), replicas = 1, recompute, places, checkpointOf, onOutput } = options;
  const { timeLimit, script = new URL("./worker.js", import.meta.url) } = options;
  const workers = new Map<number, WorkerProcess>();
  let { state, commands } = startSupervision(jobs, device, replicas);
  let source: CellSource | undefined;

  const happen = (event: SupervisionEvent): void => carryOut(supervise(state, event));
  const carryOut = (step: Step): void => {
    state = step.state;
    for (const command of step.commands) execute(command);
  };
  const close = (): void => happen({ kind: "close" });
  const promise = runPromise(close);

  const start = (worker: number, on: Device): void => {
    const settings: WorkerSettings = { device: on, cache, recompute, places };
    const onMessage = (message: FromWorker): void => happen({ kind: "message", worker, message });
    const onEnd = (cause: string): void => {
      workers.delete(worker);
      clock.stop(worker);
      happen({ kind: "ended", worker, cause });
    };
    workers.set(worker, startWorker(script, settings, { onMessage, onEnd, onOutput }));
  };
  const clock = runClock(timeLimit, (worker) => happen({ kind: "overdue", worker, limit: durationText(timeLimit!) }));
  const messageTo = (cells: readonly Cell[]): ToWorker => {
    if (state.measure) return { kind: "measure", cells };
    return { kind: "run", orders: cells.map((cell): Order => ({ cell, checkpoint: checkpointOf?.(cell) })) };
  };
  const execute = (command: Command): void => {
    switch (command.kind) {
      case "start":
        start(command.worker, command.device as Device);
        break;
      case "stop":
        clock.stop(command.worker);
        workers.get(command.worker)?.kill();
        break;
      case "ask": {
        const { worker } = command;
        source!.next(command.atMost).then((cells) => happen({ kind: "cells", worker, cells }), promise.fail);
        break;
      }
      case "send":
        workers.get(command.worker)?.send(messageTo(command.cells));
        if (!state.measure) clock.start(command.worker);
        break;
      case "emit":
        promise.emit(command.event);
        break;
      case "fail":
        promise.fail(command.error);
        break;
      case "done":
        promise.resolve();
    }
  };
  const run =
    (measure: boolean): Executor["run"] =>
    (cells, sink, signal) =>
      promise.begin(sink, () => {
        const abort = (): void => {
          close();
          promise.resolve();
        };
        if (signal?.aborted) return abort();
        signal?.addEventListener("abort", abort, { once: true });
        source = cells;
        happen({ kind: "run", measure });
      });

  carryOut({ state, commands });
  return { run: run(false), measure: run(true), close };
}
