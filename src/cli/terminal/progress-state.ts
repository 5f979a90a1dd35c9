/** What is known of a running study, and how it is drawn. Pure: events and the time go in, lines come out. */
import type { Cell, CellResult, EpochResult } from "../../study/plan/cell.js";
import { labelsOf, type Study } from "../../study/plan/plan.js";
import { lossText, percent } from "../../study/results/sentences.js";
import type { StudyEvent } from "../../study/run/node/run-study.js";
import { sparkline, thin } from "./sparkline.js";
import { displayWidth, duration, padEnd, padStart, truncate } from "./text.js";

/** One line of the live view: a method on a problem. */
interface Method {
  readonly problem: string;
  readonly init: string;
  readonly runs: number;
  ended: number;
  failed: number;
  /** Sum and count of the test accuracy after each epoch, over the seeds so far. */
  readonly epochs: { sum: number; count: number }[];
}

interface Running {
  readonly cell: Cell;
  readonly since: number;
  fraction: number;
}

export interface ProgressState {
  readonly methods: ReadonlyMap<string, Method>;
  readonly running: Map<string, Running>;
  /** Seconds spent and cells' worth of work done, by problem: what the estimate of the rest is made from. */
  readonly pace: Map<string, { seconds: number; cells: number }>;
  readonly remaining: Map<string, number>;
  readonly cells: number;
  ended: number;
  readonly began: number;
}

const SPARK_WIDTH = 16;

export function startProgress(cells: readonly Cell[], reused: readonly CellResult[], now: number): ProgressState {
  const methods = new Map<string, Method>();
  const remaining = new Map<string, number>();
  for (const cell of cells) {
    const { problem, key, init } = place(cell);
    methods.set(key, {
      problem,
      init,
      runs: (methods.get(key)?.runs ?? 0) + 1,
      ended: 0,
      failed: 0,
      epochs: [],
    });
    remaining.set(problem, (remaining.get(problem) ?? 0) + 1);
  }
  const state: ProgressState = {
    methods,
    running: new Map(),
    pace: new Map(),
    remaining,
    cells: cells.length,
    ended: 0,
    began: now,
  };
  for (const result of reused) {
    for (const epoch of result.epochs) addEpoch(state, result.cell, epoch);
    addEnd(state, result);
  }
  return state;
}

/** @param now seconds */
export function addEvent(state: ProgressState, event: StudyEvent, now: number): void {
  if (event.kind === "started") state.running.set(event.cell.id, { cell: event.cell, since: now, fraction: 0 });
  if (event.kind === "postponed") state.running.delete(event.cell.id);
  if (event.kind === "progress") {
    const running = state.running.get(event.cell.id);
    if (running !== undefined) running.fraction = event.fraction;
  }
  if (event.kind === "epoch") addEpoch(state, event.cell, event.epoch);
  if (event.kind === "finished") {
    const { cell, status } = event.result;
    const running = state.running.get(cell.id);
    if (running !== undefined && status === "done") {
      const { problem } = place(cell);
      const pace = state.pace.get(problem) ?? { seconds: 0, cells: 0 };
      state.pace.set(problem, { seconds: pace.seconds + now - running.since, cells: pace.cells + 1 });
    }
    state.running.delete(cell.id);
    addEnd(state, event.result);
  }
}

function addEpoch(state: ProgressState, cell: Cell, { epoch, testAccuracy }: EpochResult): void {
  const { epochs } = state.methods.get(place(cell).key)!;
  epochs[epoch - 1] ??= { sum: 0, count: 0 };
  epochs[epoch - 1]!.sum += testAccuracy;
  epochs[epoch - 1]!.count++;
}

function addEnd(state: ProgressState, { cell, status }: CellResult): void {
  const { key, problem } = place(cell);
  const method = state.methods.get(key)!;
  method.ended++;
  if (status !== "done") method.failed++;
  state.ended++;
  state.remaining.set(problem, state.remaining.get(problem)! - 1);
}

/**
 * Seconds until the end: for each problem the cells' worth of work left at the pace measured so far (problems not begun at
 * the mean of the others), spread over the processes at work. Undefined until something was measured.
 */
export function secondsLeft(state: ProgressState, now: number): number | undefined {
  const pace = new Map(state.pace);
  const partDone = new Map<string, number>();
  for (const { cell, since, fraction } of state.running.values()) {
    const { problem } = place(cell);
    partDone.set(problem, (partDone.get(problem) ?? 0) + fraction);
    const known = pace.get(problem) ?? { seconds: 0, cells: 0 };
    if (fraction > 0) pace.set(problem, { seconds: known.seconds + now - since, cells: known.cells + fraction });
  }
  const all = [...pace.values()];
  if (all.length === 0) return undefined;
  const mean = all.reduce((sum, { seconds, cells }) => sum + seconds / cells, 0) / all.length;
  let work = 0;
  for (const [problem, cells] of state.remaining) {
    const known = pace.get(problem);
    work += (cells - (partDone.get(problem) ?? 0)) * (known === undefined ? mean : known.seconds / known.cells);
  }
  return work / Math.max(1, state.running.size);
}

/**
 * The live view, at most `height` lines of at most `width` columns: a status line, then the problems at work, a line a
 * method with the test accuracy after each epoch (mean over the seeds so far; heights from the problem's lowest to its highest).
 */
export function renderProgress(state: ProgressState, now: number, width: number, height: number): string[] {
  const left = secondsLeft(state, now);
  const status = [
    `${state.ended} of ${state.cells} runs`,
    `${duration(now - state.began)} gone`,
    ...(left === undefined ? [] : [`about ${duration(left)} left`]),
  ].join(" · ");
  const places = [...state.running.values()].map(({ cell }) => place(cell));
  const working = new Set(places.map(({ problem }) => problem));
  const lines = [status];
  for (const problem of working) {
    const methods = [...state.methods].filter(([, method]) => method.problem === problem);
    const all = methods.flatMap(([, method]) => meansOf(method));
    const scale = [Math.min(...all), Math.max(...all)] as const;
    const longest = Math.max(...methods.map(([, { init }]) => displayWidth(init)));
    const nameWidth = Math.min(longest, Math.max(8, width - SPARK_WIDTH - 42));
    if (state.methods.size > methods.length) lines.push(problem);
    // Says what the bars and the percentage are.
    lines.push(`  ${" ".repeat(nameWidth)}  ${padEnd("test acc. by epoch", SPARK_WIDTH + 4)}${padStart("last", 6)}`);
    for (const [key, method] of methods) {
      const running = places.filter((one) => one.key === key).length;
      lines.push(methodLine(method, running, scale, nameWidth));
    }
  }
  const fitted = lines.map((line) => truncate(line, width));
  if (fitted.length <= height) return fitted;
  return [...fitted.slice(0, height - 1), truncate(`… ${fitted.length - height + 1} more`, width)];
}

function methodLine(
  method: Method,
  running: number,
  [low, high]: readonly [number, number],
  nameWidth: number,
): string {
  const { init, ended, runs, failed } = method;
  const means = meansOf(method);
  const name = padEnd(truncate(init, nameWidth), nameWidth);
  const spark = padEnd(sparkline(thin(means, SPARK_WIDTH), low, high), SPARK_WIDTH);
  const last = padStart(means.length === 0 ? "" : percent(means.at(-1)!), 8);
  const now = running === 0 ? "" : ` · ${running} at work`;
  const failures = failed === 0 ? "" : ` · ${failed} failed`;
  return `  ${name}  ${spark}  ${last}  ${ended}/${runs} runs${now}${failures}`;
}

function meansOf({ epochs }: Method): number[] {
  return epochs.map(({ sum, count }) => sum / count);
}

function place(cell: Cell): { problem: string; key: string; init: string } {
  const { data, model, init } = labelsOf(cell);
  const problem = `${data} × ${model}`;
  return { problem, key: `${problem} × ${init}`, init };
}

/** An event as one line, for logs and pipes; undefined for those not worth one. */
export function describeEvent(event: StudyEvent, state: ProgressState | undefined): string | undefined {
  const named = (cell: Cell) => `${place(cell).key}, seed ${cell.seed}`;
  switch (event.kind) {
    case "planned":
      return plannedLine(event.study, event.expected.length, event.reused.length);
    case "notice":
      return event.message;
    case "epoch": {
      const { epoch, testAccuracy, testLoss } = event.epoch;
      const of = event.cell.recipe.epochs;
      return `${named(event.cell)}: epoch ${epoch} of ${of}, test accuracy ${percent(testAccuracy)}, loss ${lossText(testLoss)}`;
    }
    case "finished": {
      const { cell, status, epochs, reason } = event.result;
      const count = `[${state?.ended ?? 0}/${state?.cells ?? 0}]`;
      const last = epochs.at(-1);
      if (status !== "done" || last === undefined) return `${count} ${named(cell)}: ${status}: ${reason ?? ""}`;
      const seconds = epochs.reduce((sum, epoch) => sum + epoch.seconds, 0);
      return `${count} ${named(cell)}: test accuracy ${percent(last.testAccuracy)}, loss ${lossText(last.testLoss)}, ${seconds.toFixed(1)} s`;
    }
    default:
      return undefined;
  }
}

function plannedLine({ cells, data, models, problems, inits, seeds }: Study, expected: number, reused: number): string {
  const full = problems.length === data.length * models.length;
  // A network is listed once for each recipe it is trained by.
  const networks = new Set(models.map(({ name, options, file }) => JSON.stringify([name, options, file?.sha256]))).size;
  const recipes = models.length / networks;
  const counts = [
    ...(full
      ? ([
          [data.length, "data set"],
          [networks, "model"],
          ...(recipes > 1 ? [[recipes, "recipe"] as const] : []),
        ] as const)
      : ([[problems.length, "problem"]] as const)),
    [inits.length, "initializer"],
    [seeds.length, "seed"],
  ] as const;
  const product = counts.map(([n, what]) => `${n} ${what}${n === 1 ? "" : "s"}`).join(" × ");
  const all = `${cells.length} run${cells.length === 1 ? "" : "s"}: ${product}`;
  const part = expected < cells.length ? `; ${expected} of them here` : "";
  return `${all}${part}${reused > 0 ? `; ${reused} already done` : ""}`;
}
