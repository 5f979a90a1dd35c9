/** Every run that failed, and why. */

import { type Metric, metricValue, metricWords } from "../../study/plan/metric.js";
import { lossText, percent } from "../../study/results/figure-text.js";
import { valueText } from "../../study/results/metric-text.js";
import type { ProblemOutcome } from "../../study/results/outcome.js";
import type { RunRecord } from "../../study/results/records.js";
import { MOST_ROWS, rowsLeftOut } from "../bounds.js";
import { type Html, html } from "../html.js";

interface FailureGroup {
  readonly problem: string;
  readonly method: string;
  readonly ending: RunRecord["ending"];
  readonly reason: string;
  readonly seeds: readonly number[];
}

/** A row per method and way to fail. */
export function failureTable(problems: readonly ProblemOutcome[]): Html {
  const all = problems.flatMap(failureGroups);
  const groups = all.slice(0, MOST_ROWS);
  if (groups.length === 0) return html`<p>No run failed.</p>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Failed runs"><table>
<caption>Runs that failed. Stuck: ${problems[0]?.metric.chance === undefined ? "neither test nor training figures are better than what the class shares alone give" : "no better than chance"}. ${rowsLeftOut(all.length, "ways to fail", "data/runs.csv")}</caption>
<thead><tr><th scope="col" class="left">problem</th><th scope="col" class="left">method</th><th scope="col" class="left">how</th><th scope="col" class="left">seeds</th><th scope="col" class="left">why</th></tr></thead>
<tbody>${groups.map(
    ({ problem, method, ending, seeds, reason }) =>
      html`<tr><th scope="row" class="left">${problem}</th><td class="left">${method}</td><td class="left failed">${ending}</td><td class="left wrap">${seedList(seeds)}</td><td class="left wrap">${reason}</td></tr>
`,
  )}</tbody></table></div>`;
}

/** Runs of one method that failed in the same way are one row. */
export function failureGroups({ title, methods, data, metric }: ProblemOutcome): FailureGroup[] {
  const groups = new Map<string, FailureGroup & { readonly seeds: number[] }>();
  for (const { label: method, runs } of methods) {
    for (const run of runs.filter(({ ending }) => ending !== "learned")) {
      const reason =
        run.ending === "stuck" ? stuckReason(run, data.majority, metric) : (run.reason ?? "no reason was given");
      const key = JSON.stringify([method, run.ending, reason]);
      const group = groups.get(key) ?? { problem: title, method, ending: run.ending, reason, seeds: [] as number[] };
      group.seeds.push(run.seed);
      groups.set(key, group);
    }
  }
  return [...groups.values()];
}

/** Seeds of a group that are listed. */
const MOST_SEEDS = 50;

function seedList(seeds: readonly number[]): string {
  if (seeds.length <= MOST_SEEDS) return seeds.join(", ");
  return `${seeds.slice(0, MOST_SEEDS).join(", ")} and ${seeds.length - MOST_SEEDS} more`;
}

function stuckReason({ epochs }: RunRecord, majority: ProblemOutcome["data"]["majority"], metric: Metric): string {
  const last = epochs.at(-1)!;
  const { testAccuracy, trainLoss } = last;
  if (metric.chance !== undefined || !Number.isFinite(testAccuracy)) {
    const odds = metric.chance === undefined ? "" : `, where chance gives ${valueText(metric, metric.chance)}`;
    return `${metricWords(metric)} ${valueText(metric, metricValue(metric, last))}${odds}`;
  }
  const loss = Number.isFinite(trainLoss) ? `, training loss ${lossText(trainLoss)}` : "";
  return `test accuracy ${percent(testAccuracy)}, where always answering "${majority.className}" gives ${percent(majority.share)}${loss}`;
}
