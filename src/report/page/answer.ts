/** The first screen: the answer, and its limits. */

import { metricOf } from "../../study/plan/metric.js";
import { rateCaveat, typicalSeeds } from "../../study/results/caveats.js";
import { grouped } from "../../study/results/figure-text.js";
import { metricNote } from "../../study/results/metric-text.js";
import type { Outcome, ProblemOutcome } from "../../study/results/outcome.js";
import { type Html, html } from "../html.js";
import { prose } from "./prose.js";

/** Damaged files that are named. */
const MOST_DAMAGED = 50;

/** Missing runs, and damaged files. */
export function missingNotice(problems: readonly ProblemOutcome[], damage: readonly string[]): Html | undefined {
  const missing = problems.reduce((sum, problem) => sum + problem.missing.length, 0);
  if (missing === 0 && damage.length === 0) return undefined;
  const by = problems
    .filter((problem) => problem.missing.length > 0)
    .map(
      ({ title, missing: runs }) =>
        `${title}: ${runs.length} (${shorten(runs.map(({ method, seed }) => `${method} seed ${seed}`))})`,
    );
  return html`<div class="notice" role="note"><b>Unfinished.</b> ${missing === 1 ? "One run is" : `${missing} runs are`} missing; everything below is of the runs that are there.
${by.map((text) => html`<br>${text}`)}${damage.slice(0, MOST_DAMAGED).map((text) => html`<br>${text}`)}${damage.length > MOST_DAMAGED && html`<br>and ${damage.length - MOST_DAMAGED} more.`}</div>`;
}

function shorten(names: readonly string[]): string {
  return names.length > 6 ? `${names.slice(0, 5).join(", ")} and ${names.length - 5} more` : names.join(", ");
}

/** The limits of this study's figures. */
export function caveats({ study, problems }: Outcome): Html {
  const n = study.seeds.length;
  const sentences: string[] = [...metricNote(metricOf(study), problems)];
  if (study.methods.length > 1) {
    if (n === 1)
      sentences.push(
        "One seed per method: there is no interval, and the order may be chance. Five seeds or more can tell.",
      );
    else if (n < 5 && study.race === undefined)
      sentences.push(`Only ${n} seeds per method: intervals are wide, and small differences stay unseen.`);
    const pairs = problems.flatMap(({ verdicts }) => verdicts?.verdicts ?? []);
    if (pairs.some(({ kind }) => kind === "no-detectable-difference")) {
      sentences.push("Methods that cannot be told apart are not shown to be equal.");
    }
    sentences.push(...typicalSeeds(problems));
    sentences.push(...rateCaveat(problems));
  }
  if (study.limit !== undefined) sentences.push(`Trained on the first ${grouped(study.limit)} samples only.`);
  if (study.vary === "init")
    sentences.push("Only the initial weights vary with the seed: batch order and dropout are those of the first seed.");
  if (study.vary === "order")
    sentences.push(
      "Only batch order, dropout and augmentation vary with the seed: initial weights are those of the first seed.",
    );
  const failed = problems.some(({ runs }) => runs.some(({ ending }) => ending !== "learned"));
  if (failed)
    sentences.push("Failed runs are counted in a column of their own and averaged in only where no run learned.");
  return sentences.length === 0
    ? html``
    : html`<ul class="caveats">${sentences.map((text) => html`<li>${prose(text)}</li>`)}</ul>`;
}
