/** How many cells a study has, how long they would take on this machine and what disk they need, before any is run. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Cell } from "../../plan/cell.js";
import { askStudy, bySeed, prepareStudy } from "../../plan/node/prepare-study.js";
import { shardOf } from "../../plan/shard.js";
import type { Problem, StudyOptions } from "../../plan/specification.js";
import { reportOf, resultBytes } from "../footprint.js";
import { makespan } from "../makespan.js";
import { type Pace, secondsOf } from "../pace.js";
import { inOrder, isToBeRetried } from "../queue.js";
import { cellMemories, mustFitMemory } from "./memory.js";
import { startPool } from "./pool.js";
import { jobsOf, memoryOf, type RunStudyOptions } from "./run-study.js";
import { readStored } from "./store.js";

export interface StudyEstimate {
  readonly cells: number;
  /** In the store already, or not of this shard. */
  readonly left: number;
  readonly jobs: number;
  /** Runs at once in each process; figures of one run are its share. */
  readonly replicas: number;
  readonly problems: readonly (Problem & {
    /** Cells still to be run. */
    readonly cells: number;
    /** Of one run, measured; null where the measurement failed, for the `reason`. */
    readonly seconds: number | null;
    readonly stepSeconds: number | null;
    readonly reason?: string;
  })[];
  /** Until processes are up and data is read, measured. */
  readonly startSeconds: number;
  /** To write the report; 0 without one. */
  readonly reportSeconds: number;
  /** From start to report, all processes at work; null where a problem could not be measured. */
  readonly seconds: number | null;
  /** On the disk: what is still to come of results, the whole report, and checkpoints while cells run. */
  readonly bytes: { readonly results: number; readonly report: number; readonly checkpoints: number };
}

export interface EstimateOptions extends RunStudyOptions {
  /** Whether a report will be written once the runs are finished. */
  readonly report?: boolean;
  /** Seconds that the process has taken to get here: another will take them again. */
  readonly sinceStart?: number;
}

/** Claiming a cell, messages and files: `npm run bench:study`. */
const OWN_SECONDS = 0.005;

/**
 * Times a few steps of each problem in a worker process; nothing is trained and nothing is written.
 *
 * @throws InputError as `runStudy` does
 */
export async function estimateStudy(options: StudyOptions, run: EstimateOptions = {}): Promise<StudyEstimate> {
  const began = performance.now();
  const asked = await askStudy(options);
  const { study, datasets } = await prepareStudy(asked, run, (event) => run.onEvent?.(event));
  const loadedSeconds = (performance.now() - began) / 1000;
  const expected = run.shard === undefined ? study.cells : shardOf(study, run.shard);
  const isKept = ({ id }: Cell): boolean => {
    if (run.out === undefined || !existsSync(join(run.out, "cells"))) return false;
    const kept = readStored(run.out, id);
    return kept !== undefined && typeof kept !== "string" && !isToBeRetried(kept.result);
  };
  const mine = new Set(expected);
  const remaining = bySeed(study).filter((cell) => mine.has(cell) && !isKept(cell));
  const jobs = Math.max(1, jobsOf(run, remaining.length));
  const tight = mustFitMemory(cellMemories(remaining, datasets, asked.own, run), memoryOf(run), jobs);
  if (tight !== undefined) run.onEvent?.({ kind: "notice", message: tight });
  const keyOf = ({ data, modelLabel }: Cell) => JSON.stringify([data, modelLabel]);
  const groups = study.problems.map((problem) => {
    const key = JSON.stringify([problem.data, problem.model]);
    return { problem, key, cells: remaining.filter((cell) => keyOf(cell) === key) };
  });
  const paces = new Map<string, Pace | string>();
  const forked = performance.now();
  // A study starts its processes while it reads data.
  let waited = loadedSeconds;
  const pool = startPool({
    jobs: 1,
    ...(run.device === undefined ? {} : { device: run.device }),
    ...(run.recompute === undefined ? {} : { recompute: run.recompute }),
    ...(run.replicas === undefined ? {} : { replicas: run.replicas }),
    ...(run.onOutput === undefined ? {} : { onOutput: run.onOutput }),
    onEvent(event) {
      if (event.kind === "ready") waited = Math.max(waited, (performance.now() - forked) / 1000);
      if (event.kind === "measured") paces.set(event.cell.id, event.pace);
      if (event.kind === "finished") paces.set(event.result.cell.id, event.result.reason ?? event.result.status);
      if (event.kind === "notice") run.onEvent?.(event);
    },
  });
  try {
    const { signal } = run;
    const samples = groups.flatMap(({ cells }) => cells.slice(0, run.replicas ?? 1));
    if (samples.length > 0) {
      await pool.run(inOrder(samples), { datasets, measure: true, ...(signal === undefined ? {} : { signal }) });
    }
  } finally {
    pool.close();
  }
  const problems = groups.map(({ problem, key, cells }) => {
    const [first] = cells;
    const pace = first && paces.get(first.id);
    const known = typeof pace === "object" ? pace : undefined;
    return {
      key,
      told: {
        ...problem,
        cells: cells.length,
        seconds: known && first ? secondsOf(first, known) : null,
        stepSeconds: known?.step ?? null,
        ...(typeof pace === "string" ? { reason: pace } : {}),
      },
      prepare: known?.prepare ?? 0,
      checkpointBytes: known?.checkpointBytes ?? 0,
    };
  });
  const measured = problems.every(({ told }) => told.cells === 0 || told.seconds !== null);
  const byKey = new Map(problems.map((problem) => [problem.key, problem]));
  const work = remaining.map((cell) => {
    const kind = keyOf(cell);
    const { told, prepare } = byKey.get(kind)!;
    return { kind, prepare, seconds: (told.seconds ?? 0) + OWN_SECONDS };
  });
  const report = run.report === true ? reportOf(study.cells, study.problems.length) : { bytes: 0, seconds: 0 };
  const startSeconds = (run.sinceStart ?? 0) + waited;
  return {
    cells: study.cells.length,
    left: remaining.length,
    jobs,
    replicas: run.replicas ?? 1,
    problems: problems.map(({ told }) => told),
    startSeconds,
    reportSeconds: report.seconds,
    seconds: measured ? startSeconds + makespan(work, jobs) + report.seconds : null,
    bytes: {
      results: resultBytes(remaining),
      report: report.bytes,
      checkpoints: jobs * Math.max(0, ...problems.map(({ checkpointBytes }) => checkpointBytes)),
    },
  };
}
