/** A card per method: formula, papers, caveats. */
import { findInitializer } from "../../initializers/index.js";
import { describeOverrides } from "../../study/plan/recipe-overrides.js";
import { MOST_ROWS, rowsLeftOut } from "../bounds.js";
import { html } from "../html.js";
import { methodKey } from "./ranking.js";
/** A card per method. */
export function methodCards({ methods }, looks) {
    const leftOut = rowsLeftOut(methods.length, "methods, as the study has them", "data/study.json");
    const cards = methods.slice(0, MOST_ROWS).map((method) => cardOf(method, looks.get(method.label)));
    return html `${leftOut !== undefined && html `<p>${leftOut}</p>`}<div class="cards">${cards}</div>`;
}
function cardOf({ label, initializer, recipe }, look) {
    const { name, options, file, description = {} } = initializer;
    const heading = html `<h3>${methodKey(look)}${label}</h3>`;
    const set = Object.entries(options).map(([key, value]) => `${key} = ${value}`);
    const overrides = Object.keys(recipe).length > 0 && html `<p>Recipe: ${describeOverrides(recipe)}</p>`;
    const settings = html `${set.length > 0 && html `<p>${set.join(", ")}</p>`}${overrides}`;
    if (file !== undefined) {
        const { title, formula, summary } = description;
        return html `<section class="card">${heading}${title !== undefined && html `<p>${title}</p>`}${formula !== undefined && html `<p class="formula">${formula}</p>`}${settings}${summary !== undefined && html `<p>${summary}</p>`}<p>The user's initializer, from <code>${file.path}</code> (SHA-256 <code>${file.sha256.slice(0, 16)}…</code>).</p></section>
`;
    }
    const card = descriptionOf(name);
    if (card === undefined) {
        return html `<section class="card">${heading}<p>Not among the initializers of this version of stepzero.</p></section>
`;
    }
    const { title, formula, summary, references, caveats = [] } = card;
    return html `<section class="card">${heading}<p>${title}</p><p class="formula">${formula}</p>${settings}<p>${summary}</p>${references.length > 0 &&
        html `<ul>${references.map(({ authors, year, title: paper, link, where }) => html `<li>${authors} (${year}). ${link === undefined ? paper : html `<a href="${link}">${paper}</a>`}${where !== undefined && `, ${where}`}</li>`)}</ul>`}${caveats.length > 0 && html `<p>${caveats.join(" ")}</p>`}</section>
`;
}
/** Undefined for a name that only an earlier or a later version has. */
function descriptionOf(name) {
    try {
        return findInitializer(name);
    }
    catch {
        return undefined;
    }
}
