/** Methods over all problems: ranks, means, and a sentence on the ranks. */

import { isAccuracy, type Metric, metricWords } from "../../study/plan/metric.js";
import type { AcrossProblems } from "../../study/results/across.js";
import { acrossSentence } from "../../study/results/caveats.js";
import { numberText, valueText } from "../../study/results/metric-text.js";
import type { MethodLook } from "../colours.js";
import { type Html, html } from "../html.js";
import { prose } from "./prose.js";
import { methodKey } from "./ranking.js";

/** The table of ranks, and a sentence on what they show. */
export function acrossTable(across: AcrossProblems, metric: Metric, looks: ReadonlyMap<string, MethodLook>): Html {
  const methods = [...across.methods].sort((a, b) => a.averageRank - b.averageRank);
  const hasMeans = methods.some(({ interquartileMean }) => interquartileMean !== null);
  const rows = methods.map(
    ({ method, averageRank, interquartileMean }) =>
      html`<tr><th scope="row" class="left">${methodKey(looks.get(method))}${method}</th><td>${averageRank.toFixed(2)}</td>${
        hasMeans && html`<td>${interquartileMean === null ? "–" : interquartileText(metric, interquartileMean)}</td>`
      }</tr>
`,
  );
  const values = isAccuracy(metric) ? "test accuracies'" : `${metricWords(metric)}'s`;
  const means = `, and its ${values} interquartile mean, from ten seeds on with a 95 % bootstrap interval (–: it did not learn everywhere)`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Methods over all problems"><table>
<caption>Over the ${across.problems} problems on which every method has ended a run: the rank of a method, on average, failures first${hasMeans && means}</caption>
<thead><tr><th scope="col" class="left">method</th><th scope="col">average rank</th>${hasMeans && html`<th scope="col">interquartile mean</th>`}</tr></thead>
<tbody>${rows}</tbody></table></div>
<p>${prose(acrossSentence(across))}</p>`;
}

function interquartileText(
  metric: Metric,
  { value, low, high }: { value: number; low: number | null; high: number | null },
): string {
  if (low === null || high === null) return valueText(metric, value);
  return `${valueText(metric, value)} [${numberText(metric, low)}, ${numberText(metric, high)}]`;
}
