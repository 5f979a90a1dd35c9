import { bySeed, shardOf } from "../../plan/cell-order.js";
import { choose, prepare } from "../../plan/node/prepare.js";
import { describeOverrides } from "../../plan/recipe-overrides.js";
import { cellQueue } from "../cell-queue.js";
import { reportOf, resultBytes } from "../footprint.js";
import { makespan } from "../makespan.js";
import { memoryStore } from "../memory-store.js";
import { secondsOf } from "../pace.js";
import { fixedGrid, mustRunAgain } from "../planners.js";
import { cellReader } from "./cell-files.js";
import { cellMemories, mustFitMemory } from "./memory.js";
import { startProcesses } from "./processes.js";
import { checkRunOptions } from "./run-options.js";
import { jobsOf, memoryOf, processesOf } from "./run-study.js";
/** Seconds per cell for claims, messages and files (`npm run bench:study`). */
const SECONDS_PER_CELL = 0.005;
/**
 * Times a few steps of each problem in a worker process. Nothing is trained, nothing is written.
 *
 * @throws InputError as `runStudy` does
 */
export async function estimateStudy(options, run = {}) {
    const began = performance.now();
    checkRunOptions("estimateStudy", options, run, ["report", "sinceStart"]);
    const chosenStudy = await choose(options);
    run.onEvent?.({ kind: "resolved", choices: chosenStudy.choices });
    const prepared = await prepare(chosenStudy, run, (event) => run.onEvent?.(event));
    const loadedSeconds = (performance.now() - began) / 1000;
    const expected = new Set(run.shard === undefined ? prepared.cells : shardOf(prepared, run.shard));
    const isFinished = finishedIn(run.out);
    const remaining = bySeed(prepared).filter((cell) => expected.has(cell) && !isFinished(cell));
    const jobs = Math.max(1, jobsOf(run, remaining.length));
    const tight = mustFitMemory(cellMemories(remaining, prepared.samples, chosenStudy.users, run), memoryOf(run), jobs);
    if (tight !== undefined)
        run.onEvent?.({ kind: "notice", message: tight });
    const groups = groupsOf(prepared, remaining);
    const { paces, upSeconds } = await measure(groups, run, chosenStudy.choices.reading);
    const estimates = groups.map((group) => estimateOf(group, paces));
    const { study, cells } = prepared;
    const report = run.report === true ? reportOf(cells, study.problems.length) : { bytes: 0, seconds: 0 };
    const startSeconds = (run.sinceStart ?? 0) + Math.max(loadedSeconds, upSeconds);
    const isMeasured = estimates.every(({ estimate }) => estimate.cells === 0 || estimate.seconds !== null);
    const work = groups.flatMap((group, g) => {
        const { estimate, prepare: prepareSeconds } = estimates[g];
        const seconds = (estimate.seconds ?? 0) + SECONDS_PER_CELL;
        return group.cells.map(() => ({ kind: String(g), prepare: prepareSeconds, seconds }));
    });
    return {
        format: "stepzero/estimate/1",
        cells: cells.length,
        left: remaining.length,
        jobs,
        replicas: run.replicas ?? 1,
        problems: estimates.map(({ estimate }) => estimate),
        startSeconds,
        reportSeconds: report.seconds,
        seconds: isMeasured ? startSeconds + makespan(work, jobs) + report.seconds : null,
        bytes: {
            results: resultBytes(remaining),
            report: report.bytes,
            checkpoints: jobs * Math.max(0, ...estimates.map(({ checkpointBytes }) => checkpointBytes)),
        },
    };
}
/** Tells which cells a folder has. */
function finishedIn(out) {
    if (out === undefined)
        return () => false;
    const readCell = cellReader(out);
    return ({ id }) => {
        const stored = readCell(id);
        return typeof stored === "object" && !mustRunAgain(stored.result);
    };
}
/** The remaining cells by problem and recipe, in the study's order. */
function groupsOf({ study, cells: all }, remaining) {
    const { problems, methods, seeds } = study;
    const left = new Set(remaining);
    const recipeOf = methods.map(({ recipe }) => JSON.stringify(recipe));
    const recipes = [...new Set(recipeOf)];
    const labels = recipes.map((recipe) => (recipes.length === 1 ? undefined : labelOf(recipe)));
    const groups = problems.map((problem) => recipes.map((_, r) => ({ problem, recipe: labels[r], cells: [] })));
    const groupAt = recipeOf.map((recipe) => recipes.indexOf(recipe));
    for (const [at, cell] of all.entries()) {
        if (!left.has(cell))
            continue;
        const method = Math.floor(at / seeds.length);
        groups[Math.floor(method / methods.length)][groupAt[method % methods.length]].cells.push(cell);
    }
    return groups.flat();
}
function labelOf(recipe) {
    return describeOverrides(JSON.parse(recipe));
}
/** Times the first cells of each group, and how long a process takes until it is ready. */
async function measure(groups, run, reading) {
    const paces = new Map();
    const began = performance.now();
    let upSeconds = 0;
    const samples = groups.flatMap(({ cells }) => cells.slice(0, run.replicas ?? 1));
    const processes = startProcesses({ ...processesOf(run, reading, samples.length), jobs: 1 });
    const queue = cellQueue({
        planner: fixedGrid(samples),
        store: memoryStore(),
        results: () => [],
        onStored: () => { },
        wait: () => Promise.resolve(),
        signal: run.signal,
    });
    try {
        if (samples.length === 0)
            return { paces, upSeconds };
        await processes.measure(queue, (event) => {
            if (event.kind === "ready")
                upSeconds = (performance.now() - began) / 1000;
            if (event.kind === "measured")
                paces.set(event.cell.id, event.pace);
            if (event.kind === "finished")
                paces.set(event.result.cell.id, event.result.reason ?? event.result.status);
            if (event.kind === "notice")
                run.onEvent?.(event);
        }, run.signal);
        return { paces, upSeconds };
    }
    finally {
        processes.close();
    }
}
function estimateOf({ problem, recipe, cells }, paces) {
    const [first] = cells;
    const measured = first && paces.get(first.id);
    const pace = typeof measured === "object" ? measured : undefined;
    const estimate = {
        ...problem,
        recipe,
        cells: cells.length,
        seconds: pace && first ? secondsOf(first, pace) : null,
        stepSeconds: pace?.step ?? null,
        reason: typeof measured === "string" ? measured : undefined,
    };
    return { estimate, prepare: pace?.prepare ?? 0, checkpointBytes: pace?.checkpointBytes ?? 0 };
}
