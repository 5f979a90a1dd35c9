/** How many cells a study has, how long they would take on this machine and what disk they need, before any is run. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Cell } from "./cell.js";
import { cellMemories, mustFitMemory } from "./memory.js";
import { type Pace, secondsOf } from "./pace.js";
import { startPool } from "./pool.js";
import { askStudy, prepareStudy } from "./prepare-study.js";
import { inOrder, isToBeRetried } from "./queue.js";
import { jobsOf, memoryOf, type RunStudyOptions } from "./run-study.js";
import { shardOf } from "./shard.js";
import type { Problem, StudyOptions } from "./specification.js";
import { readStored } from "./store.js";

export interface StudyEstimate {
  readonly cells: number;
  /** In the store already, or not of this shard. */
  readonly left: number;
  readonly jobs: number;
  readonly problems: readonly (Problem & {
    /** Cells still to be run. */
    readonly cells: number;
    /** Of one run, measured; null where the measurement failed, for the `reason`. */
    readonly seconds: number | null;
    readonly stepSeconds: number | null;
    readonly reason?: string;
  })[];
  /** Until the end, all processes at work; null where a problem could not be measured. */
  readonly seconds: number | null;
  /** What the results take, and what checkpoints take while cells run. */
  readonly bytes: { readonly results: number; readonly checkpoints: number };
}

/** A result is this large, and so much larger with every epoch; measured on results of compare. */
const [RESULT_BYTES, EPOCH_BYTES] = [900, 200];

/**
 * Times a few steps of each problem in a worker process; nothing is trained and nothing is written.
 *
 * @throws InputError as `runStudy` does
 */
export async function estimateStudy(options: StudyOptions, run: RunStudyOptions = {}): Promise<StudyEstimate> {
  const asked = await askStudy(options);
  const { study, datasets } = await prepareStudy(asked, run, (event) => run.onEvent?.(event));
  const expected = run.shard === undefined ? study.cells : shardOf(study, run.shard);
  const isKept = ({ id }: Cell): boolean => {
    if (run.out === undefined || !existsSync(join(run.out, "cells"))) return false;
    const kept = readStored(run.out, id);
    return kept !== undefined && typeof kept !== "string" && !isToBeRetried(kept.result);
  };
  const remaining = expected.filter((cell) => !isKept(cell));
  const jobs = Math.max(1, jobsOf(run, remaining.length));
  const tight = mustFitMemory(cellMemories(remaining, datasets, asked.own, run.recompute), memoryOf(run), jobs);
  if (tight !== undefined) run.onEvent?.({ kind: "notice", message: tight });
  const groups = study.problems.map((problem) => ({
    problem,
    cells: remaining.filter(({ data, modelLabel }) => data === problem.data && modelLabel === problem.model),
  }));
  const paces = new Map<string, Pace | string>();
  const pool = startPool({
    jobs: 1,
    ...(run.device === undefined ? {} : { device: run.device }),
    ...(run.recompute === undefined ? {} : { recompute: run.recompute }),
    ...(run.onOutput === undefined ? {} : { onOutput: run.onOutput }),
    onEvent(event) {
      if (event.kind === "measured") paces.set(event.cell.id, event.pace);
      if (event.kind === "finished") paces.set(event.result.cell.id, event.result.reason ?? event.result.status);
      if (event.kind === "notice") run.onEvent?.(event);
    },
  });
  try {
    const { signal } = run;
    const samples = groups.flatMap(({ cells }) => cells.slice(0, 1));
    if (samples.length > 0) {
      await pool.run(inOrder(samples), { datasets, measure: true, ...(signal === undefined ? {} : { signal }) });
    }
  } finally {
    pool.close();
  }
  const problems = groups.map(({ problem, cells }) => {
    const [first] = cells;
    const pace = first && paces.get(first.id);
    const known = typeof pace === "object" ? pace : undefined;
    return {
      ...problem,
      cells: cells.length,
      seconds: known && first ? secondsOf(first, known) : null,
      stepSeconds: known?.step ?? null,
      ...(typeof pace === "string" ? { reason: pace } : {}),
      prepare: known?.prepare ?? 0,
      checkpointBytes: known?.checkpointBytes ?? 0,
    };
  });
  const measured = problems.every(({ cells, seconds }) => cells === 0 || seconds !== null);
  const work = problems.reduce((sum, p) => sum + p.cells * (p.seconds ?? 0) + Math.min(jobs, p.cells) * p.prepare, 0);
  const epochs = remaining.reduce((sum, { recipe }) => sum + recipe.epochs, 0);
  return {
    cells: study.cells.length,
    left: remaining.length,
    jobs,
    problems: problems.map(({ prepare: _, checkpointBytes: __, ...told }) => told),
    seconds: measured ? work / jobs : null,
    bytes: {
      results: remaining.length * RESULT_BYTES + epochs * EPOCH_BYTES,
      checkpoints: jobs * Math.max(0, ...problems.map(({ checkpointBytes }) => checkpointBytes)),
    },
  };
}
