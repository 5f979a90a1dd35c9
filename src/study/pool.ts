/**
 * Cells in child processes, one process a core: training blocks its thread, and a crash in native code must cost one cell
 * only. The order in which cells are handed out is that of the list; what they give does not depend on it.
 */
import { type ChildProcess, fork } from "node:child_process";
import type { Dataset } from "../data/dataset.js";
import type { Cell, CellResult, EpochResult } from "./cell.js";
import type { Pace } from "./pace.js";
import type { FromWorker, ToWorker } from "./protocol.js";

export type PoolEvent =
  | { readonly kind: "ready"; readonly runtime: string }
  | { readonly kind: "notice"; readonly message: string }
  | { readonly kind: "started"; readonly cell: Cell }
  | { readonly kind: "progress"; readonly cell: Cell; readonly fraction: number }
  | { readonly kind: "epoch"; readonly cell: Cell; readonly epoch: EpochResult }
  | { readonly kind: "finished"; readonly result: CellResult; readonly runtime: string }
  /** Instead of "finished", where cells are only timed. */
  | { readonly kind: "measured"; readonly cell: Cell; readonly pace: Pace };

export interface PoolOptions {
  /** Processes at most; never more than there are cells. */
  readonly jobs: number;
  /** The workers' script, for tests. */
  readonly script?: URL;
  /** Called in order, on the main process. What it throws ends the pool and is thrown by `run`. */
  readonly onEvent: (event: PoolEvent) => void;
  /** Given what the workers write to stderr; what they write to stdout goes nowhere. */
  readonly onOutput?: (text: string) => void;
}

/** Where the pool takes its cells from. */
export interface CellSource {
  /** The next cell; "later" where there may be one after a while; undefined where none will come any more. */
  next(): Cell | "later" | undefined;
}

export interface Pool {
  /**
   * Runs the cells; each ends in a "finished" event. Aborting kills what is running and resolves; finished cells stay
   * finished.
   *
   * @throws Error where no worker can be started
   */
  run(cells: CellSource, work: Work): Promise<void>;
  /** Kills all workers. */
  close(): void;
}

export interface Work {
  /** By name, as in the cells; sent to each worker that needs it. */
  readonly datasets: ReadonlyMap<string, Dataset>;
  readonly signal?: AbortSignal;
  /** Where a cell's checkpoint is kept while it runs, and how many seconds pass between two; none are kept if left out. */
  readonly checkpoint?: (cell: Cell) => { readonly file: string; readonly everySeconds: number };
  /** Cells are timed, not trained. */
  readonly measure?: boolean;
}

/** Milliseconds until a source that said "later" is asked again. */
const LATER = 300;

interface Worker {
  readonly process: ChildProcess;
  /** ONNX Runtime's description, once it is loaded. */
  runtime: string | undefined;
  /** The data set it has. */
  data: string | undefined;
  cell: Cell | undefined;
  /** The end of what it wrote to stderr. */
  words: string;
}

/** Starts the workers at once, so that they load ONNX Runtime while the main process reads data. */
export function startPool({ jobs, script, onEvent, onOutput }: PoolOptions): Pool {
  const workers = new Set<Worker>();
  let source: CellSource | undefined;
  let exhausted = false;
  let work: Work | undefined;
  let settle: { resolve: () => void; reject: (error: unknown) => void } | undefined;
  let failure: unknown;
  let closed = false;
  let noticed = false;

  const close = (): void => {
    closed = true;
    for (const worker of workers) worker.process.kill("SIGKILL");
  };
  const fail = (error: unknown): void => {
    close();
    failure ??= error;
    settle?.reject(error);
  };
  const emit = (event: PoolEvent): void => {
    try {
      onEvent(event);
    } catch (error) {
      fail(error);
    }
  };
  const settleIfDone = (): void => {
    if (work !== undefined && exhausted && [...workers].every(({ cell }) => cell === undefined)) {
      close();
      settle?.resolve();
    }
  };

  /** What the source throws, a disk that is full for one, ends the pool. */
  const next = (): Cell | "later" | undefined => {
    try {
      const cell = exhausted ? undefined : source?.next();
      exhausted ||= cell === undefined;
      return cell;
    } catch (error) {
      fail(error);
      return undefined;
    }
  };

  const assign = (worker: Worker): void => {
    if (
      !workers.has(worker) ||
      closed ||
      work === undefined ||
      worker.runtime === undefined ||
      worker.cell !== undefined
    )
      return;
    const cell = next();
    if (cell === "later") {
      setTimeout(() => assign(worker), LATER);
      return;
    }
    if (cell === undefined) {
      // Nothing is left for it.
      worker.process.kill("SIGKILL");
      settleIfDone();
      return;
    }
    worker.cell = cell;
    if (worker.data !== cell.data) {
      worker.data = cell.data;
      tell(worker, { kind: "dataset", dataset: work.datasets.get(cell.data)! });
    }
    const checkpoint = work.checkpoint?.(cell);
    tell(worker, work.measure ? { kind: "measure", cell } : { kind: "run", cell, ...(checkpoint && { checkpoint }) });
    emit({ kind: "started", cell });
  };

  const finish = (worker: Worker, result: CellResult): void => {
    worker.cell = undefined;
    emit({ kind: "finished", result, runtime: worker.runtime! });
  };

  const receive = (worker: Worker, message: FromWorker): void => {
    if (closed) return;
    const { cell } = worker;
    switch (message.kind) {
      case "ready":
        worker.runtime = message.runtime;
        emit({ kind: "ready", runtime: message.runtime });
        if (message.notice !== undefined && !noticed) {
          noticed = true;
          emit({ kind: "notice", message: message.notice });
        }
        assign(worker);
        break;
      case "progress":
        if (cell !== undefined) emit({ kind: "progress", cell, fraction: message.fraction });
        break;
      case "epoch":
        if (cell !== undefined) emit({ kind: "epoch", cell, epoch: message.epoch });
        break;
      case "notice":
        emit({ kind: "notice", message: message.message });
        break;
      case "measured":
        worker.cell = undefined;
        if (cell !== undefined) emit({ kind: "measured", cell, pace: message.pace });
        assign(worker);
        break;
      case "result":
        finish(worker, message.result);
        assign(worker);
        break;
    }
  };

  const ended = (worker: Worker, how: string): void => {
    workers.delete(worker);
    if (closed) return;
    const { cell, runtime } = worker;
    if (runtime === undefined) {
      const message = `a worker process ended before it could begin: ${how}`;
      if (workers.size > 0) emit({ kind: "notice", message });
      else fail(new Error(`No worker process could be started: ${message}`));
      return;
    }
    if (cell !== undefined) {
      finish(worker, { cell, status: "crashed", epochs: [], reason: how });
    }
    if (!closed && !exhausted && (cell !== undefined || workers.size === 0)) start();
    settleIfDone();
  };

  const start = (): void => {
    const child = fork(script ?? new URL("./worker.js", import.meta.url), {
      // Typed arrays travel as they are, not as JSON.
      serialization: "advanced",
      execArgv: [],
      // A worker never writes to stdout, which is for results.
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    const worker: Worker = { process: child, runtime: undefined, data: undefined, cell: undefined, words: "" };
    workers.add(worker);
    child.stderr!.setEncoding("utf8").on("data", (text: string) => {
      worker.words = (worker.words + text).slice(-4000);
      onOutput?.(text);
    });
    child.on("message", (message) => receive(worker, message as FromWorker));
    child.on("error", (error) => {
      if (workers.has(worker) && child.pid === undefined) ended(worker, error.message);
    });
    child.on("close", (code, signal) => {
      if (workers.has(worker)) ended(worker, causeOfDeath(code, signal, worker.words));
    });
  };

  for (let i = 0; i < jobs; i++) start();

  return {
    close,
    run(cells, given) {
      if (failure !== undefined) return Promise.reject(failure);
      return new Promise((resolve, reject) => {
        settle = { resolve, reject };
        source = cells;
        work = given;
        const abort = (): void => {
          close();
          resolve();
        };
        if (given.signal?.aborted) {
          abort();
          return;
        }
        given.signal?.addEventListener("abort", abort, { once: true });
        for (const worker of [...workers]) assign(worker);
        settleIfDone();
      });
    },
  };
}

function tell({ process: child }: Worker, message: ToWorker): void {
  // A worker that just died is noticed when its process closes.
  child.send(message, () => {});
}

/** In words, with the most telling line of what the process said last. */
export function causeOfDeath(code: number | null, signal: string | null, words: string): string {
  const lines = words.split("\n").filter((line) => line.trim() !== "");
  const line = lines.find((text) => /\b(fatal|error|terminate|what\(\))/i.test(text)) ?? lines.at(-1);
  const said = line === undefined ? "" : `; it last said: ${line.trim().slice(0, 300)}`;
  if (signal === "SIGKILL") return `its process was killed (SIGKILL), as the system does when memory runs out${said}`;
  if (signal !== null) return `its process died of ${signal}, a crash in native code${said}`;
  return `its process ended with exit code ${code}${said}`;
}
