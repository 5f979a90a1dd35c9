/**
 * How workers are supervised, as a pure reducer: what happened → the next state and what to do. Who
 * gets which cells, what is tried again after a failure, when a device is given up, when all is
 * done. An executor carries the commands out (`node/processes.ts`).
 *
 * The policy: a failure on a device, or of several cells at once, is no result yet; each of the
 * cells is run again on the processor, by itself. A device that was ready once and then fails to
 * start is given up, and the processor runs what is left. A cell that fails alone on the processor
 * is recorded as crashed, and so is one that takes longer than the limit alone, wherever it runs.
 */
import { InputError } from "../../../errors.js";
import type { Cell, CellResult } from "../../plan/cell.js";
import { computedOn, type FromWorker } from "../protocol.js";
import { type Draft, draftOf } from "./draft.js";
import type { Step, SupervisedWorker, Supervision, SupervisionEvent } from "./supervision.js";

/** The state before anything happened, and the commands that start the workers. */
export function startSupervision(jobs: number, device: string, replicas: number): Step {
  const draft = draftOf({
    device,
    replicas,
    measure: false,
    workers: new Map(),
    next: 0,
    again: [],
    orphaned: [],
    reported: new Map(),
    deviceBegan: false,
    deviceHolds: device !== "cpu",
    exhausted: false,
    running: false,
    noticed: false,
    closed: false,
  });
  for (let i = 0; i < jobs; i++) draft.start(device);
  return draft.step();
}

/** What follows from an event. Neither the state nor the event is changed. */
export function supervise(state: Supervision, event: SupervisionEvent): Step {
  const draft = draftOf(state);
  if (state.closed) return draft.step();
  switch (event.kind) {
    case "run":
      draft.change({ running: true, measure: event.measure });
      for (const worker of [...draft.state.workers.keys()]) assign(draft, worker);
      break;
    case "cells":
      receiveCells(draft, event.worker, event.cells);
      break;
    case "message":
      if (state.workers.has(event.worker)) receive(draft, event.worker, event.message);
      break;
    case "ended":
      if (state.workers.has(event.worker)) ended(draft, event.worker, event.cause);
      break;
    case "overdue":
      if (state.workers.has(event.worker)) overdue(draft, event.worker, event.limit);
      break;
    case "close":
      draft.close();
      break;
  }
  settle(draft);
  return draft.step();
}

/** Ends the supervision where nothing is left to do. */
function settle(draft: Draft): void {
  const { running, exhausted, again, orphaned, workers, closed } = draft.state;
  const busy = [...workers.values()].some(({ cells, asking }) => cells.length > 0 || asking);
  if (closed || !running || !exhausted || busy || again.length + orphaned.length > 0) return;
  draft.close();
  draft.command({ kind: "done" });
}

/** Nothing can be run. */
function fail(draft: Draft, error: Error): void {
  draft.close();
  draft.command({ kind: "fail", error });
}

/** Gives an idle worker its next cells, asks the source for them, or ends the worker. */
function assign(draft: Draft, id: number): void {
  const { workers, running, again, orphaned, exhausted, deviceHolds, device, replicas } = draft.state;
  const worker = workers.get(id);
  if (!running || worker?.runtime === undefined || worker.cells.length > 0 || worker.asking) return;
  const onProcessor = worker.device === "cpu";
  if (onProcessor && again.length > 0) {
    draft.change({ again: again.slice(1) });
    send(draft, id, [again[0]!]);
    return;
  }
  // Beside a device, the processor takes only what failed there.
  if (onProcessor && deviceHolds) {
    draft.stop(id);
    return;
  }
  if (orphaned.length > 0) {
    draft.change({ orphaned: orphaned.slice(1) });
    send(draft, id, orphaned[0]!);
    return;
  }
  if (exhausted) {
    draft.stop(id);
    return;
  }
  draft.changeWorker(id, { asking: true });
  draft.command({ kind: "ask", worker: id, atMost: worker.device === device ? replicas : 1 });
}

function send(draft: Draft, id: number, cells: readonly Cell[]): void {
  draft.changeWorker(id, { cells, together: cells.length > 1 });
  draft.command({ kind: "send", worker: id, cells });
  for (const cell of cells) draft.emit({ kind: "started", cell });
}

function receiveCells(draft: Draft, id: number, cells: readonly Cell[] | undefined): void {
  const isHere = draft.state.workers.has(id);
  if (isHere) draft.changeWorker(id, { asking: false });
  if (cells === undefined) draft.change({ exhausted: true });
  else if (isHere) send(draft, id, cells);
  else draft.change({ orphaned: [...draft.state.orphaned, cells] });
  if (isHere) assign(draft, id);
  if (draft.state.workers.size === 0 && isWorkLeft(draft, "cpu")) draft.start("cpu");
}

function receive(draft: Draft, id: number, message: FromWorker): void {
  const worker = draft.state.workers.get(id)!;
  switch (message.kind) {
    case "ready":
      draft.changeWorker(id, { runtime: message.runtime });
      if (worker.device !== "cpu") draft.change({ deviceBegan: true });
      draft.emit({ kind: "ready", runtime: message.runtime });
      if (message.notice !== undefined && !draft.state.noticed) {
        draft.change({ noticed: true });
        draft.notice(message.notice);
      }
      assign(draft, id);
      break;
    case "progress":
      for (const cell of worker.cells) {
        draft.emit({ kind: "progress", cell, fraction: message.fraction, loss: message.losses?.[cell.id] });
      }
      break;
    case "epoch": {
      const cell = worker.cells.find((one) => one.id === message.id);
      const { epoch } = message;
      // A cell that is run again reports only the epochs that it did not report before.
      if (cell === undefined || epoch.epoch <= (draft.state.reported.get(cell.id) ?? 0)) break;
      draft.change({ reported: new Map(draft.state.reported).set(cell.id, epoch.epoch) });
      draft.emit({ kind: "epoch", cell, epoch });
      break;
    }
    case "notice":
      draft.notice(message.message);
      break;
    case "measured":
      draft.changeWorker(id, { cells: [] });
      for (const cell of worker.cells) draft.emit({ kind: "measured", cell, pace: message.pace });
      assign(draft, id);
      break;
    case "unusable":
      draft.removeWorker(id);
      giveUpDevice(draft, message.reason);
      break;
    case "result":
      receiveResult(draft, id, message.result, message.computedOn);
      break;
  }
}

function receiveResult(draft: Draft, id: number, result: CellResult, runtime: string | undefined): void {
  const worker = draft.state.workers.get(id)!;
  if (!worker.cells.some((cell) => cell.id === result.cell.id)) return;
  if (result.status === "crashed" && tryAgain(draft, worker, result.reason ?? "")) {
    // A failure may have left the driver in any state: the worker is replaced.
    draft.stop(id);
    if (isWorkLeft(draft, worker.device)) draft.start(worker.device);
    return;
  }
  finish(draft, worker, result, runtime);
  draft.changeWorker(id, { cells: worker.cells.filter((cell) => cell.id !== result.cell.id) });
  assign(draft, id);
}

function finish(draft: Draft, worker: SupervisedWorker, result: CellResult, runtime?: string): void {
  const reported = new Map(draft.state.reported);
  if (reported.delete(result.cell.id)) draft.change({ reported });
  draft.emit({ kind: "finished", result, runtime: runtime ?? computedOn(worker.runtime!, worker.together) });
}

/** Postpones the cells of a worker that failed. @returns false where the failure is their result */
function tryAgain(draft: Draft, { device, cells, together }: SupervisedWorker, reason: string): boolean {
  const onProcessor = device === "cpu";
  if (draft.state.measure || (onProcessor && !together)) return false;
  draft.change({ again: [...draft.state.again, ...cells] });
  for (const cell of cells) draft.emit({ kind: "postponed", cell });
  const [{ problem, method, seed }] = cells as [Cell];
  const others = cells.length === 1 ? "" : ` and ${cells.length - 1} more at once`;
  const where = onProcessor ? "" : ` on ${device}`;
  const how = onProcessor ? "by itself" : "on the processor";
  draft.notice(
    `${problem.data} × ${problem.model.label}, ${method.label}, seed ${seed}${others} failed${where} ` +
      `(${reason}); ${others === "" ? "it" : "each"} is run again ${how}.`,
  );
  if (!onProcessor && ![...draft.state.workers.values()].some((worker) => worker.device === "cpu")) {
    draft.start("cpu");
  }
  return true;
}

/** Whether a worker on this device would have something to do. */
function isWorkLeft(draft: Draft, device: string): boolean {
  const { exhausted, again, orphaned, running } = draft.state;
  if (!running) return true;
  return !exhausted || orphaned.length > 0 || (device === "cpu" && again.length > 0);
}

/** The device has gone, or was never there. */
function giveUpDevice(draft: Draft, reason: string): void {
  if (!draft.state.deviceBegan) {
    fail(draft, new InputError(reason.split("\n")));
    return;
  }
  draft.change({ deviceHolds: false });
  draft.notice(`${reason} What is left is run on the processor.`);
  if (draft.state.workers.size === 0 && isWorkLeft(draft, "cpu")) draft.start("cpu");
  for (const worker of [...draft.state.workers.keys()]) assign(draft, worker);
}

function ended(draft: Draft, id: number, cause: string): void {
  const worker = draft.state.workers.get(id)!;
  draft.removeWorker(id);
  if (worker.runtime === undefined) {
    failedToStart(draft, worker, cause);
    return;
  }
  if (worker.cells.length > 0 && !tryAgain(draft, worker, cause)) {
    for (const cell of worker.cells) {
      finish(draft, worker, { cell, status: "crashed", epochs: [], reason: cause });
    }
  }
  const isAlone = draft.state.workers.size === 0;
  if (isWorkLeft(draft, worker.device) && (worker.cells.length > 0 || isAlone)) draft.start(worker.device);
}

/**
 * A process that computes for ever hears nothing: it is killed, and another one takes its place.
 */
function overdue(draft: Draft, id: number, limit: string): void {
  const worker = draft.state.workers.get(id)!;
  if (worker.cells.length === 0) return;
  const reason = `took longer than ${limit}, the time limit of a run (--time-limit)`;
  if (!worker.together || !tryAgain(draft, worker, reason)) {
    for (const cell of worker.cells) finish(draft, worker, { cell, status: "crashed", epochs: [], reason });
  }
  draft.stop(id);
  if (isWorkLeft(draft, worker.device)) draft.start(worker.device);
}

/** What to do where no worker process begins. */
const NO_WORKER =
  "Where onnxruntime-node is damaged, install it again (npm install onnxruntime-node --ignore-scripts), or remove it to run on WebAssembly. Where memory is short, give fewer --jobs.";

function failedToStart(draft: Draft, { device }: SupervisedWorker, cause: string): void {
  if (device !== "cpu") {
    giveUpDevice(draft, `Device ${device} cannot be used: ${cause}. See stepzero devices, or use --device cpu.`);
    return;
  }
  const message = `a worker process ended before it could begin: ${cause}`;
  if (draft.state.workers.size > 0 && draft.state.again.length === 0) draft.notice(message);
  else fail(draft, new InputError(`No worker process could begin: ${cause}. ${NO_WORKER}`));
}
