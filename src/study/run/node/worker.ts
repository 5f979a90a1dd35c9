/**
 * A worker process: trains cells one after the other, or some at once, in single-threaded sessions. Forked by `pool.ts`, with the name
 * of the device, and "recompute" where that is wanted.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { InputError } from "../../../errors.js";
import type { Initializer } from "../../../initializers/index.js";
import type { Model } from "../../../network/models/index.js";
import { devices } from "../../../runtime/device.js";
import { type LoadedRuntime, loadRuntime } from "../../../runtime/node/load-runtime.js";
import type { Cell, CellResult, OwnFile } from "../../plan/cell.js";
import type { UserInitializer, UserModel } from "../../plan/node/modules/index.js";
import { decodeCheckpoint, encodeCheckpoint } from "../checkpoint.js";
import { computedOn, type FromWorker, type Order, type ToWorker } from "../protocol.js";
import { type CellRunner, createCellRunner } from "../run-cell.js";
import type { Checkpoint } from "../train-cells.js";
import { writeAtomically } from "./files.js";

/** Milliseconds between two reports of progress. */
const PROGRESS_EVERY = 100;

// A terminal sends Ctrl-C to every process of the group; only the main process decides what it means.
process.on("SIGINT", () => {});
// The main process is gone: nobody is left to work for.
process.on("disconnect", () => process.exit());

const send = (message: FromWorker): void => {
  process.send?.(message);
};

const { runtime, notice } = await loadOrLeave();
let runner: CellRunner | undefined;
const ownInitializers = new Map<string, UserInitializer>();
const ownModels = new Map<string, UserModel>();
// One message at a time, in order.
let last: Promise<void> = Promise.resolve();
process.on("message", (message: ToWorker) => {
  last = last.then(() => receive(message));
});
send({ kind: "ready", runtime: runtime.description, ...(notice === undefined ? {} : { notice }) });

async function loadOrLeave(): Promise<LoadedRuntime> {
  try {
    return await loadRuntime(devices.find((name) => name === process.argv[2]));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const message: FromWorker = { kind: "unusable", reason: error.message };
    await new Promise((sent) => process.send?.(message, sent));
    return process.exit();
  }
}

/** Loaded once a process. @throws InputError where the file is not what it was when the study was planned */
async function ownInitializer(file: OwnFile): Promise<Initializer> {
  const { loadInitializer } = await import("../../plan/node/modules/index.js");
  return (await unchanged(file, ownInitializers, loadInitializer)).initializer;
}

/** Likewise. */
async function ownModel(file: OwnFile): Promise<Model> {
  const { loadModel } = await import("../../plan/node/modules/index.js");
  return (await unchanged(file, ownModels, loadModel)).model;
}

async function unchanged<T extends UserInitializer | UserModel>(
  { path, sha256 }: OwnFile,
  loaded: Map<string, T>,
  load: (path: string) => Promise<T>,
): Promise<T> {
  const own = loaded.get(path) ?? (await load(path));
  loaded.set(path, own);
  if (own.file.sha256 === sha256) return own;
  throw new InputError(`${path} was changed while the study ran; give the same command again.`);
}

async function receive(message: ToWorker): Promise<void> {
  if (message.kind === "dataset") {
    await runner?.release();
    runner = createCellRunner(runtime, message.dataset, () => performance.now(), ownInitializer, ownModel, {
      recompute: process.argv[3] === "recompute",
    });
    return;
  }
  const cells = message.kind === "measure" ? message.cells : message.orders.map(({ cell }) => cell);
  const ended = new Set<string>();
  const tellTheRest = (status: CellResult["status"], reason: string): void => {
    for (const cell of cells.filter(({ id }) => !ended.has(id))) {
      send({ kind: "result", result: { cell, status, epochs: [], reason } });
    }
  };
  try {
    if (message.kind === "measure") send({ kind: "measured", pace: await runner!.measure(cells) });
    else
      await run(message.orders, (result, on) => {
        ended.add(result.cell.id);
        send({ kind: "result", result, computedOn: on });
      });
  } catch (error) {
    if (error instanceof InputError) {
      tellTheRest("refused", error.message);
      return;
    }
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${error instanceof Error ? error.stack : reason}\n`);
    tellTheRest("crashed", reason);
  }
}

async function run(orders: readonly Order[], onResult: (result: CellResult, on: string) => void): Promise<void> {
  let [reported, kept] = [0, performance.now()];
  const from = new Map<Cell, Checkpoint>();
  for (const { cell, checkpoint } of orders) {
    const found = checkpoint && readCheckpoint(checkpoint.file, cell.id);
    if (found === undefined) continue;
    from.set(cell, found);
    for (const epoch of found.told.epochs) send({ kind: "epoch", id: cell.id, epoch });
  }
  const on = (cell: Cell) => computedOn(runtime.description, orders.length > 1, from.get(cell)?.computedOn);
  const files = new Map(orders.map(({ cell, checkpoint }) => [cell, checkpoint]));
  const seconds = Math.min(...orders.map(({ checkpoint }) => checkpoint?.everySeconds ?? Number.POSITIVE_INFINITY));
  await runner!.runTogether(
    orders.map(({ cell }) => cell),
    {
      from,
      onResult: (result) => onResult(result, on(result.cell)),
      onEpoch: (cell, epoch) => send({ kind: "epoch", id: cell.id, epoch }),
      onProgress: (fraction) => {
        const now = performance.now();
        if (now - reported < PROGRESS_EVERY) return;
        reported = now;
        send({ kind: "progress", fraction });
      },
      onCheckpoint: async (make) => {
        if (performance.now() - kept < 1000 * seconds) return;
        for (const { cell, from: reached } of await make()) {
          const checkpoint = files.get(cell);
          if (checkpoint !== undefined) keepCheckpoint(checkpoint.file, cell.id, { ...reached, computedOn: on(cell) });
        }
        kept = performance.now();
      },
    },
  );
}

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** What cannot be gone on from is begun anew. */
function readCheckpoint(file: string, id: string): Checkpoint | undefined {
  if (!existsSync(file)) return undefined;
  const found = decodeCheckpoint(readFileSync(file), id, sha256);
  if (found === undefined) send({ kind: "notice", message: `${file} is not what was written; its cell begins anew.` });
  return found;
}

/** A checkpoint that cannot be written costs nothing but its use. */
function keepCheckpoint(file: string, id: string, checkpoint: Checkpoint): void {
  try {
    writeAtomically(file, encodeCheckpoint(id, checkpoint, sha256));
  } catch (error) {
    send({ kind: "notice", message: `No checkpoint could be kept: ${(error as Error).message}` });
  }
}
