/** What a study would take, as people read it. */
import type { StudyEstimate } from "../study/estimate-study.js";
import { grouped } from "./comparison-table.js";
import { renderTable } from "./terminal/table.js";
import { duration } from "./terminal/text.js";

export function renderEstimate({ cells, left, jobs, problems, seconds, bytes }: StudyEstimate): string {
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
    problem.seconds === null ? (problem.reason ?? "–") : duration(problem.seconds),
    problem.stepSeconds === null ? "–" : `${(1000 * problem.stepSeconds).toPrecision(3)} ms`,
  ]);
  const time =
    seconds === null
      ? "How long it takes could not be measured for every problem."
      : `About ${duration(seconds)} with ${jobs} process${jobs === 1 ? "" : "es"}, from a few timed steps; without what data-driven initializers take.`;
  const disk = `Disk: ${size(bytes.results)} of results, up to ${size(bytes.checkpoints)} of checkpoints while it runs.`;
  return `${[`${grouped(cells)} run${cells === 1 ? "" : "s"}${done}`, "", ...renderTable(columns, rows, 100), "", time, disk].join("\n")}\n`;
}

/** In powers of 1000, as disks are sold. */
function size(bytes: number): string {
  if (bytes < 1e6) return `${Math.ceil(bytes / 1000)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
