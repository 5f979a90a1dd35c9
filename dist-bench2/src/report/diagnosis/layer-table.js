import { html, trusted } from "../html.js";
import { cosineDigits, digits, percentage } from "./numbers.js";
const columns = [
    { title: "activation", isText: true, cell: ({ activation }) => activation ?? "–" },
    { title: "E\u00a0φ²", cell: ({ after }) => digits(after.secondMoment) },
    { title: "E\u00a0φ² by theory", cell: ({ predicted }) => digits(predicted?.after) },
    { title: "gradient²", cell: ({ gradientSecondMoment }) => digits(gradientSecondMoment) },
    { title: "update\u00a0/ weight", cell: ({ weights }) => digits(weights.updateRatio) },
    { title: "cosine", cell: ({ after }) => cosineDigits(after.cosine) },
    { title: "cosine by theory", cell: ({ predicted }) => cosineDigits(predicted?.cosine) },
    { title: "dead", cell: ({ dead }) => percentage(dead) },
    { title: "saturated", cell: ({ saturated }) => percentage(saturated) },
    { title: "distinct units", cell: ({ distinctUnits, before }) => `${distinctUnits} of ${before.units}` },
    { title: "RMS of the kernel", cell: ({ weights }) => digits(weights.rms) },
    { title: "kernel as drawn by", isText: true, cell: ({ recipe }) => recipe?.methods[0]?.method ?? "–" },
];
/** Names of more characters are broken into lines. */
const LONG = 28;
const left = trusted(' class="left"');
/** The table; columns without a number are left out. */
export function layerTable({ layers, findings, network: { rows } }) {
    const grave = findings.filter(({ severity }) => severity !== "note");
    const kinds = layers.map(({ name }) => grave.filter((one) => one.layers.includes(name)).map(({ kind }) => kind));
    const shown = columns.filter(({ cell }) => layers.some((layer) => cell(layer) !== "–"));
    const isMarked = kinds.some((some) => some.length > 0);
    const row = (layer, i) => html `<tr><td>${i + 1}</td><th scope="row" class="left${layer.name.length > LONG && " wrap"}">${layer.name}</th>${shown.map(({ cell, isText }) => html `<td${isText === true && left}>${cell(layer)}</td>`)}${isMarked && html `<td class="left failed">${[...new Set(kinds[i])].join(", ")}</td>`}</tr>
`;
    return html `<div class="scroll" tabindex="0" role="region" aria-label="All layers"><table>
<caption>${layers.length === 1 ? "The layer" : `All ${layers.length} layers`} with a kernel, from input to output; ${rows} samples</caption>
<thead><tr><th scope="col">#</th><th scope="col" class="left">layer</th>${shown.map(({ title, isText }) => html `<th scope="col"${isText === true && left}>${title}</th>`)}${isMarked && html `<th scope="col" class="left">trouble</th>`}</tr></thead>
<tbody>${layers.map(row)}</tbody></table></div>`;
}
