/** A diagnosis as a person reads it in ten seconds. */
import type { Diagnosis, Finding, LayerDiagnosis } from "../../diagnosis/diagnosis.js";
import { layerRows } from "../../diagnosis/layer-rows.js";
import { coordinateCheckLines } from "./coordinate-check.js";
import { curvatureLines } from "./curvature-lines.js";
import { type Look, paint } from "./look.js";
import { counted } from "./numbers.js";
import { bar, few, share, telling } from "./readings.js";
import { stepTable } from "./step-table.js";
import { type Column, renderTable } from "./table.js";
import { hanging, item, padEnd, wrap } from "./text.js";

/** What of a diagnosis is shown. */
export interface DiagnosisLook extends Look {
  /** Every layer, not only the telling ones. */
  readonly all: boolean;
}

/** The first line, the findings, the table of layers, and what was not judged. */
export function renderDiagnosis(diagnosis: Diagnosis, look: DiagnosisLook): string {
  const { findings, headline, subject, loss, notes, notJudged } = diagnosis;
  const grave = findings.filter(({ severity }) => severity !== "note");
  const remarks = [
    ...findings.filter(({ severity }) => severity === "note").map(({ text }) => text),
    ...notJudged.map(
      ({ layers, reason }) => `Not judged: ${layers.length === 0 ? reason : `${foldNames(layers)}: ${reason}`}`,
    ),
    ...notes,
  ];
  const parts = [
    wrap(subject, look.width),
    item("", loss, look.width),
    "",
    ...(headline === null ? [] : [headlineOf(diagnosis.verdict, headline, grave.length, look), ""]),
    ...grave.flatMap((finding) => [findingText(finding, look), ""]),
    ...layerTable(diagnosis, look),
    ...curvatureLines(diagnosis, look),
    ...stepTable(diagnosis, look),
    ...coordinateCheckLines(diagnosis.coordinateCheck, look, (remedy) => remedyLines(remedy, look.width)),
    ...(remarks.length === 0 ? [] : ["", ...remarks.map((text) => item("• ", text, look.width))]),
  ];
  // Parts that are empty leave no gap.
  return `${parts
    .filter((part, i) => part !== "" || parts[i - 1] !== "")
    .join("\n")
    .trimEnd()}\n`;
}

const headlineOf = (verdict: Diagnosis["verdict"], headline: string, warnings: number, look: Look): string =>
  paint("bold", item(verdict !== "healthy" ? "? " : warnings === 0 ? "✓ " : "! ", headline, look.width), look);

/** "✗ …" with cause and remedy. */
function findingText({ severity, text, cause, remedy }: Finding, look: Look): string {
  const isError = severity === "error";
  const head = item(isError ? "✗ " : "! ", text, look.width);
  const line = (title: string, what: string) => `  ${padEnd(title, 9)}${hanging(what, look.width, 11)}`;
  return [
    paint(isError ? "red" : "yellow", head, look),
    ...(cause === null ? [] : [line("Cause", cause)]),
    ...(remedy === null ? [] : remedyLines(remedy, look.width)),
  ].join("\n");
}

/** The sentence of a remedy, and its command on a line of its own, which is not broken. */
function remedyLines(remedy: string, width: number): string[] {
  return remedy.split("\n").map((part, i) => {
    const title = padEnd(i === 0 ? "Remedy" : "", 9);
    return `  ${title}${isCommand(part) ? part : hanging(part, width, 11)}`;
  });
}

const isCommand = (text: string): boolean => /^(npx |node )?\S*(stepzero|main\.js) /.test(text);

/** A column of the table of layers. */
interface LayerColumn extends Column {
  readonly cell: (layer: LayerDiagnosis) => string;
  /** Shown from this width on. */
  readonly from?: number | undefined;
}

const wide = 110;

const columns: readonly LayerColumn[] = [
  { title: ["layer"], align: "left", flexible: "middle", cell: ({ name }) => name },
  { title: ["E φ²"], align: "right", cell: ({ after }) => `${few(after.secondMoment)} ${bar(after.secondMoment)}` },
  { title: ["theory"], align: "right", cell: ({ predicted }) => few(predicted?.after) },
  {
    title: ["gradient²"],
    align: "right",
    cell: ({ gradientSecondMoment: g }) => (g === null ? "" : `${few(g)} ${bar(g)}`),
  },
  { title: ["update/w"], align: "right", cell: ({ weights }) => few(weights.updateRatio) },
  { title: ["cosine"], align: "right", from: wide, cell: ({ after }) => few(after.cosine) },
  { title: ["dead"], align: "right", from: wide, cell: ({ dead }) => share(dead) },
  { title: ["saturated"], align: "right", from: wide, cell: ({ saturated }) => share(saturated) },
  { title: ["distinct"], align: "right", cell: ({ before, distinctUnits }) => `${distinctUnits}/${before.units}` },
];

function layerTable({ layers: all, findings }: Diagnosis, look: DiagnosisLook): string[] {
  if (all.length === 0) return [];
  const bundled = layerRows(all);
  const layers = bundled.map(({ layer }) => layer);
  const namesOf = new Map(bundled.map(({ layer, names }) => [layer, names]));
  const grave = findings.filter(({ severity }) => severity !== "note");
  const kindsOf = (layer: LayerDiagnosis) =>
    grave.filter((one) => namesOf.get(layer)!.some((name) => one.layers.includes(name))).map(({ kind }) => kind);
  const first = layers.findIndex((layer) => kindsOf(layer).length > 0);
  const places = look.all ? layers.map((_, i) => i) : telling(layers.length, first);
  const width = look.tableWidth ?? look.width;
  const shown = columns.filter(
    ({ from = 0, title, cell }) =>
      width >= from && (title[0] !== "saturated" || layers.some((layer) => cell(layer) !== "")),
  );
  const rows = places.map((i) => [...shown.map(({ cell }) => cell(layers[i]!)), kindsOf(layers[i]!).join(", ")]);
  const lines = renderTable([...shown, { title: [""], align: "left" }], rows, width - 2).map((line) => `  ${line}`);
  const fold =
    places.length < layers.length
      ? [`  ${places.length} of ${counted(layers.length, "layer")} are shown; --all shows each.`]
      : [];
  return [...lines, ...fold];
}

const foldNames = (names: readonly string[]): string =>
  names.length <= 4 ? names.join(", ") : `${names.slice(0, 3).join(", ")} … (${counted(names.length, "layer")})`;
