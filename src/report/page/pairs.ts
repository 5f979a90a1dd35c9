/** The pairs of methods, with every test. */
import type { ProblemOutcome } from "../../study/results/outcome.js";
import { MOST_ROWS, rowsLeftOut } from "../bounds.js";
import { type Html, html } from "../html.js";

/** A table of all pairs, folded; undefined where there is none. */
export function pairTable({ title, verdicts }: ProblemOutcome): Html | undefined {
  const all = verdicts?.verdicts ?? [];
  const pairs = all.slice(0, MOST_ROWS);
  if (pairs.length === 0) return undefined;
  const leftOut = rowsLeftOut(all.length, "pairs, by the ranks of both", "data/verdicts.csv");
  const p = (value: number | null | undefined) =>
    value === null || value === undefined ? "–" : value < 0.001 ? "< 0.001" : value.toFixed(3);
  return html`<details><summary>${pairs.length === 1 ? "The pair" : `${leftOut === undefined ? `All ${all.length}` : `${MOST_ROWS} of ${all.length}`} pairs`} of methods on ${title}, with every test</summary>
${leftOut !== undefined && html`<p>${leftOut}</p>`}<div class="scroll" tabindex="0" role="region" aria-label="Pairs on ${title}"><table><caption>Paired by seed; p of the test that the verdict names, corrected, and beside it each test's own p: paired t test, sign test, exact permutation test and Wilcoxon's, with the least p that so many seeds can give</caption>
<thead><tr><th scope="col" class="left">verdict</th><th scope="col">seeds</th><th scope="col">p, corrected</th><th scope="col">t</th><th scope="col">signs (least)</th><th scope="col">permutation (least)</th><th scope="col">Wilcoxon (least)</th></tr></thead>
<tbody>${pairs.map(
    ({ sentence, n, correctedP, p: byT, sign, permutation, wilcoxon }) =>
      html`<tr><th scope="row" class="left wrap">${sentence}</th><td>${n}</td><td>${p(correctedP)}</td><td>${p(byT)}</td><td>${p(sign?.p)} (${p(sign?.smallestP)})</td><td>${p(permutation?.p)} (${p(permutation?.smallestP)})</td><td>${p(wilcoxon?.p)} (${p(wilcoxon?.smallestP)})</td></tr>
`,
  )}</tbody></table></div></details>`;
}
