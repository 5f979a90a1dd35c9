/** What a study will take: how many cells, how long on this machine, and how much disk. */
import type { ReadingOptions } from "../../../data/reading.js";
import { InputError } from "../../../errors.js";
import type { Cell } from "../../plan/cell.js";
import { bySeed, shardOf } from "../../plan/cell-order.js";
import { choose, prepare } from "../../plan/node/prepare.js";
import type { StudyOptions } from "../../plan/options.js";
import type { PlannedStudy } from "../../plan/plan-study.js";
import { describeOverrides, type RecipeOverrides } from "../../plan/recipe-overrides.js";
import type { Problem } from "../../plan/study.js";
import { type TunedCounts, tunedCounts, typicalCells } from "../../plan/tuned-counts.js";
import { cellQueue } from "../cell-queue.js";
import { reportOf, resultBytes } from "../footprint.js";
import { makespan } from "../makespan.js";
import { memoryStore } from "../memory-store.js";
import { type Pace, secondsOf } from "../pace.js";
import { fixedGrid, mustRunAgain } from "../planners.js";
import { cellReader } from "./cell-files.js";
import { guessesBy } from "./guess-rates.js";
import { cellMemories, mustFitMemory } from "./memory.js";
import { startProcesses } from "./processes.js";
import { checkRunOptions, type RunStudyOptions } from "./run-options.js";
import { jobsOf, memoryOf, processesOf } from "./run-study.js";

/** Runs of one problem and one recipe, which take the same time. */
export interface PaceEstimate extends Problem {
  /** The recipe, where the study compares several: "adam, lr 0.001". */
  readonly recipe?: string | undefined;
  /** Cells that are still to be run. */
  readonly cells: number;
  /** Seconds of one run, measured; null where the measurement failed, for the `reason`. */
  readonly seconds: number | null;
  /** Seconds of one training step; null likewise. */
  readonly stepSeconds: number | null;
  readonly reason?: string | undefined;
}

/** What a study will take on this machine. */
export interface StudyEstimate {
  /** Names the form of this object, with its version. */
  readonly format: "stepzero/estimate/1";
  /** All cells of the study. */
  readonly cells: number;
  /**
   * Of a study that tunes rates: its runs by what they are for; the others are of a typical course.
   */
  readonly tuned?: TunedCounts | undefined;
  /** Cells of this shard that the folder does not have. */
  readonly left: number;
  /** Number of worker processes. */
  readonly jobs: number;
  /** Runs at once in each process; figures of one run are its share. */
  readonly replicas: number;
  /** The pace of each problem and recipe. */
  readonly problems: readonly PaceEstimate[];
  /** Seconds until the processes have started and data is read, measured. */
  readonly startSeconds: number;
  /** Seconds to write the report; 0 without one. */
  readonly reportSeconds: number;
  /**
   * Seconds from start to report, all processes at work; null where a problem could not be
   * measured.
   */
  readonly seconds: number | null;
  /**
   * Bytes on the disk: results still to come, the whole report, and checkpoints while cells run.
   */
  readonly bytes: { readonly results: number; readonly report: number; readonly checkpoints: number };
}

/** How the study would run. */
export interface EstimateOptions extends RunStudyOptions {
  /**
   * Whether a report will be written once the runs are finished.
   *
   * @defaultValue false
   */
  readonly report?: boolean | undefined;
  /**
   * Seconds since the process started; the real run will take them, too.
   *
   * @defaultValue 0
   */
  readonly sinceStart?: number | undefined;
}

/** Seconds per cell for claims, messages and files (`npm run bench:study`). */
const SECONDS_PER_CELL = 0.005;

/** A report has the readings of a probe this often, in files of several kinds. */
const READINGS_IN_REPORT = 4;

/** Cells of one problem and recipe. */
interface Group {
  readonly problem: Problem;
  readonly recipe: string | undefined;
  readonly cells: readonly Cell[];
}

/**
 * Times a few steps of each problem in a worker process. Nothing is trained, nothing is written.
 *
 * @throws InputError as `runStudy` does
 */
export async function estimateStudy(options: StudyOptions, run: EstimateOptions = {}): Promise<StudyEstimate> {
  const began = performance.now();
  checkRunOptions("estimateStudy", options, run, ["report", "sinceStart"]);
  const chosenStudy = await choose(options);
  if (chosenStudy.choices.trainer !== undefined) {
    throw new InputError(
      "An estimate times steps that stepzero trains, and this study has a trainer. stepzero trainer check FILE runs short cells and says how long they took.",
    );
  }
  run.onEvent?.({ kind: "resolved", choices: chosenStudy.choices });
  const all = await prepare(chosenStudy, run, (event) => run.onEvent?.(event), guessesBy(chosenStudy, run));
  const prepared = all.study.tuning === undefined ? all : { ...all, cells: typicalCells(all) };
  const loadedSeconds = (performance.now() - began) / 1000;
  const expected = new Set(run.shard === undefined ? prepared.cells : shardOf(prepared, run.shard));
  const isFinished = finishedIn(run.out);
  const remaining = bySeed(prepared).filter((cell) => expected.has(cell) && !isFinished(cell));
  const jobs = Math.max(1, jobsOf(run, remaining.length));
  const tight = mustFitMemory(cellMemories(remaining, prepared.samples, chosenStudy.users, run), memoryOf(run), jobs);
  if (tight !== undefined) run.onEvent?.({ kind: "notice", message: tight });
  const groups = groupsOf(prepared, remaining);
  const { paces, upSeconds } = await measure(groups, run, chosenStudy.choices.reading);
  const estimates = groups.map((group) => estimateOf(group, paces));
  const { study, cells } = prepared;
  const report = run.report === true ? reportOf(cells, study.problems.length) : { bytes: 0, seconds: 0 };
  const startSeconds = (run.sinceStart ?? 0) + Math.max(loadedSeconds, upSeconds);
  const readBytes = estimates.reduce((sum, one) => sum + one.readBytes, 0);
  const isMeasured = estimates.every(({ estimate }) => estimate.cells === 0 || estimate.seconds !== null);
  const work = groups.flatMap((group, g) => {
    const { estimate, prepare: prepareSeconds } = estimates[g]!;
    const seconds = (estimate.seconds ?? 0) + SECONDS_PER_CELL;
    return group.cells.map(() => ({ kind: String(g), prepare: prepareSeconds, seconds }));
  });
  return {
    format: "stepzero/estimate/1",
    cells: cells.length,
    ...(study.tuning === undefined ? {} : { tuned: tunedCounts(study) }),
    left: remaining.length,
    jobs,
    replicas: run.replicas ?? 1,
    problems: estimates.map(({ estimate }) => estimate),
    startSeconds,
    reportSeconds: report.seconds,
    seconds: isMeasured ? startSeconds + makespan(work, jobs) + report.seconds : null,
    bytes: {
      results: resultBytes(remaining) + readBytes,
      report: report.bytes + (run.report === true ? readBytes * READINGS_IN_REPORT : 0),
      checkpoints: jobs * Math.max(0, ...estimates.map(({ checkpointBytes }) => checkpointBytes)),
    },
  };
}

/** Tells which cells a folder has. */
function finishedIn(out: string | undefined): (cell: Cell) => boolean {
  if (out === undefined) return () => false;
  const readCell = cellReader(out);
  return ({ id }) => {
    const stored = readCell(id);
    return typeof stored === "object" && !mustRunAgain(stored.result);
  };
}

/** The remaining cells by problem and recipe, in the study's order. */
function groupsOf({ study, cells: all }: PlannedStudy, remaining: readonly Cell[]): Group[] {
  const { problems, methods, seeds } = study;
  const left = new Set(remaining);
  if (study.tuning !== undefined) {
    // One rate takes as long as another.
    return problems.map((problem) => ({
      problem,
      recipe: undefined,
      cells: all.filter(
        (cell) => left.has(cell) && cell.problem.data === problem.data && cell.problem.model.label === problem.model,
      ),
    }));
  }
  const recipeOf = methods.map(({ recipe }) => JSON.stringify(recipe));
  const recipes = [...new Set(recipeOf)];
  const labels = recipes.map((recipe) => (recipes.length === 1 ? undefined : labelOf(recipe)));
  const groups = problems.map((problem) =>
    recipes.map((_, r) => ({ problem, recipe: labels[r], cells: [] as Cell[] })),
  );
  const groupAt = recipeOf.map((recipe) => recipes.indexOf(recipe));
  for (const [at, cell] of all.entries()) {
    if (!left.has(cell)) continue;
    const method = Math.floor(at / seeds.length);
    groups[Math.floor(method / methods.length)]![groupAt[method % methods.length]!]!.cells.push(cell);
  }
  return groups.flat();
}

function labelOf(recipe: string): string {
  return describeOverrides(JSON.parse(recipe) as RecipeOverrides);
}

/** Times the first cells of each group, and how long a process takes until it is ready. */
async function measure(
  groups: readonly Group[],
  run: RunStudyOptions,
  reading: ReadingOptions | undefined,
): Promise<{ readonly paces: ReadonlyMap<string, Pace | string>; readonly upSeconds: number }> {
  const paces = new Map<string, Pace | string>();
  const began = performance.now();
  let upSeconds = 0;
  const samples = groups.flatMap(({ cells }) => cells.slice(0, run.replicas ?? 1));
  const processes = startProcesses({ ...processesOf(run, reading, samples.length), jobs: 1 });
  const queue = cellQueue({
    planner: fixedGrid(samples),
    store: memoryStore(),
    results: () => [],
    onStored: () => {},
    wait: () => Promise.resolve(),
    signal: run.signal,
  });
  try {
    if (samples.length === 0) return { paces, upSeconds };
    await processes.measure(
      queue,
      (event) => {
        if (event.kind === "ready") upSeconds = (performance.now() - began) / 1000;
        if (event.kind === "measured") paces.set(event.cell.id, event.pace);
        if (event.kind === "finished") paces.set(event.result.cell.id, event.result.reason ?? event.result.status);
        if (event.kind === "notice") run.onEvent?.(event);
      },
      run.signal,
    );
    return { paces, upSeconds };
  } finally {
    processes.close();
  }
}

function estimateOf({ problem, recipe, cells }: Group, paces: ReadonlyMap<string, Pace | string>) {
  const [first] = cells;
  const measured = first && paces.get(first.id);
  const pace = typeof measured === "object" ? measured : undefined;
  const estimate: PaceEstimate = {
    ...problem,
    recipe,
    cells: cells.length,
    seconds: pace && first ? secondsOf(first, pace) : null,
    stepSeconds: pace?.step ?? null,
    reason: typeof measured === "string" ? measured : undefined,
  };
  return {
    estimate,
    prepare: pace?.prepare ?? 0,
    checkpointBytes: pace?.checkpointBytes ?? 0,
    readBytes: pace === undefined ? 0 : readBytesOf(cells, pace),
  };
}

/** Bytes of what the probe reads of some cells. */
const readBytesOf = (cells: readonly Cell[], { probeBytes }: Pace): number =>
  cells.reduce((sum, { method }) => sum + (method.recipe.epochs + 1) * probeBytes, 0);
