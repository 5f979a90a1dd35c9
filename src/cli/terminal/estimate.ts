/** What a study would take, as people read it. */
import type { StudyEstimate } from "../../study/run/node/estimate.js";
import { counted, duration, grouped } from "./numbers.js";
import { renderTable } from "./table.js";
import { wrap } from "./text.js";

/** How an estimate is shown. */
export interface EstimateLook {
  /** Columns of text. */
  readonly width: number;
  /**
   * Columns of the table.
   *
   * @defaultValue those of text
   */
  readonly tableWidth?: number | undefined;
  /**
   * Whether the results would stay; without a folder they lie in a temporary one while the study
   * runs.
   */
  readonly hasFolder: boolean;
}

/** Rows of a table that can be read. */
const MOST_ROWS = 100;

/** Runs, time and disk of one study. */
export function renderEstimate(
  estimate: StudyEstimate,
  { width, tableWidth = width, hasFolder }: EstimateLook,
): string {
  const { cells, left, problems } = estimate;
  const rest = left < cells ? `, ${grouped(left)} of them still to run here` : "";
  const comparesRecipes = problems.some(({ recipe }) => recipe !== undefined);
  const columns = [
    { title: ["data"], align: "left" as const, flexible: true },
    { title: ["model"], align: "left" as const, flexible: true },
    ...(comparesRecipes ? [{ title: ["recipe"], align: "left" as const, flexible: true }] : []),
    { title: ["runs"], align: "right" as const },
    { title: ["one run"], align: "right" as const },
    { title: ["step"], align: "right" as const },
  ];
  const rows = problems
    .slice(0, MOST_ROWS)
    .map((problem) => [
      problem.data,
      problem.model,
      ...(comparesRecipes ? [problem.recipe ?? "–"] : []),
      grouped(problem.cells),
      problem.seconds === null ? (problem.reason ?? "–") : about(problem.seconds),
      problem.stepSeconds === null ? "–" : `${(1000 * problem.stepSeconds).toPrecision(3)} ms`,
    ]);
  const more = problems.length - MOST_ROWS;
  const table = [
    ...renderTable(columns, rows, tableWidth),
    ...(more > 0 ? [`And ${grouped(more)} more; --json has all.`] : []),
  ];
  const notes = [...tunedNote(estimate), timeOf(estimate), diskOf(estimate.bytes, hasFolder)].map((text) =>
    wrap(text, width),
  );
  return `${[`${counted(cells, "run")}${rest}`, "", ...table, "", ...notes].join("\n")}\n`;
}

/** What the runs of a study that tunes rates are for. */
function tunedNote({ tuned }: StudyEstimate): string[] {
  if (tuned === undefined) return [];
  const { tuning, extension, final } = tuned;
  return [
    `${counted(tuning, "tuning run")}, up to ${grouped(extension)} more where a best rate is at the edge of its grid; ` +
      `at most ${counted(final, "final run")}, half of them at each method's best rate and half at the recipe's. The time is without extensions.`,
  ];
}

/**
 * All parts of a reproduction together, which run one after the other.
 *
 * @param closing what follows the last run, as a clause
 */
export function renderTotal(parts: readonly StudyEstimate[], closing: string, width: number): string {
  const sum = (of: (part: StudyEstimate) => number) => parts.reduce((total, part) => total + of(part), 0);
  const runs = `In all: ${counted(
    sum(({ left }) => left),
    "run",
  )} to go`;
  const time = parts.some((part) => part.seconds === null)
    ? "their time could not be measured for every problem"
    : `about ${about(sum((part) => part.seconds!))}`;
  const bytes = {
    results: sum((part) => part.bytes.results),
    report: sum((part) => part.bytes.report),
    checkpoints: Math.max(...parts.map((part) => part.bytes.checkpoints)),
  };
  const lines = [`${runs}, ${time}; then ${closing}.`, diskOf(bytes, true)];
  return `${lines.map((text) => wrap(text, width)).join("\n")}\n`;
}

function timeOf({ left, jobs, replicas, seconds, startSeconds, reportSeconds }: StudyEstimate): string {
  if (seconds === null) return "The time could not be measured for every problem.";
  const report = reportSeconds === 0 ? "" : ` and the report (${about(reportSeconds)})`;
  const included = `This includes start-up (${about(startSeconds)})${report}`;
  if (left === 0) return `About ${about(seconds)}: nothing is left to train. ${included}.`;
  const processes = `${jobs} process${jobs === 1 ? "" : "es"}`;
  const together = replicas === 1 ? "" : ` of up to ${replicas} runs at once, each with its share of a step`;
  const time = `About ${about(seconds)} with ${processes}${together}, from a few timed steps.`;
  return `${time} ${included}, but not the passes of data-driven initializers.`;
}

function diskOf({ results, report, checkpoints }: StudyEstimate["bytes"], hasFolder: boolean): string {
  const temporary = `up to ${size(checkpoints)} of checkpoints while it runs`;
  if (!hasFolder) {
    return `Disk: ${size(results)} of results and ${temporary}, in a temporary folder: nothing stays without --out.`;
  }
  return `Disk: ${size(results)} of results${report === 0 ? "" : ` and ${size(report)} of report`}, ${temporary}.`;
}

/** Under a minute in seconds, with the two digits that a measurement can tell. */
function about(seconds: number): string {
  if (seconds >= 59.5) return duration(seconds);
  return seconds < 0.095 ? `${Math.max(0.01, seconds).toFixed(2)} s` : `${Number(seconds.toPrecision(2))} s`;
}

/** In powers of 1000, as disks are sold. */
function size(bytes: number): string {
  if (bytes < 1e6) return `${Math.ceil(bytes / 1000)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
