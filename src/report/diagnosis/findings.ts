/** The answer of a diagnosis: the verdict, each cause of trouble, and what was not judged. */
import type { Diagnosis, Finding } from "../../diagnosis/diagnosis.js";
import { markOf, warningsInWords } from "../../diagnosis/headline.js";
import { type Html, html, trusted } from "../html.js";
import { titleOf } from "./depth-figure.js";

/** The heading of the page: "my-net.onnx is sick: vanishing". */
export function verdictTitle(diagnosis: Diagnosis): string {
  const { verdict, findings } = diagnosis;
  const model = titleOf(diagnosis);
  const errors = findings.filter(({ severity }) => severity === "error").map(({ kind }) => kind);
  if (verdict === "sick") return `${model} is sick: ${[...new Set(errors)].join(", ")}`;
  const warnings = findings.filter(({ severity }) => severity === "warning").map(({ kind }) => kind);
  if (verdict === "healthy" && warnings.length > 0) {
    return `${model} is not sick, with ${warningsInWords(warnings.length)}: ${[...new Set(warnings)].join(", ")}`;
  }
  return verdict === "healthy" ? `${model} is healthy` : `${model}: it cannot be told whether it is healthy`;
}

/** The sentences that the terminal prints, too. */
export function answer({ subject, loss, verdict, headline, findings, layers }: Diagnosis): Html {
  const kernels = new Map(layers.map(({ name, kernel }) => [name, kernel]));
  const grave = findings.filter(({ severity }) => severity !== "note");
  return html`<p class="setting">${subject}<br>${loss}</p>
${headline !== null && html`<p class="verdict"><strong>${markOf(verdict, grave.length)} ${headline}</strong></p>`}${grave.map((finding) => findingCard(finding, kernels))}`;
}

function findingCard(finding: Finding, kernels: ReadonlyMap<string, string>): Html {
  const { severity, kind, text, cause, remedy, layers, tensors } = finding;
  const areKernels = tensors.join() === layers.map((name) => kernels.get(name)).join();
  const isError = severity === "error";
  const rows = [
    ["Cause", cause],
    ["Remedy", remedy === null ? null : remedyText(remedy)],
    ["Layers", namesOf(layers)],
    ["Tensors", areKernels ? null : namesOf(tensors)],
  ] as const;
  return html`<section class="card finding"><p><strong${isError && trusted(' class="failed"')}>${isError ? "✗" : "!"} ${text}</strong></p>
<dl><dt>Kind</dt><dd><code>${kind}</code> (${severity})</dd>${rows.map(([term, what]) => what !== null && html`<dt>${term}</dt><dd>${what}</dd>`)}</dl></section>
`;
}

/** The sentence of a remedy, and the command that follows it on a line of its own. */
export function remedyText(remedy: string): Html {
  const [sentence, ...commands] = remedy.split("\n");
  return html`${sentence}${commands.map((command) => html` <code>${command}</code>`)}`;
}

/** Names that a card lists. */
const MOST_NAMES = 8;

/** "dense2, dense3, … and dense30 (29)"; null for none. The table marks every one. */
function namesOf(names: readonly string[]): string | null {
  if (names.length === 0) return null;
  if (names.length <= MOST_NAMES) return names.join(", ");
  return `${names.slice(0, MOST_NAMES - 2).join(", ")}, … and ${names.at(-1)} (${names.length})`;
}

/** Notes of the rules, what was not judged, and what was assumed; undefined where there is none. */
export function remarks({ findings, notJudged, notes }: Diagnosis): Html | undefined {
  const texts = [
    ...findings.filter(({ severity }) => severity === "note").map(({ text }) => text),
    ...notJudged.map(
      ({ layers, reason }) => `Not judged: ${layers.length === 0 ? reason : `${layers.join(", ")}: ${reason}`}`,
    ),
    ...notes,
  ];
  return texts.length === 0
    ? undefined
    : html`<ul class="findings">${texts.map((text) => html`<li>${text}</li>`)}</ul>`;
}
