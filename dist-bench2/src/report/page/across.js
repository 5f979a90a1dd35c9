import { acrossSentence } from "../../study/results/caveats.js";
import { percent } from "../../study/results/figure-text.js";
import { html } from "../html.js";
import { prose } from "./prose.js";
import { methodKey } from "./ranking.js";
/** The table of ranks, and a sentence on what they show. */
export function acrossTable(across, looks) {
    const methods = [...across.methods].sort((a, b) => a.averageRank - b.averageRank);
    const hasMeans = methods.some(({ interquartileMean }) => interquartileMean !== null);
    const rows = methods.map(({ method, averageRank, interquartileMean }) => html `<tr><th scope="row" class="left">${methodKey(looks.get(method))}${method}</th><td>${averageRank.toFixed(2)}</td>${hasMeans && html `<td>${interquartileMean === null ? "–" : interquartileText(interquartileMean)}</td>`}</tr>
`);
    const means = ", and its test accuracies' interquartile mean, from ten seeds on with a 95 % bootstrap interval (–: it did not learn everywhere)";
    return html `<div class="scroll" tabindex="0" role="region" aria-label="Methods over all problems"><table>
<caption>Over the ${across.problems} problems on which every method has ended a run: the rank of a method, on average, failures first${hasMeans && means}</caption>
<thead><tr><th scope="col" class="left">method</th><th scope="col">average rank</th>${hasMeans && html `<th scope="col">interquartile mean</th>`}</tr></thead>
<tbody>${rows}</tbody></table></div>
<p>${prose(acrossSentence(across))}</p>`;
}
function interquartileText({ value, low, high }) {
    if (low === null || high === null)
        return percent(value);
    return `${percent(value)} [${(100 * low).toFixed(2)}, ${(100 * high).toFixed(2)}]`;
}
