/** What each method is: formula, papers, caveats. */
import { findInitializer, type MethodDescription } from "../../initializers/index.js";
import type { StudyOutput } from "../../study/results/output.js";
import type { MethodLook } from "../colours.js";
import { type Html, html } from "../html.js";
import { methodKey } from "./ranking.js";

export function methodCards({ study }: StudyOutput, looks: ReadonlyMap<string, MethodLook>): Html {
  return html`<div class="cards">${study.inits.map((init) => card(init, looks.get(init.label)))}</div>`;
}

function card(
  { label, name, options, file, description = {} }: StudyOutput["study"]["inits"][number],
  look: MethodLook | undefined,
): Html {
  const heading = html`<h3>${methodKey(look)}${label}</h3>`;
  const set = Object.entries(options).map(([key, value]) => `${key} = ${value}`);
  const chosen = set.length > 0 && html`<p>${set.join(", ")}</p>`;
  if (file !== undefined) {
    const { title, formula, summary } = description;
    return html`<section class="card">${heading}${title !== undefined && html`<p>${title}</p>`}${formula !== undefined && html`<p class="formula">${formula}</p>`}${chosen}${summary !== undefined && html`<p>${summary}</p>`}<p>The user's own, from <code>${file.path}</code> (SHA-256 <code>${file.sha256.slice(0, 16)}…</code>).</p></section>
`;
  }
  const method = described(name);
  if (method === undefined) {
    return html`<section class="card">${heading}<p>Not among the initializers of this version of stepzero.</p></section>
`;
  }
  const { title, formula, summary, references, caveats = [] } = method;
  return html`<section class="card">${heading}<p>${title}</p><p class="formula">${formula}</p>${chosen}<p>${summary}</p>${
    references.length > 0 &&
    html`<ul>${references.map(
      ({ authors, year, title: paper, link, where }) =>
        html`<li>${authors} (${year}). ${link === undefined ? paper : html`<a href="${link}">${paper}</a>`}${where !== undefined && `, ${where}`}</li>`,
    )}</ul>`
  }${caveats.length > 0 && html`<p>${caveats.join(" ")}</p>`}</section>
`;
}

/** Undefined for a name that a later or an earlier version knew. */
function described(name: string): MethodDescription | undefined {
  try {
    return findInitializer(name);
  } catch {
    return undefined;
  }
}
