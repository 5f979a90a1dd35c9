import { recordOf } from "../../study/results/records.js";
/** The state before any cell starts. @param now seconds */
export function startProgress({ study, expected, reused }, now) {
    const methods = new Map();
    const remaining = new Map();
    const epochs = new Map();
    for (const cell of expected) {
        const { problem, key, init } = placeOf(cell);
        const runs = (methods.get(key)?.runs ?? 0) + 1;
        methods.set(key, { problem, init, runs, ended: 0, failures: new Map(), epochs: [] });
        remaining.set(problem, (remaining.get(problem) ?? 0) + 1);
        epochs.set(problem, Math.max(epochs.get(problem) ?? 0, cell.method.recipe.epochs));
    }
    const state = {
        study,
        problems: new Map(study.problems.map(({ data, model }, i) => [problemName(data, model), i])),
        epochs,
        methods,
        running: new Map(),
        pace: new Map(),
        remaining,
        cells: expected.length,
        ended: 0,
        startedAt: now,
    };
    for (const result of reused) {
        for (const epoch of result.epochs)
            addEpoch(state, result.cell, epoch);
        addEnd(state, result);
    }
    return state;
}
/** Changes the state by an event. @param now seconds */
export function addEvent(state, event, now) {
    switch (event.kind) {
        case "started":
            state.running.set(event.cell.id, { cell: event.cell, since: now, fraction: 0, loss: undefined });
            break;
        case "postponed":
            state.running.delete(event.cell.id);
            break;
        case "progress": {
            const running = state.running.get(event.cell.id);
            if (running === undefined)
                break;
            running.fraction = event.fraction;
            running.loss = event.loss;
            break;
        }
        case "epoch":
            addEpoch(state, event.cell, event.epoch);
            break;
        case "finished": {
            const { cell, status } = event.result;
            const running = state.running.get(cell.id);
            if (running !== undefined && status === "done")
                addPace(state.pace, placeOf(cell).problem, now - running.since, 1);
            state.running.delete(cell.id);
            addEnd(state, event.result);
        }
    }
}
function addPace(pace, problem, seconds, cells) {
    const before = pace.get(problem) ?? { seconds: 0, cells: 0 };
    pace.set(problem, { seconds: before.seconds + seconds, cells: before.cells + cells });
}
function addEpoch(state, cell, { epoch, testAccuracy }) {
    const { epochs } = state.methods.get(placeOf(cell).key);
    epochs[epoch - 1] ??= { sum: 0, count: 0 };
    epochs[epoch - 1].sum += testAccuracy;
    epochs[epoch - 1].count++;
}
function addEnd(state, result) {
    const { key, problem } = placeOf(result.cell);
    const method = state.methods.get(key);
    const ending = endingOf(state, result);
    method.ended++;
    if (ending !== "learned")
        method.failures.set(ending, (method.failures.get(ending) ?? 0) + 1);
    state.ended++;
    state.remaining.set(problem, state.remaining.get(problem) - 1);
}
/** How a run ended, as the results will say it. */
export function endingOf({ study, problems }, { cell, ...result }) {
    const place = { id: cell.id, problem: problems.get(placeOf(cell).problem), method: 0, seed: cell.seed };
    return recordOf(study, place, result).ending;
}
/**
 * Seconds until the end. The work that is left of each problem goes on at the problem's pace so far
 * (at the mean pace of the others where nothing of it ran yet), spread over the running processes.
 *
 * @param now seconds
 * @returns undefined until something was measured
 */
export function secondsLeft(state, now) {
    const pace = new Map(state.pace);
    const partDone = new Map();
    for (const { cell, since, fraction } of state.running.values()) {
        const { problem } = placeOf(cell);
        partDone.set(problem, (partDone.get(problem) ?? 0) + fraction);
        if (fraction > 0)
            addPace(pace, problem, now - since, fraction);
    }
    const all = [...pace.values()].map(({ seconds, cells }) => seconds / cells);
    if (all.length === 0)
        return undefined;
    const mean = all.reduce((sum, each) => sum + each, 0) / all.length;
    let work = 0;
    for (const [problem, cells] of state.remaining) {
        const measured = pace.get(problem);
        const each = measured === undefined ? mean : measured.seconds / measured.cells;
        work += (cells - (partDone.get(problem) ?? 0)) * each;
    }
    return work / Math.max(1, state.running.size);
}
const problemName = (data, model) => `${data} × ${model}`;
/** Where a cell's line stands. */
export function placeOf(cell) {
    const problem = problemName(cell.problem.data, cell.problem.model.label);
    const init = cell.method.label;
    return { problem, key: `${problem} × ${init}`, init };
}
