/**
 * Cells in child processes, one process a core: training blocks its thread, and a crash in native code must cost one cell
 * only. The order in which cells are handed out is that of the list; what they give does not depend on it.
 */
import { type ChildProcess, fork } from "node:child_process";
import type { Dataset } from "../../../data/dataset.js";
import { InputError } from "../../../errors.js";
import type { Device } from "../../../runtime/device.js";
import { causeOfDeath } from "../../../runtime/node/cause-of-death.js";
import type { Cell, CellResult, EpochResult } from "../../plan/cell.js";
import type { Pace } from "../pace.js";
import { computedOn, type FromWorker, type ToWorker } from "../protocol.js";
import { type GroupSource, inGroups } from "../queue.js";

export type PoolEvent =
  | { readonly kind: "ready"; readonly runtime: string }
  | { readonly kind: "notice"; readonly message: string }
  | { readonly kind: "started"; readonly cell: Cell }
  /** Failed, to be started again later. */
  | { readonly kind: "postponed"; readonly cell: Cell }
  | { readonly kind: "progress"; readonly cell: Cell; readonly fraction: number }
  | { readonly kind: "epoch"; readonly cell: Cell; readonly epoch: EpochResult }
  | { readonly kind: "finished"; readonly result: CellResult; readonly runtime: string }
  /** Instead of "finished", where cells are only timed. */
  | { readonly kind: "measured"; readonly cell: Cell; readonly pace: Pace };

export interface PoolOptions {
  /** Processes at most; never more than there are cells. */
  readonly jobs: number;
  /**
   * What the cells are trained on, "cpu" if left out. A cell that fails on another device, or takes its process with it, is run
   * once more on the processor, with a notice; all that are left are, once the device cannot be used any more.
   */
  readonly device?: Device;
  /** As in `CompileProblemOptions`; false if left out. */
  readonly recompute?: boolean;
  /** So many cells of one problem are trained at once in each process (`CompileProblemOptions.replicas`); 1 if left out. */
  readonly replicas?: number;
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
   * @throws Error where no worker can be started; InputError where the device cannot be used
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
  readonly device: Device;
  /** ONNX Runtime's description, once it is loaded. */
  runtime: string | undefined;
  /** The data set it has. */
  data: string | undefined;
  /** What it is at: one cell, or several that are trained at once, less those that have ended. */
  cells: readonly Cell[];
  /** Whether they were several. */
  together: boolean;
  /** The end of what it wrote to stderr. */
  words: string;
}

/** Starts the workers at once, so that they load ONNX Runtime while the main process reads data. */
export function startPool(options: PoolOptions): Pool {
  const { jobs, device = "cpu", recompute = false, replicas = 1, script, onEvent, onOutput } = options;
  const workers = new Set<Worker>();
  /** Cells that failed on the device. */
  const again: Cell[] = [];
  /** The last epoch that each cell told. */
  const told = new Map<string, number>();
  let deviceBegan = false;
  let devicesLeft = device !== "cpu";
  let source: GroupSource | undefined;
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
    if (
      work !== undefined &&
      exhausted &&
      again.length === 0 &&
      [...workers].every(({ cells }) => cells.length === 0)
    ) {
      close();
      settle?.resolve();
    }
  };

  /** What the source throws, a disk that is full for one, ends the pool. */
  const next = (worker: Worker): readonly Cell[] | "later" | undefined => {
    // Beside a device, the processor takes only what failed there, each by itself.
    const failed = worker.device === "cpu" ? again.shift() : undefined;
    if (failed !== undefined) return [failed];
    if (worker.device === "cpu" && devicesLeft) return undefined;
    try {
      const cells = exhausted ? undefined : source?.next(worker.device === device ? replicas : 1);
      exhausted ||= cells === undefined;
      return cells;
    } catch (error) {
      fail(error);
      return undefined;
    }
  };

  const assign = (worker: Worker): void => {
    if (!workers.has(worker) || closed || work === undefined || worker.runtime === undefined || worker.cells.length > 0)
      return;
    const cells = next(worker);
    if (cells === "later") {
      setTimeout(() => assign(worker), LATER);
      return;
    }
    if (cells === undefined) {
      // Nothing is left for it.
      workers.delete(worker);
      worker.process.kill("SIGKILL");
      settleIfDone();
      return;
    }
    worker.cells = cells;
    worker.together = cells.length > 1;
    const { data } = cells[0]!;
    if (worker.data !== data) {
      worker.data = data;
      tell(worker, { kind: "dataset", dataset: work.datasets.get(data)! });
    }
    const orders = cells.map((cell) => {
      const checkpoint = work?.checkpoint?.(cell);
      return { cell, ...(checkpoint && { checkpoint }) };
    });
    tell(worker, work.measure ? { kind: "measure", cells } : { kind: "run", orders });
    for (const cell of cells) emit({ kind: "started", cell });
  };

  const finish = (worker: Worker, result: CellResult, runtime?: string): void => {
    worker.cells = worker.cells.filter(({ id }) => id !== result.cell.id);
    emit({ kind: "finished", result, runtime: runtime ?? computedOn(worker.runtime!, worker.together) });
  };

  /**
   * A failure on a device, or of several cells at once, is no result yet: each is run again on the processor by itself.
   *
   * @returns whether that is so
   */
  const tryAgain = ({ device: failed, cells, together }: Worker, reason: string): boolean => {
    if (closed || work?.measure || (failed === "cpu" && !together)) return false;
    again.push(...cells);
    for (const cell of cells) emit({ kind: "postponed", cell });
    const [{ data, model, modelLabel = model, init, seed }] = cells as [Cell];
    const more = cells.length === 1 ? "" : ` and ${cells.length - 1} more at once`;
    const where = failed === "cpu" ? "" : ` on ${failed}`;
    const how = failed === "cpu" ? "by itself" : "on the processor";
    emit({
      kind: "notice",
      message: `${data} × ${modelLabel}, ${init}, seed ${seed}${more} failed${where} (${reason}); ${more === "" ? "it" : "each"} is run again ${how}.`,
    });
    if (failed !== "cpu" && ![...workers].some((worker) => worker.device === "cpu")) start("cpu");
    return true;
  };
  /** Whether a process in the place of one that ended would have something to do. */
  const isWorkLeft = (on: Device): boolean => !closed && (!exhausted || (on === "cpu" && again.length > 0));

  /** The device has gone, or was never there. */
  const giveUp = (reason: string): void => {
    if (!deviceBegan) {
      fail(new InputError(reason));
      return;
    }
    devicesLeft = false;
    emit({ kind: "notice", message: `${reason} What is left is run on the processor.` });
    if (workers.size === 0 && !exhausted) start("cpu");
    for (const worker of [...workers]) assign(worker);
    settleIfDone();
  };

  /** What failed once may have left the driver in any state. */
  const replace = (worker: Worker): void => {
    workers.delete(worker);
    worker.cells = [];
    worker.process.kill("SIGKILL");
    if (isWorkLeft(worker.device)) start(worker.device);
    settleIfDone();
  };

  const receive = (worker: Worker, message: FromWorker): void => {
    if (closed) return;
    const { cells } = worker;
    switch (message.kind) {
      case "ready":
        worker.runtime = message.runtime;
        deviceBegan ||= worker.device !== "cpu";
        emit({ kind: "ready", runtime: message.runtime });
        if (message.notice !== undefined && !noticed) {
          noticed = true;
          emit({ kind: "notice", message: message.notice });
        }
        assign(worker);
        break;
      case "progress":
        for (const cell of cells) emit({ kind: "progress", cell, fraction: message.fraction });
        break;
      case "epoch": {
        const cell = cells.find(({ id }) => id === message.id);
        // A cell that is run again tells only what it did not tell before.
        if (cell === undefined || message.epoch.epoch <= (told.get(cell.id) ?? 0)) break;
        told.set(cell.id, message.epoch.epoch);
        emit({ kind: "epoch", cell, epoch: message.epoch });
        break;
      }
      case "notice":
        emit({ kind: "notice", message: message.message });
        break;
      case "measured":
        worker.cells = [];
        for (const cell of cells) emit({ kind: "measured", cell, pace: message.pace });
        assign(worker);
        break;
      case "unusable":
        workers.delete(worker);
        giveUp(message.reason);
        break;
      case "result":
        if (!cells.some(({ id }) => id === message.result.cell.id)) break;
        if (message.result.status === "crashed" && tryAgain(worker, message.result.reason ?? "")) {
          replace(worker);
          break;
        }
        finish(worker, message.result, message.computedOn);
        assign(worker);
        break;
    }
  };

  const ended = (worker: Worker, how: string): void => {
    workers.delete(worker);
    if (closed) return;
    const { cells, runtime } = worker;
    if (runtime === undefined && worker.device !== "cpu") {
      giveUp(`Device ${worker.device} cannot be used: ${how}. See stepzero devices, or use --device cpu.`);
      return;
    }
    if (runtime === undefined) {
      const message = `a worker process ended before it could begin: ${how}`;
      if (workers.size > 0 && again.length === 0) emit({ kind: "notice", message });
      else fail(new Error(`No worker process could be started: ${message}`));
      return;
    }
    if (cells.length > 0 && !tryAgain(worker, how)) {
      for (const cell of cells) finish(worker, { cell, status: "crashed", epochs: [], reason: how });
    }
    if (isWorkLeft(worker.device) && (cells.length > 0 || workers.size === 0)) start(worker.device);
    settleIfDone();
  };

  const start = (on: Device): void => {
    const child = fork(script ?? new URL("./worker.js", import.meta.url), [on, ...(recompute ? ["recompute"] : [])], {
      // Typed arrays travel as they are, not as JSON.
      serialization: "advanced",
      execArgv: [],
      // A worker never writes to stdout, which is for results.
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    const worker: Worker = {
      process: child,
      device: on,
      runtime: undefined,
      data: undefined,
      cells: [],
      together: false,
      words: "",
    };
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

  for (let i = 0; i < jobs; i++) start(device);

  return {
    close,
    run(cells, given) {
      if (failure !== undefined) return Promise.reject(failure);
      return new Promise((resolve, reject) => {
        settle = { resolve, reject };
        source = inGroups(cells);
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
