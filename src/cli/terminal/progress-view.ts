/** The live view of a running study. Pure: state and time in, lines out. */
import type { Cell } from "../../study/plan/cell.js";
import { isAccuracy, type Metric, metricWords } from "../../study/plan/metric.js";
import { lossText } from "../../study/results/figure-text.js";
import { valueText } from "../../study/results/metric-text.js";
import { counted, duration, grouped } from "./numbers.js";
import {
  type Failure,
  type MethodProgress,
  type ProgressState,
  placeOf,
  type RunningCell,
  secondsLeft,
} from "./progress-state.js";
import { sparkline, thin } from "./sparkline.js";
import { displayWidth, padEnd, padStart, truncate } from "./text.js";

/** Columns of the bars: in a narrow terminal, and at most. */
const [NARROW_BARS, WIDE_BARS] = [16, 40];
/** Columns of a method's line besides its name and its bars, in a terminal where all is seen. */
const OTHER_COLUMNS = 48;
/** Columns that a method's line needs at least besides its name and its bars. */
const NEEDED_COLUMNS = 42;
/** The range of no numbers. */
const NOTHING: readonly [low: number, high: number] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

/** A line of the view. */
interface Line {
  readonly text: string;
  /** Whether it goes first where not all lines fit: nothing of it runs now. */
  readonly idle?: boolean;
}

/**
 * At most `height` lines of at most `width` columns: a status line, the cells that run with their
 * progress and loss, then the running problems with one line for each method. Its bars are the test
 * accuracy after each epoch, the mean over the seeds so far, between the problem's lowest and
 * highest.
 *
 * @param now seconds
 */
export function renderProgress(state: ProgressState, now: number, width: number, height: number): string[] {
  const running = [...state.running.values()];
  const problems = new Set(running.map(({ cell }) => placeOf(cell).problem));
  const lines = [
    { text: statusLine(state, now) },
    ...cellLines(running, state.problems.size > 1, width, height),
    ...[...problems].flatMap((problem) => problemLines(state, problem, width)),
  ];
  return fitted(lines, height).map((line) => truncate(line, width));
}

function statusLine(state: ProgressState, now: number): string {
  const left = secondsLeft(state, now);
  return [
    countOf(state),
    `${duration(now - state.startedAt)} elapsed`,
    ...(left === undefined ? [] : [`about ${duration(left)} left`]),
  ].join(" · ");
}

/** "3 of 15 runs"; a race ends when it is decided: "23 runs, at most 240". */
function countOf({ study, ended, cells }: ProgressState): string {
  if (study.race === undefined) return `${grouped(ended)} of ${grouped(cells)} runs`;
  return `${counted(ended, "run")}, at most ${grouped(cells)}`;
}

/**
 * Where not all lines fit, the idle ones go, the last first; the last line counts what is left out.
 */
function fitted(lines: readonly Line[], height: number): string[] {
  if (lines.length <= height) return lines.map(({ text }) => text);
  const room = height - 1;
  const busy = lines.filter(({ idle }) => idle !== true).length;
  let idleRoom = Math.max(0, room - busy);
  const shown = lines.filter(({ idle }) => idle !== true || idleRoom-- > 0).slice(0, room);
  return [...shown.map(({ text }) => text), `… ${grouped(lines.length - shown.length)} more`];
}

/** What each process does. Many processes get a third of the lines. */
function cellLines(running: readonly RunningCell[], isOneOfMany: boolean, width: number, height: number): Line[] {
  const most = Math.max(2, Math.floor(height / 3));
  const shown = running.slice(0, running.length > most ? most - 1 : most);
  const parts = shown.map(({ cell, fraction, loss }) => {
    const { key, init } = placeOf(cell);
    return { name: `${isOneOfMany ? key : init}, seed ${cell.seed}`, now: nowOf(cell, fraction, loss) };
  });
  const longest = Math.max(0, ...parts.map(({ name }) => displayWidth(name)));
  const after = Math.max(0, ...parts.map(({ now }) => displayWidth(now)));
  const nameWidth = Math.min(longest, Math.max(8, width - after - 4));
  const more = running.length - shown.length;
  return [
    ...parts.map(({ name, now }) => ({ text: `  ${padEnd(truncate(name, nameWidth), nameWidth)}  ${now}` })),
    ...(more > 0 ? [{ text: `  … ${grouped(more)} more running` }] : []),
  ];
}

/** "epoch 3 of 8 · 31 % · loss 0.2134". */
function nowOf(cell: Cell, fraction: number, loss: number | undefined): string {
  if (loss === undefined) return "starting";
  return `epoch ${epochOf(cell, fraction)} · ${padStart(String(Math.floor(100 * fraction)), 2)} % · loss ${lossText(loss)}`;
}

/** "3 of 8": the epoch of a cell whose work is done to a fraction. */
export function epochOf({ method }: Cell, fraction: number): string {
  const { epochs } = method.recipe;
  return `${Math.min(epochs, 1 + Math.floor(fraction * epochs))} of ${epochs}`;
}

function problemLines(state: ProgressState, problem: string, width: number): Line[] {
  const methods = [...state.methods].filter(([, method]) => method.problem === problem);
  const all = methods.flatMap(([, method]) => meansOf(method));
  const scale = all.reduce(([low, high], mean) => [Math.min(low, mean), Math.max(high, mean)] as const, NOTHING);
  const longest = methods.reduce((most, [, { init }]) => Math.max(most, displayWidth(init)), 0);
  const epochs = state.epochs.get(problem)!;
  const bars = Math.max(NARROW_BARS, Math.min(WIDE_BARS, epochs, width - longest - OTHER_COLUMNS));
  const nameWidth = Math.min(longest, Math.max(8, width - bars - NEEDED_COLUMNS));
  const keys = new Set([...state.running.values()].map(({ cell }) => placeOf(cell).key));
  return [
    ...(state.methods.size > methods.length ? [{ text: problem }] : []),
    // Says what the bars and the percentage are.
    {
      text: `  ${" ".repeat(nameWidth)}  ${padEnd(truncate(`${isAccuracy(state.metric) ? "test acc." : metricWords(state.metric)} by epoch`, bars + 4), bars + 4)}${padStart("last", 6)}`,
    },
    ...methods.map(([key, method]) => ({
      text: methodLine(method, state.metric, scale, nameWidth, bars),
      idle: !keys.has(key),
    })),
  ];
}

function methodLine(
  method: MethodProgress,
  metric: Metric,
  [low, high]: readonly [number, number],
  nameWidth: number,
  bars: number,
): string {
  const { init, ended, runs, failures } = method;
  const means = meansOf(method);
  const name = padEnd(truncate(init, nameWidth), nameWidth);
  const spark = padEnd(sparkline(thin(means, bars), low, high), bars);
  const last = padStart(means.length === 0 ? "" : valueText(metric, means.at(-1)!), 8);
  const failed = [...failures].map(([ending, count]) => ` · ${grouped(count)} ${failureWords[ending]}`).join("");
  return `  ${name}  ${spark}  ${last}  ${ended}/${runs} runs${failed}`;
}

/** How a run failed, as a verb. */
export const failureWords: Readonly<Record<Failure, string>> = {
  stuck: "learned nothing",
  diverged: "diverged",
  crashed: "crashed",
  refused: "refused",
};

function meansOf({ epochs }: MethodProgress): number[] {
  return epochs.map(({ sum, count }) => sum / count);
}
