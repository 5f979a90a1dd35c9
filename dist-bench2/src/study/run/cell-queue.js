/**
 * The source of a study's cells: those that the planner wants next and the store does not have.
 * Each is claimed before it is handed out. Several conductors may work on one store: a cell that
 * another one has claimed comes again at the end, and is run here if that conductor died.
 */
import { trainingKey } from "../plan/cell.js";
import { mustRunAgain } from "./planners.js";
/** Milliseconds until the store is searched again for cells that other conductors run. */
const SEARCH_AGAIN = 300;
/** Searches in vain, five seconds of them, after which the queue says what it waits for. */
const SILENT_SEARCHES = 17;
/** A queue of the planner's cells. */
export function cellQueue(options) {
    const { planner, store, results, onStored, onWaiting, wait, signal } = options;
    let queue = [];
    /** The place in the queue of the next cell. */
    let at = 0;
    /** Cells that other conductors have claimed. */
    let elsewhere = [];
    /** Whether the planner said that no cell will follow. */
    let decided = false;
    let hasTold = false;
    const change = signalOfChange();
    /**
     * Asks the planner where the queue is empty.
     *
     * @returns false where the planner waits for the next result
     */
    const refill = () => {
        if (decided || at < queue.length)
            return true;
        const cells = planner.next(results());
        if (cells === undefined)
            decided = true;
        else
            [queue, at] = [[...cells], 0];
        return decided || at < queue.length;
    };
    const take = async (cell) => {
        const claim = await claimOf(cell, store);
        if (claim.kind === "elsewhere")
            elsewhere.push(cell);
        if (claim.kind === "stored")
            onStored(cell, claim.stored);
        return claim.kind === "here" ? cell : undefined;
    };
    /** Takes one cell from the queue; undefined where none of it is to be run here and now. */
    const takeFirst = async (fits) => {
        while (at < queue.length && fits(queue[at])) {
            const cell = await take(queue[at++]);
            if (cell !== undefined)
                return cell;
        }
        return undefined;
    };
    const group = async (atMost) => {
        for (let searches = 1;; searches++) {
            if (signal?.aborted)
                return undefined;
            // This promise is made before anything is awaited, so that no result is missed.
            const nextResult = change.next();
            if (!refill() && elsewhere.length === 0) {
                await nextResult;
                continue;
            }
            const first = await takeFirst(() => true);
            if (first !== undefined) {
                const cells = [first];
                while (cells.length < atMost) {
                    const cell = await takeFirst((one) => runTogether(one, first));
                    if (cell === undefined)
                        break;
                    cells.push(cell);
                }
                return cells;
            }
            if (elsewhere.length > 0) {
                if (searches >= SILENT_SEARCHES && !hasTold) {
                    hasTold = true;
                    onWaiting?.(await waitingText(elsewhere, store));
                }
                await Promise.race([wait(SEARCH_AGAIN), nextResult]);
                [queue, at, elsewhere] = [[...queue.slice(at), ...elsewhere], 0, []];
            }
            else if (decided)
                return undefined;
        }
    };
    // One call after the other, so that two workers never race for one cell.
    return { next: inTurn(group), changed: change.fire };
}
/** A function whose calls run one after the other. */
function inTurn(act) {
    let last = Promise.resolve();
    return (argument) => {
        const result = last.then(() => act(argument));
        last = result.catch(() => undefined);
        return result;
    };
}
async function claimOf({ id }, store) {
    if (!(await store.claim(id)))
        return { kind: "elsewhere" };
    // Another conductor may have finished it between the plan and the claim.
    const stored = await store.read(id);
    if (stored === undefined || mustRunAgain(stored.result))
        return { kind: "here" };
    await store.release(id);
    return { kind: "stored", stored };
}
/** "Waiting for 3 runs that other processes have claimed: process 17 on b, …". */
async function waitingText(cells, store) {
    const holders = new Set();
    for (const { id } of cells)
        holders.add((await store.holder(id)) ?? "a process that just ended");
    const count = cells.length === 1 ? "1 run" : `${cells.length} runs`;
    return `Waiting for ${count} of other processes: ${[...holders].join("; ")}.`;
}
/** Whether one training graph serves both cells, and both are evaluated alike. */
function runTogether(a, b) {
    return trainingKey(a) === trainingKey(b) && a.evaluateTrain === b.evaluateTrain;
}
/** A promise that resolves with the next change; then there is a new one. */
function signalOfChange() {
    let fire = () => { };
    const renewed = () => new Promise((resolve) => (fire = resolve));
    let promise = renewed();
    return {
        next: () => promise,
        fire() {
            fire();
            promise = renewed();
        },
    };
}
