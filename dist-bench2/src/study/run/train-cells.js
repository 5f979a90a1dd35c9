/** Trains a cell, or several of one problem at once, from their starts to their ends. */
import { runStreams } from "../../training/run-streams.js";
import { separateStates, stackedStates } from "../../training/state.js";
import { trainRuns } from "../../training/train-runs.js";
import { currentLosses } from "./current-losses.js";
/** The seed of what a cell's run draws besides its initial weights. */
export const orderSeedOf = ({ seed, orderSeed = seed }) => orderSeed;
/** How several cells are trained at once; undefined for one cell. */
export function replicasOf(cells) {
    if (cells.length === 1)
        return undefined;
    return { count: cells.length, ownBatches: new Set(cells.map(orderSeedOf)).size > 1 };
}
/**
 * Trains cells of one training graph at once.
 *
 * @param problem compiled with `replicasOf` the cells
 * @param starts all after the same number of epochs
 * @param clock milliseconds
 * @throws Error the signal's reason, when aborted
 */
export async function trainCells(problem, data, starts, clock, options = {}) {
    const { memory, replicas, recipe } = problem;
    const { onEpoch, onCheckpoint, onResult } = options;
    const cells = starts.map(({ cell }) => cell);
    const { evaluateTrain } = cells[0];
    const streams = (replicas?.ownBatches ? cells : cells.slice(0, 1)).map((cell) => runStreams(orderSeedOf(cell)));
    const histories = starts.map(({ from }) => from.history);
    const results = new Map();
    const end = (r, how) => {
        const result = { cell: cells[r], ...how, ...histories[r] };
        results.set(result.cell, result);
        onResult?.(result);
    };
    /** Runs that have not ended. One that diverged is still computed, but no longer reported. */
    const running = () => cells.flatMap((cell, r) => (results.has(cell) ? [] : [r]));
    const start = replicas === undefined ? starts[0].from.state : stackedStates(starts.map(({ from }) => from.state));
    const { signal, pause, onProgress } = options;
    const current = currentLosses(cells);
    const following = {
        evaluateTrain,
        validation: data.validation,
        signal,
        pause,
        onLosses: onProgress && current.add,
        onProgress: onProgress && ((fraction) => onProgress(fraction, current.losses)),
    };
    const epochs = trainRuns(problem, start, streams, following);
    let began = clock();
    for await (const { epoch, runs, state } of epochs) {
        const seconds = (clock() - began) / 1000 / cells.length;
        for (const [r, run] of runs.entries()) {
            if (run.kind === "diverged")
                end(r, { status: "diverged", reason: run.reason, step: run.step });
        }
        for (const [r, run] of runs.entries()) {
            if (run.kind !== "trained")
                continue;
            const result = { ...run.figures, seconds };
            histories[r] = { ...histories[r], epochs: [...histories[r].epochs, result] };
            onEpoch?.(cells[r], result);
        }
        if (epoch < recipe.epochs && state !== undefined && onCheckpoint !== undefined && running().length > 0) {
            await onCheckpoint(async () => {
                const here = { ...state, tensors: (await memory?.read(state.tensors)) ?? state.tensors };
                const states = replicas === undefined ? [here] : separateStates(here, cells.length);
                return running().map((r) => ({ cell: cells[r], from: { state: states[r], history: histories[r] } }));
            });
        }
        began = clock();
    }
    for (const r of running())
        end(r, { status: "done" });
    return cells.map((cell) => results.get(cell));
}
