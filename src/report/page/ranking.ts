/** A problem's methods as a ranked table. */
import { failuresOf, type MethodSummary } from "../../study/summary.js";
import type { MethodLook } from "../colours.js";
import { failures } from "../failures-in-words.js";
import { markerPath } from "../figures/marker.js";
import { type Html, html } from "../html.js";
import type { ReportProblem } from "../problems.js";
import { columnsOf } from "../ranking-columns.js";

export function rankingTable(problem: ReportProblem, looks: ReadonlyMap<string, MethodLook>): Html {
  const columns = columnsOf(problem);
  const leader = problem.verdicts?.leader;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Ranking of ${problem.title}"><table>
<caption>${problem.title}: ranked by the share of failed runs, then by mean test accuracy</caption>
<thead><tr><th scope="col">#</th><th scope="col" class="left">method</th>${columns.map(({ title }) => html`<th scope="col">${title}</th>`)}<th scope="col" class="left">failures</th></tr></thead>
<tbody>${problem.methods.map(
    (
      method,
    ) => html`<tr class="${rowClass(method, leader)}"><td>${method.rank ?? "–"}</td><th scope="row" class="left">${methodKey(looks.get(method.init))}${method.init}</th>${columns.map(({ cell }) => html`<td>${cell(method)}</td>`)}<td class="left${failuresOf(method) > 0 && " failed"}">${failures(method)}</td></tr>
`,
  )}</tbody></table></div>`;
}

function rowClass({ init, rank }: MethodSummary, leader: string | null | undefined): string {
  if (init === leader) return "leader";
  return rank === null ? "unranked" : "";
}

/** A piece of line with the method's marker, as in the figures. */
export function methodKey(look: MethodLook | undefined): Html | undefined {
  if (look === undefined) return undefined;
  return html`<svg class="key" viewBox="0 -7 30 14" aria-hidden="true"><path d="M0,0H30" stroke="${look.colour}" stroke-width="2" stroke-dasharray="${look.dash}"/><path d="${markerPath(look.marker)}" transform="translate(15,0)" fill="${look.colour}"/></svg>`;
}
