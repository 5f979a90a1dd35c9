import { bySeed } from "../plan/cell-order.js";
import { cellQueue } from "./cell-queue.js";
import { fixedGrid, mustRunAgain } from "./planners.js";
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
/**
 * Runs every cell that the store does not have.
 *
 * @throws InputError where the store does not take a result
 * @throws Error where the executor can run nothing
 */
export async function conduct(planned, options) {
    const { executor, store, expected = planned.cells, signal, onEvent, onRemaining, wait = sleep } = options;
    const finished = new Map();
    const runtimes = new Set();
    const keep = (cell, { result, runtime }) => {
        // The stored cell may carry another name of the same data set or method.
        const current = { ...result, cell };
        finished.set(cell.id, current);
        runtimes.add(runtime);
        return current;
    };
    const reused = [];
    for (const cell of expected) {
        const stored = await store.read(cell.id);
        if (stored !== undefined && !mustRunAgain(stored.result))
            reused.push(keep(cell, stored));
    }
    const isExpected = new Set(expected.map(({ id }) => id));
    const remaining = bySeed(planned).filter(({ id }) => isExpected.has(id) && !finished.has(id));
    await onRemaining?.(remaining);
    onEvent?.({ kind: "planned", ...planned, expected, reused });
    if (remaining.length > 0 || options.planner !== undefined) {
        // A result that cannot be kept ends the study.
        const failure = new AbortController();
        const stop = signal === undefined ? failure.signal : AbortSignal.any([signal, failure.signal]);
        const queue = cellQueue({
            planner: options.planner ?? fixedGrid(remaining),
            store,
            results: () => [...finished.values()],
            onStored: (cell, stored) => {
                const result = keep(cell, stored);
                onEvent?.({ kind: "finished", result, runtime: stored.runtime });
                queue.changed();
            },
            onWaiting: (message) => onEvent?.({ kind: "notice", message }),
            wait,
            signal: stop,
        });
        let saving = Promise.resolve();
        const finish = async (event) => {
            const { result, runtime } = event;
            await store.save({ result, runtime });
            await store.release(result.cell.id);
            keep(result.cell, { result, runtime });
            onEvent?.(event);
            queue.changed();
        };
        const sink = (event) => {
            if (event.kind !== "finished") {
                onEvent?.(event);
                return;
            }
            saving = saving.then(() => finish(event)).catch((error) => failure.abort(error));
        };
        await executor.run(queue, sink, stop);
        await saving;
        if (failure.signal.aborted)
            throw failure.signal.reason;
    }
    const results = planned.cells.flatMap(({ id }) => finished.get(id) ?? []);
    // A planner may leave cells out; the fixed grid leaves none.
    const interrupted = options.planner === undefined ? results.length < expected.length : signal?.aborted === true;
    return { ...planned, expected, results, interrupted, runtimes: [...runtimes].sort() };
}
