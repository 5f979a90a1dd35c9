/** A problem's methods as a ranked table. */

import { metricWords } from "../../study/plan/metric.js";
import { failuresOf } from "../../study/results/failures.js";
import type { MethodOutcome } from "../../study/results/methods.js";
import type { ProblemOutcome } from "../../study/results/outcome.js";
import type { MethodLook } from "../colours.js";
import { markerPath } from "../figures/marker.js";
import { type Html, html, trusted } from "../html.js";
import { columnsOf } from "../ranking-columns.js";

/** The table, with each method's marker. */
export function rankingTable(problem: ProblemOutcome, looks: ReadonlyMap<string, MethodLook>): Html {
  const columns = columnsOf(problem);
  const headings = columns.map(({ title, text }) => html`<th scope="col"${text === true && leftAligned}>${title}</th>`);
  const row = (method: MethodOutcome) => {
    const { rank, label } = method;
    const failed = failuresOf(method) > 0 && trusted(' class="left failed"');
    const cells = columns.map(
      ({ cell, text }) => html`<td${text === true && (failed || leftAligned)}>${cell(method)}</td>`,
    );
    return html`<tr class="${rowClass(method, problem.verdicts?.leader)}"><td>${rank ?? "–"}</td><th scope="row" class="left">${methodKey(looks.get(label))}${label}</th>${cells}</tr>
`;
  };
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Ranking of ${problem.title}"><table>
<caption>${problem.title}${problem.methods.length > 1 && `: ranked by the share of failed runs, then by mean ${metricWords(problem.metric)}`}</caption>
<thead><tr><th scope="col">#</th><th scope="col" class="left">method</th>${headings}</tr></thead>
<tbody>${problem.methods.map(row)}</tbody></table></div>`;
}

const leftAligned = trusted(' class="left"');

function rowClass({ label, rank }: MethodOutcome, leader: string | null | undefined): string {
  if (label === leader) return "leader";
  return rank === null ? "unranked" : "";
}

/** A short line with the method's marker, as in the figures. */
export function methodKey(look: MethodLook | undefined): Html | undefined {
  if (look === undefined) return undefined;
  return html`<svg class="key" viewBox="0 -7 30 14" aria-hidden="true"><path d="M0,0H30" stroke="${look.colour}" stroke-width="2" stroke-dasharray="${look.dash}"/><path d="${markerPath(look.marker)}" transform="translate(15,0)" fill="${look.colour}"/></svg>`;
}
