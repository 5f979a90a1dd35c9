/** What a coordinate check says of a network's widths or depths, above its figures. */
import type { CoordinateCheck, Sweep } from "../../diagnosis/coordinate-check/coordinate-check.js";
import { settingOf, sizesOf, slopeTable } from "../../diagnosis/coordinate-check/words.js";
import { type Html, html, trusted } from "../html.js";
import { remedyText } from "./findings.js";

const signs = { transfers: "✓", "does-not-transfer": "✗", "cannot-tell": "?" } as const;

/** The verdict, the remedy, and the slopes. */
export function sweepAnswer(sweep: Sweep, check: CoordinateCheck): Html {
  const { verdict, text, remedy, dimension } = sweep;
  const fails = verdict === "does-not-transfer";
  return html`<p class="setting">${settingOf(check)}</p>
<p class="verdict"><strong${fails && trusted(' class="failed"')}>${signs[verdict]} ${text}</strong></p>
${remedy !== null && html`<p>Remedy: ${remedyText(remedy)}</p>`}
${tableOf(sweep)}
<p>Root mean squares over samples, units and places. <em>activation</em>: what a layer returns before its activation; <em>gradient</em>: the derivative of one sample's loss by that; <em>update</em>: what training changes of it through the layer's own kernel and bias; <em>change</em>: what training changes of it in all. Each grows as a power of the ${dimension}, and the slope is its exponent.</p>`;
}

function tableOf(sweep: Sweep): Html {
  const { titles, rows } = slopeTable(sweep);
  const heads = titles.map(([above, title]) => html`<th scope="col">${above !== "" && `${above}: `}${title}</th>`);
  const body = rows.map(
    ({ group, cells }) =>
      html`<tr><th scope="row" class="left">${group}</th>${cells.map((cell) => html`<td>${cell === "" ? "–" : cell}</td>`)}</tr>
`,
  );
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Slopes over ${sweep.dimension}"><table>
<caption>Slopes over ${sizesOf(sweep)}, with 95 % intervals over the draws</caption>
<thead><tr><th scope="col" class="left">layers</th>${heads}</tr></thead>
<tbody>${body}</tbody></table></div>`;
}
