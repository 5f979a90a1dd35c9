/** The answer on one problem. */
import type { Trainer } from "../../study/plan/trainer.js";
import { grouped } from "../../study/results/figure-text.js";
import type { ProblemOutcome } from "../../study/results/outcome.js";
import { reasonTexts, whyTitle } from "../../study/results/reasons.js";
import { sharedRecipe } from "../../study/results/shared-recipe.js";
import { trainedByWords } from "../../study/results/trained-by.js";
import { type Html, html } from "../html.js";
import { prose } from "./prose.js";

/** How the methods were trained: what they share. Their labels name what differs. */
export function setting({ methods, data, rates }: ProblemOutcome, trainer: Trainer | undefined): string {
  const shared = sharedRecipe(methods);
  const { epochs, optimizer, schedule, batch } = shared;
  const isNamed = methods.some(({ recipe }) => recipe.schedule !== undefined);
  const parts = [
    epochs === undefined ? undefined : `${epochs} epoch${epochs === 1 ? "" : "s"}`,
    ...(trainer !== undefined
      ? trainedByWords(trainer, shared, rates !== undefined)
      : [
          optimizer === undefined
            ? "each method with its recipe"
            : `${optimizer.kind}, learning rate ${optimizer.learningRate}${isNamed && schedule ? ` (${schedule})` : ""}`,
          batch === undefined ? undefined : `batch ${batch}`,
        ]),
  ].filter((part) => part !== undefined);
  return `${parts.join(", ")}; ${grouped(data.testSamples)} test samples`;
}

/** The answer on one problem: how it was trained, advice, ranking, findings, and why. */
export function problemAnswer(problem: ProblemOutcome, ranking: Html, trainer: Trainer | undefined): Html {
  const rest = problem.sentences.map(capitalized);
  if (problem.methods.length === 0) {
    return html`<p class="setting">${problem.title}: no final run has ended yet.</p>${rest.length > 0 && findingList(rest)}`;
  }
  const seeds = Math.max(...problem.methods.map(({ runs }) => runs.length));
  return html`<p class="setting">${problem.title}: ${seeds === 1 ? "one seed" : `${seeds} seeds`}, ${setting(problem, trainer)}</p>
${verdict(problem.advice.sentences)}${ranking}${rest.length > 0 && findingList(rest)}${why(problem)}`;
}

/** The advice; its first sentence is the heading of a page on one problem. */
export function verdict(sentences: readonly string[]): Html | undefined {
  const [first, ...others] = sentences;
  return first === undefined
    ? undefined
    : html`<p class="verdict"><strong>${prose(first)}</strong> ${prose(others.join(" "))}</p>`;
}

/** Findings that are printed; a study of many methods has one on each that failed. */
const MOST_FINDINGS = 100;

export function findingList(sentences: readonly string[]): Html {
  const more = sentences.length - MOST_FINDINGS;
  return html`<ul class="findings">${sentences.slice(0, MOST_FINDINGS).map((sentence) => html`<li>${prose(sentence)}</li>`)}${more > 0 && html`<li>And ${more} more; tables.md has all.</li>`}</ul>`;
}

/** Why methods do worse, where the study was probed. */
export function why({ reasons }: ProblemOutcome): Html | undefined {
  return reasons.length === 0
    ? undefined
    : html`<p class="why">${whyTitle}</p>${findingList(reasonTexts({ reasons }))}`;
}

/** Names of methods stay as they are. */
export function capitalized(sentence: string): string {
  return sentence.replace(/^(no detectable|too few)/, (words) => words[0]!.toUpperCase() + words.slice(1));
}
