/** A problem's methods as a ranked table. */
import { failuresOf } from "../../study/results/failures.js";
import { markerPath } from "../figures/marker.js";
import { html, trusted } from "../html.js";
import { columnsOf } from "../ranking-columns.js";
/** The table, with each method's marker. */
export function rankingTable(problem, looks) {
    const columns = columnsOf(problem);
    const headings = columns.map(({ title, text }) => html `<th scope="col"${text === true && leftAligned}>${title}</th>`);
    const row = (method) => {
        const { rank, label } = method;
        const failed = failuresOf(method) > 0 && trusted(' class="left failed"');
        const cells = columns.map(({ cell, text }) => html `<td${text === true && (failed || leftAligned)}>${cell(method)}</td>`);
        return html `<tr class="${rowClass(method, problem.verdicts?.leader)}"><td>${rank ?? "–"}</td><th scope="row" class="left">${methodKey(looks.get(label))}${label}</th>${cells}</tr>
`;
    };
    return html `<div class="scroll" tabindex="0" role="region" aria-label="Ranking of ${problem.title}"><table>
<caption>${problem.title}${problem.methods.length > 1 && ": ranked by the share of failed runs, then by mean test accuracy"}</caption>
<thead><tr><th scope="col">#</th><th scope="col" class="left">method</th>${headings}</tr></thead>
<tbody>${problem.methods.map(row)}</tbody></table></div>`;
}
const leftAligned = trusted(' class="left"');
function rowClass({ label, rank }, leader) {
    if (label === leader)
        return "leader";
    return rank === null ? "unranked" : "";
}
/** A short line with the method's marker, as in the figures. */
export function methodKey(look) {
    if (look === undefined)
        return undefined;
    return html `<svg class="key" viewBox="0 -7 30 14" aria-hidden="true"><path d="M0,0H30" stroke="${look.colour}" stroke-width="2" stroke-dasharray="${look.dash}"/><path d="${markerPath(look.marker)}" transform="translate(15,0)" fill="${look.colour}"/></svg>`;
}
