/** What a study would take, as people read it. */
import type { StudyEstimate } from "../../study/run/node/estimate-study.js";
import { grouped } from "./comparison-table.js";
import { renderTable } from "./table.js";
import { duration } from "./text.js";

/** @param kept whether the results would be: without a folder for them they are in a temporary one while it runs */
export function renderEstimate(estimate: StudyEstimate, kept: boolean): string {
  const { cells, left, problems } = estimate;
  const done = left < cells ? `, ${grouped(left)} of them still to be run here` : "";
  const columns = [
    { title: ["data"], align: "left" as const, flexible: true },
    { title: ["model"], align: "left" as const, flexible: true },
    { title: ["runs"], align: "right" as const },
    { title: ["one run"], align: "right" as const },
    { title: ["step"], align: "right" as const },
  ];
  const rows = problems.map((problem) => [
    problem.data,
    problem.model,
    grouped(problem.cells),
    problem.seconds === null ? (problem.reason ?? "–") : about(problem.seconds),
    problem.stepSeconds === null ? "–" : `${(1000 * problem.stepSeconds).toPrecision(3)} ms`,
  ]);
  const lines = [timeOf(estimate), diskOf(estimate.bytes, kept)];
  return `${[`${runsOf(cells)}${done}`, "", ...renderTable(columns, rows, 100), "", ...lines].join("\n")}\n`;
}

/** All parts of a reproduction together, which run one after the other. @param closing what is done once all have run */
export function renderTotal(parts: readonly StudyEstimate[], closing: string): string {
  const sum = (of: (part: StudyEstimate) => number) => parts.reduce((total, part) => total + of(part), 0);
  const runs = `In all: ${runsOf(sum(({ left }) => left))} to go`;
  const time = parts.some((part) => part.seconds === null)
    ? "how long they take could not be measured for every problem"
    : `about ${about(sum((part) => part.seconds!))}`;
  const bytes = {
    results: sum((part) => part.bytes.results),
    report: sum((part) => part.bytes.report),
    checkpoints: Math.max(...parts.map((part) => part.bytes.checkpoints)),
  };
  return `${runs}, ${time}; then ${closing}.\n${diskOf(bytes, true)}\n`;
}

function timeOf({ left, jobs, replicas, seconds, startSeconds, reportSeconds }: StudyEstimate): string {
  if (seconds === null) return "How long it takes could not be measured for every problem.";
  const report = reportSeconds === 0 ? "" : ` and the report (${about(reportSeconds)})`;
  const rest = `start-up (${about(startSeconds)})${report} included`;
  if (left === 0) return `About ${about(seconds)}: nothing is left to train; ${rest}.`;
  const processes = `${jobs} process${jobs === 1 ? "" : "es"}`;
  const together = replicas === 1 ? "" : ` of up to ${replicas} runs at once, each with its share of a step`;
  return `About ${about(seconds)} with ${processes}${together}, from a few timed steps; ${rest}, without what data-driven initializers take.`;
}

function diskOf({ results, report, checkpoints }: StudyEstimate["bytes"], kept: boolean): string {
  const passing = `up to ${size(checkpoints)} of checkpoints while it runs`;
  if (!kept) {
    return `Disk: ${size(results)} of results and ${passing}, in a temporary folder: without --out nothing is kept.`;
  }
  return `Disk: ${size(results)} of results${report === 0 ? "" : ` and ${size(report)} of report`}, ${passing}.`;
}

const runsOf = (count: number): string => `${grouped(count)} run${count === 1 ? "" : "s"}`;

/** Under a minute in seconds, two digits being known at most. */
function about(seconds: number): string {
  if (seconds >= 59.5) return duration(seconds);
  return seconds < 0.095 ? `${Math.max(0.01, seconds).toFixed(2)} s` : `${Number(seconds.toPrecision(2))} s`;
}

/** In powers of 1000, as disks are sold. */
function size(bytes: number): string {
  if (bytes < 1e6) return `${Math.ceil(bytes / 1000)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
