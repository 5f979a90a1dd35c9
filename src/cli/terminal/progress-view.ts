/** The live view of a running study. Pure: state and time in, lines out. */
import { percent } from "../../study/results/figure-text.js";
import { duration } from "./numbers.js";
import { type MethodProgress, type ProgressState, placeOf, secondsLeft } from "./progress-state.js";
import { sparkline, thin } from "./sparkline.js";
import { displayWidth, padEnd, padStart, truncate } from "./text.js";

const SPARK_WIDTH = 16;
/** The range of no numbers. */
const NOTHING: readonly [low: number, high: number] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

/**
 * At most `height` lines of at most `width` columns: a status line, then the running problems with
 * one line for each method. Its bars are the test accuracy after each epoch, the mean over the
 * seeds so far, between the problem's lowest and highest.
 *
 * @param now seconds
 */
export function renderProgress(state: ProgressState, now: number, width: number, height: number): string[] {
  const left = secondsLeft(state, now);
  const status = [
    `${state.ended} of ${state.cells} runs`,
    `${duration(now - state.startedAt)} elapsed`,
    ...(left === undefined ? [] : [`about ${duration(left)} left`]),
  ].join(" · ");
  const running = new Set([...state.running.values()].map(({ cell }) => placeOf(cell).problem));
  const lines = [status, ...[...running].flatMap((problem) => problemLines(state, problem, width))];
  const fitted = lines.map((line) => truncate(line, width));
  if (fitted.length <= height) return fitted;
  return [...fitted.slice(0, height - 1), truncate(`… ${fitted.length - height + 1} more`, width)];
}

function problemLines(state: ProgressState, problem: string, width: number): string[] {
  const methods = [...state.methods].filter(([, method]) => method.problem === problem);
  const all = methods.flatMap(([, method]) => meansOf(method));
  const scale = all.reduce(([low, high], mean) => [Math.min(low, mean), Math.max(high, mean)] as const, NOTHING);
  const longest = methods.reduce((most, [, { init }]) => Math.max(most, displayWidth(init)), 0);
  const nameWidth = Math.min(longest, Math.max(8, width - SPARK_WIDTH - 42));
  const keys = [...state.running.values()].map(({ cell }) => placeOf(cell).key);
  return [
    ...(state.methods.size > methods.length ? [problem] : []),
    // Says what the bars and the percentage are.
    `  ${" ".repeat(nameWidth)}  ${padEnd("test acc. by epoch", SPARK_WIDTH + 4)}${padStart("last", 6)}`,
    ...methods.map(([key, method]) => {
      const running = keys.filter((one) => one === key).length;
      return methodLine(method, running, scale, nameWidth);
    }),
  ];
}

function methodLine(
  method: MethodProgress,
  running: number,
  [low, high]: readonly [number, number],
  nameWidth: number,
): string {
  const { init, ended, runs, failed } = method;
  const means = meansOf(method);
  const name = padEnd(truncate(init, nameWidth), nameWidth);
  const spark = padEnd(sparkline(thin(means, SPARK_WIDTH), low, high), SPARK_WIDTH);
  const last = padStart(means.length === 0 ? "" : percent(means.at(-1)!), 8);
  const now = running === 0 ? "" : ` · ${running} running`;
  const failures = failed === 0 ? "" : ` · ${failed} failed`;
  return `  ${name}  ${spark}  ${last}  ${ended}/${runs} runs${now}${failures}`;
}

function meansOf({ epochs }: MethodProgress): number[] {
  return epochs.map(({ sum, count }) => sum / count);
}
