/** Every layer of a diagnosis in numbers. */
import type { Diagnosis, LayerDiagnosis } from "../../diagnosis/diagnosis.js";
import { type LayerRow, layerRows } from "../../diagnosis/layer-rows.js";
import { type Html, html, trusted } from "../html.js";
import { cosineDigits, digits, percentage } from "./numbers.js";

interface LayerColumn {
  readonly title: string;
  readonly cell: (layer: LayerDiagnosis) => string;
  readonly isText?: boolean | undefined;
}

const columns: readonly LayerColumn[] = [
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

/** "3", or "3–10" for the kernels of a recurrent layer: as the figures number them. */
function numbersOf(rows: readonly LayerRow[], at: number): string {
  const first = rows.slice(0, at).reduce((sum, { names }) => sum + names.length, 1);
  const last = first + rows[at]!.names.length - 1;
  return first === last ? String(first) : `${first}–${last}`;
}

/**
 * The table; columns without a number are left out. Trouble stands beside the names: a narrow
 * window cuts the last columns, which are scrolled to.
 */
export function layerTable({ layers: all, findings, network: { rows } }: Diagnosis): Html {
  const bundled = layerRows(all);
  const layers = bundled.map(({ layer }) => layer);
  const grave = findings.filter(({ severity }) => severity !== "note");
  const troubles = bundled.map(({ names }) => grave.filter((one) => names.some((name) => one.layers.includes(name))));
  const kinds = troubles.map((some) => some.map(({ kind }) => kind));
  // Red is for errors, as in the answer.
  const isError = troubles.map((some) => some.some(({ severity }) => severity === "error"));
  const shown = columns.filter(({ cell }) => layers.some((layer) => cell(layer) !== "–"));
  const isMarked = kinds.some((some) => some.length > 0);
  const row = (layer: LayerDiagnosis, i: number) =>
    html`<tr><td>${numbersOf(bundled, i)}</td><th scope="row" class="left${layer.name.length > LONG && " wrap"}">${layer.name}</th>${isMarked && html`<td class="left${isError[i] === true && trusted(" failed")}">${[...new Set(kinds[i])].map((kind, k) => html`${k > 0 && trusted(",<br>")}${kind}`)}</td>`}${shown.map(
      ({ cell, isText }) => html`<td${isText === true && left}>${cell(layer)}</td>`,
    )}</tr>
`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="All layers"><table class="dense layers">
<caption>${layers.length === 1 ? "The layer" : `All ${layers.length} layers`} with a kernel, from input to output; ${rows} samples</caption>
<thead><tr><th scope="col">#</th><th scope="col" class="left">layer</th>${isMarked && html`<th scope="col" class="left">trouble</th>`}${shown.map(
    ({ title, isText }) => html`<th scope="col"${isText === true && left}>${title}</th>`,
  )}</tr></thead>
<tbody>${layers.map(row)}</tbody></table></div>`;
}
