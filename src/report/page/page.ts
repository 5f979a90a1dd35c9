/** The report as one page without network access; its one script saves the data. */

import { type Metric, metricOf, metricWords } from "../../study/plan/metric.js";
import type { Trainer } from "../../study/plan/trainer.js";
import { headline } from "../../study/results/headline.js";
import { jsonPieces } from "../../study/results/json-pieces.js";
import { valueText } from "../../study/results/metric-text.js";
import type { Outcome, ProblemOutcome } from "../../study/results/outcome.js";
import type { CompareOutput } from "../../study/results/schema.js";
import { MOST_PROBLEMS } from "../bounds.js";
import type { MethodLook } from "../colours.js";
import { type Figure, svgText } from "../figures/figure.js";
import { type Html, html, scriptJson, trusted, withCode } from "../html.js";
import { problemNames } from "../problem-names.js";
import type { ReportInput } from "../report.js";
import { acrossTable } from "./across.js";
import { caveats, missingNotice } from "./answer.js";
import { failureTable } from "./failures.js";
import { framedPage } from "./frame.js";
import { methodCards } from "./methods.js";
import { pairTable } from "./pairs.js";
import { capitalized, findingList, problemAnswer, setting, verdict, why } from "./problem-answer.js";
import { prose } from "./prose.js";
import { provenanceList } from "./provenance.js";
import { rankingTable } from "./ranking.js";

/** The parts of a page beside the outcome. */
export interface PageParts {
  /** The object of `compare --json`, which the page contains. */
  readonly output: CompareOutput;
  readonly looks: ReadonlyMap<string, MethodLook>;
  /** Of all problems together. */
  readonly across: readonly Figure[];
  /** By the problem's id; none of problems beyond the first. */
  readonly byProblem: ReadonlyMap<string, readonly Figure[]>;
  /** Of the files of each figure: "svg", "pdf". */
  readonly endings: readonly string[];
}

/** The text of report.html. */
export function page({ outcome, provenance }: ReportInput, parts: PageParts): string {
  const { study, stepzero, problems } = outcome;
  const { output, looks, endings } = parts;
  const title = headline(problems);
  const several = problems.length > 1;
  const { data, leftOut } = embedded(output);
  const whole = leftOut === undefined;
  const failed = problems.some(({ runs }) => runs.some(({ ending }) => ending !== "learned"));
  const main = html`<section id="answer" aria-labelledby="answer-heading"><h1 id="answer-heading">${prose(title)}</h1>
${missingNotice(problems, provenance.damage)}
${several ? acrossProblems(outcome, parts) : problemAnswer(problems[0]!, rankingTable(problems[0]!, looks), study.trainer)}
${caveats(outcome)}</section>
${problems.map((problem) => problemSection(problem, parts, several ? rankingTable(problem, looks) : undefined, study.trainer))}
<section id="failures" aria-labelledby="failures-heading"><h2 id="failures-heading">Failures</h2>${failureTable(problems)}</section>
<section id="methods" aria-labelledby="methods-heading"><h2 id="methods-heading">Methods</h2>${methodCards(study, looks)}</section>
<section id="reading" aria-labelledby="reading-heading"><h2 id="reading-heading">How to read this</h2>${reading(metricOf(study))}</section>
<section id="provenance" aria-labelledby="provenance-heading"><h2 id="provenance-heading">Provenance</h2>${provenanceList(outcome, provenance)}
<p class="download"><a id="download" href="data/study.json" download="study.json">Everything as JSON</a> (the object of <code>stepzero compare --json</code>; it is in this page too${whole ? "" : `, but for ${leftOut}, which only the file beside it has`}). Beside this page: figures as ${endings.map((ending) => ending.toUpperCase()).join(", ")}, tables as CSV, JSON, Parquet, Markdown and LaTeX.</p></section>`;
  return framedPage({
    title,
    stepzero,
    first: { id: "answer", name: "answer" },
    contents: contents(problems, failed),
    main,
    end: html`<script type="application/json" id="study-data">${data}</script>
${whole && html`<script>${trusted(downloadScript)}</script>`}
`,
  });
}

/** Characters of data that a page may hold. */
const MOST_DATA = 1_000_000;

/** All data; where that is too much for a page, as much as it holds, and what is left out. */
function embedded(output: CompareOutput): { readonly data: Html; readonly leftOut?: string } {
  if (fits(output)) return { data: scriptJson(output) };
  const read = output.study.probe === true ? " and what the probe read" : "";
  const unread = { ...output, runs: output.runs.map(({ readings: _, ...run }) => run) };
  if (output.study.probe === true && fits(unread)) {
    return { data: scriptJson(unread), leftOut: "what the probe read" };
  }
  const lastEpochs = unread.runs.map((run) => ({ ...run, epochs: run.epochs.slice(-1) }));
  const some = { ...output, runs: lastEpochs };
  if (fits(some)) return { data: scriptJson(some), leftOut: `all epochs before the last ones${read}` };
  const summary = { ...output, runs: [] };
  if (fits(summary)) return { data: scriptJson(summary), leftOut: "the runs" };
  const methods = { ...summary, verdicts: [], across: null };
  return { data: scriptJson(methods), leftOut: "the runs, the verdicts and the comparison over problems" };
}

/** Whether a page may hold it; no more text is made than that takes. */
function fits(output: CompareOutput): boolean {
  let length = 0;
  for (const piece of jsonPieces(output)) {
    length += piece.length;
    if (length > MOST_DATA) return false;
  }
  return true;
}

/** A page that was moved away from its folder still offers its data. */
const downloadScript = `document.getElementById("download").addEventListener("click",function(){this.href=URL.createObjectURL(new Blob([document.getElementById("study-data").textContent],{type:"application/json"}))});`;

function contents(problems: readonly ProblemOutcome[], failed: boolean): (readonly [id: string, text: string])[] {
  const { short } = problemNames(problems);
  const shown = problems.length > 8 ? [] : problems;
  return [
    ["answer", "Answer"],
    ...shown.map(({ id }) => [id, problems.length === 1 ? "Figures" : short.get(id)!] as const),
    ["failures", failed ? "Failures" : "Failures (none)"],
    ["methods", "Methods"],
    ["reading", "How to read this"],
    ["provenance", "Provenance"],
  ];
}

function acrossProblems({ study, across, problems }: Outcome, parts: PageParts): Html {
  return html`${problems.map(
    ({ id, title, advice }) =>
      html`<p class="verdict"><a href="#${id}">${title}</a>: ${prose(advice.sentences.join(" "))}</p>
`,
  )}<div class="figures">${parts.across.map((figure) => figureHtml(figure, parts.endings, true))}</div>${across !== null && acrossTable(across, metricOf(study), parts.looks)}`;
}

function problemSection(
  problem: ProblemOutcome,
  { byProblem, endings }: PageParts,
  ranking: Html | undefined,
  trainer: Trainer | undefined,
): Html {
  const { id, title, sentences } = problem;
  const figures = byProblem.get(id);
  return html`<section id="${id}" aria-labelledby="${id}-heading"><h2 id="${id}-heading">${ranking === undefined ? "Figures" : title}</h2>
${ranking !== undefined && html`<p class="setting">${setting(problem, trainer)}</p>${verdict(problem.advice.sentences)}${ranking}${findingList(sentences.map(capitalized))}${why(problem)}`}
${figures === undefined ? html`<p>Figures are drawn of the first ${MOST_PROBLEMS} problems; data/ has the figures of all runs.</p>` : html`<div class="figures">${figures.map((figure) => figureHtml(figure, endings, false))}</div>`}${pairTable(problem)}</section>
`;
}

function figureHtml({ id, title, svg, caption }: Figure, endings: readonly string[], wide: boolean): Html {
  const links = endings.map(
    (ending) => html` <a class="download" href="figures/${id}.${ending}">${ending.toUpperCase()}</a>`,
  );
  const drawing = wide
    ? html`<div class="scroll" tabindex="0" role="region" aria-label="${title}">${trusted(svgText(svg))}</div>`
    : trusted(svgText(svg));
  return html`<figure id="${id}"${wide && trusted(' class="wide"')}>${drawing}<figcaption>${withCode(prose(caption))}${links}</figcaption></figure>
`;
}

function reading(metric: Metric): Html {
  const { chance } = metric;
  const stuck =
    chance === undefined
      ? "neither test nor training figures are better than what the class shares alone give (the accuracy of the most frequent class, and the entropy of the classes as loss)"
      : `the ${metricWords(metric)} is not better than ${valueText(metric, chance)}, which the study states as that of chance`;
  return html`<ul class="caveats">
<li>± and bands are 95 % t intervals of a mean over seeds. That two intervals overlap says nothing about the difference: verdicts are of paired differences, seed by seed, corrected (Holm; in a race for every look and pair) for all pairs of a problem, or for those with the baseline; the intervals of all these differences hold together with 95 %. They are about typical seeds: the winner is ahead in most. Where differences are skewed or lie far out, the sign test decides, and the median is shown.</li>
<li>With one seed every method sees the same batches and dropout masks and transforms the same random draws.</li>
<li>A method is bold only where it beat every other that learned.</li>
<li>Running training accuracy is the mean over the batches of an epoch, while weights change and dropout is active, as Keras reports it; it is no test of the finished network.</li>
<li>Diverged: a loss was not finite. Stuck: finished, and ${stuck}. Crashed: the process died. Refused: method, network and data do not go together.</li>
<li>Epochs to a ${metricWords(metric)}: the median over all runs; failed runs count as later than any.</li></ul>`;
}
