/**
 * What a worker process does: it trains cells one after the other, or some at once, in
 * single-threaded sessions. Its settings are its first argument, as JSON.
 */
import { loadExactDataset } from "../../../data/node/index.js";
import { InputError } from "../../../errors.js";
import { readRegular } from "../../../files/node/read-within.js";
import { removeIfPossible, writeAtomically } from "../../../files/node/write-whole.js";
import { loadRuntime } from "../../../runtime/node/load-runtime.js";
import { userModuleLoader } from "../../plan/node/modules/index.js";
import { sha256 } from "../../plan/node/sha256.js";
import { createCellRunner } from "../cell-runner.js";
import { decodeCheckpoint, encodeCheckpoint } from "../checkpoint.js";
import { computedOn } from "../protocol.js";
/** Milliseconds between two reports of progress. */
const REPORT_EVERY = 100;
const { device, cache, recompute, places } = JSON.parse(process.argv[2]);
const send = (message) => {
    process.send?.(message);
};
const { runtime, notice } = await loadOrLeave();
const runner = createCellRunner({
    runtime,
    datasets: { load: (name, checksum) => loadExactDataset({ nameOrPath: name, ...places }, checksum) },
    clock: () => performance.now(),
    modules: userModuleLoader(),
    recompute,
});
// One message at a time, in order.
let last = Promise.resolve();
process.on("message", (message) => {
    last = last.then(() => receive(message));
});
send({ kind: "ready", runtime: runtime.description, notice });
async function loadOrLeave() {
    try {
        return await loadRuntime(device, cache);
    }
    catch (error) {
        if (!(error instanceof InputError))
            throw error;
        const message = { kind: "unusable", reason: error.message };
        await new Promise((sent) => process.send?.(message, sent));
        return process.exit();
    }
}
async function receive(message) {
    const cells = message.kind === "measure" ? message.cells : message.orders.map(({ cell }) => cell);
    const ended = new Set();
    const endTheRest = (status, reason) => {
        for (const cell of cells.filter(({ id }) => !ended.has(id))) {
            send({ kind: "result", result: { cell, status, epochs: [], reason } });
        }
    };
    try {
        if (message.kind === "measure") {
            send({ kind: "measured", pace: await runner.measure(cells) });
            return;
        }
        await run(message.orders, (result, on) => {
            ended.add(result.cell.id);
            send({ kind: "result", result, computedOn: on });
        });
    }
    catch (error) {
        if (error instanceof InputError) {
            endTheRest("refused", error.message);
            return;
        }
        const reason = error instanceof Error ? error.message : String(error);
        process.stderr.write(`${error instanceof Error ? error.stack : reason}\n`);
        // The next attempt starts anew: the error may be that of a checkpoint that somebody changed.
        if (message.kind === "run")
            for (const { checkpoint } of message.orders)
                forget(checkpoint);
        endTheRest("crashed", reason);
    }
}
async function run(orders, onResult) {
    const from = new Map();
    for (const { cell, checkpoint } of orders) {
        const reached = checkpoint && readCheckpoint(checkpoint.file, cell);
        if (reached === undefined)
            continue;
        from.set(cell, reached);
        for (const epoch of reached.history.epochs)
            send({ kind: "epoch", id: cell.id, epoch });
    }
    const on = (cell) => computedOn(runtime.description, orders.length > 1, from.get(cell)?.computedOn);
    const files = new Map(orders.map(({ cell, checkpoint }) => [cell, checkpoint]));
    const seconds = Math.min(...orders.map(({ checkpoint }) => checkpoint?.everySeconds ?? Number.POSITIVE_INFINITY));
    let [reportedAt, writtenAt] = [0, performance.now()];
    await runner.run(orders.map(({ cell }) => cell), {
        from,
        onResult: (result) => onResult(result, on(result.cell)),
        onEpoch: (cell, epoch) => send({ kind: "epoch", id: cell.id, epoch }),
        onProgress: (fraction, losses) => {
            const now = performance.now();
            if (now - reportedAt < REPORT_EVERY)
                return;
            reportedAt = now;
            send({
                kind: "progress",
                fraction,
                losses: Object.fromEntries([...losses].map(([{ id }, loss]) => [id, loss])),
            });
        },
        onCheckpoint: async (make) => {
            if (performance.now() - writtenAt < 1000 * seconds)
                return;
            for (const { cell, from: reached } of await make()) {
                writeCheckpoint(files.get(cell), cell.id, { ...reached, computedOn: on(cell) });
            }
            writtenAt = performance.now();
        },
    });
}
/** A corrupt checkpoint is ignored; the cell restarts. */
function readCheckpoint(file, { id, method }) {
    try {
        const bytes = readRegular(file, Number.POSITIVE_INFINITY);
        if (bytes === undefined)
            return undefined;
        const checkpoint = decodeCheckpoint(bytes, id, sha256);
        if (checkpoint !== undefined && checkpoint.state.epoch < method.recipe.epochs)
            return checkpoint;
        send({ kind: "notice", message: `${file} is corrupt and ignored; its cell restarts.` });
    }
    catch (error) {
        send({ kind: "notice", message: `A checkpoint is ignored; its cell restarts: ${error.message}` });
    }
    return undefined;
}
function forget(checkpoint) {
    if (checkpoint !== undefined)
        removeIfPossible(checkpoint.file);
}
/** Without its checkpoint a cell still runs, so a failure to write one is only reported. */
function writeCheckpoint(to, id, checkpoint) {
    if (to === undefined)
        return;
    try {
        writeAtomically(to.file, encodeCheckpoint(id, checkpoint, sha256));
    }
    catch (error) {
        send({ kind: "notice", message: `No checkpoint was written: ${error.message}` });
    }
}
