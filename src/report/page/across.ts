/** Methods over all problems: ranks, means and what the ranks can show. */
import type { AcrossProblems } from "../../study/across.js";
import { percent } from "../../study/sentences.js";
import type { MethodLook } from "../colours.js";
import { type Html, html } from "../html.js";
import { methodKey } from "./ranking.js";

export function acrossTable(across: AcrossProblems, looks: ReadonlyMap<string, MethodLook>): Html {
  const methods = [...across.methods].sort((a, b) => a.averageRank - b.averageRank);
  const rows = methods.map(
    ({ init, averageRank, interquartileMean }) =>
      html`<tr><th scope="row" class="left">${methodKey(looks.get(init))}${init}</th><td>${averageRank.toFixed(2)}</td><td>${
        interquartileMean === null
          ? "–"
          : `${percent(interquartileMean.value)} [${(100 * interquartileMean.low).toFixed(2)}, ${(100 * interquartileMean.high).toFixed(2)}]`
      }</td></tr>
`,
  );
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Methods over all problems"><table>
<caption>Over the ${across.problems} problems on which every method has a figure: the rank of a method, on average, and its test accuracies' interquartile mean with a 95 % bootstrap interval</caption>
<thead><tr><th scope="col" class="left">method</th><th scope="col">average rank</th><th scope="col">interquartile mean</th></tr></thead>
<tbody>${rows}</tbody></table></div>
<p>${ranksShow(across)}</p>`;
}

function ranksShow({ friedman, criticalDifference, problems }: AcrossProblems): string {
  const test =
    friedman === null
      ? ""
      : ` Friedman's test of all ranks being alike: p = ${friedman.p.toFixed(3)} (least possible here ${friedman.smallestP.toFixed(3)}).`;
  return `Average ranks over ${problems} problems differ beyond chance where they lie ${criticalDifference.toFixed(2)} or more apart (Nemenyi, 5 %).${test}`;
}
