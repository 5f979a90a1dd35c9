/** A diagnosis as one page without network access and without scripts. */
import type { Diagnosis } from "../../diagnosis/diagnosis.js";
import { version } from "../../version.js";
import { type Figure, svgText } from "../figures/figure.js";
import { standalone } from "../figures/standalone.js";
import { type Html, html, trusted, withCode } from "../html.js";
import { framedPage } from "../page/frame.js";
import type { Drawing } from "../report.js";
import { attentionFigures } from "./attention-figure.js";
import { correlationFigures } from "./correlation-figure.js";
import { curvatureList, jacobianFigure } from "./curvature.js";
import { depthFigure } from "./draw.js";
import { depthFigures } from "./figures.js";
import { answer, remarks, verdictTitle } from "./findings.js";
import { histogramFigures } from "./histogram-figures.js";
import { layerTable } from "./layer-table.js";
import { phaseFigures } from "./phase-figure.js";
import { stepFigures } from "./step-figures.js";
import { sweepAnswer } from "./sweep-answer.js";
import { sweepFigures } from "./sweep-figures.js";

/** A part of the page. */
interface Section {
  readonly id: string;
  readonly heading: string;
  /** Undefined where there is nothing to show. */
  readonly content: Html | undefined;
}

/**
 * The text of the page: verdict and findings, figures, all layers, and what was not judged.
 *
 * @param drawing the `document` that draws charts: the browser's, or linkedom's in Node
 */
export function renderDiagnosis(diagnosis: Diagnosis, drawing: Drawing): string {
  const title = verdictTitle(diagnosis);
  const sections = sectionsOf(diagnosis, drawing).filter(({ content }) => content !== undefined);
  return framedPage({
    title,
    stepzero: version,
    first: { id: "answer", name: "answer" },
    contents: [["answer", "Answer"], ...sections.map(({ id, heading }) => [id, heading] as const)],
    main: html`<section id="answer" aria-labelledby="answer-heading"><h1 id="answer-heading">${title}</h1>
${answer(diagnosis)}</section>
${sections.map(({ id, heading, content }) => section(id, heading, content!))}`,
  });
}

function sectionsOf(diagnosis: Diagnosis, drawing: Drawing): readonly Section[] {
  const byDepth = depthFigures.flatMap((of) => depthFigure(of, diagnosis, drawing) ?? []);
  const jacobian = jacobianFigure(diagnosis, drawing);
  const curvature = curvatureList(diagnosis);
  return [
    {
      id: "figures",
      heading: "Figures",
      content: withFigures(
        "Layers are numbered as in the table below. The axes are the same in every diagnosis, so that two pages can be compared.",
        byDepth,
        histogramFigures(diagnosis, drawing),
        [
          ...correlationFigures(diagnosis, drawing),
          ...phaseFigures(diagnosis, drawing),
          ...attentionFigures(diagnosis, drawing),
        ],
      ),
    },
    {
      id: "curvature",
      heading: "Jacobian and curvature",
      content:
        curvature === undefined && jacobian === undefined
          ? undefined
          : html`${curvature}${withFigures(undefined, jacobian === undefined ? [] : [jacobian])}`,
    },
    { id: "steps", heading: "First steps", content: withFigures(undefined, stepFigures(diagnosis, drawing)) },
    ...(diagnosis.coordinateCheck?.sweeps ?? []).map((sweep) => ({
      id: `${sweep.dimension}s`,
      heading: `At other ${sweep.dimension}s`,
      content: html`${sweepAnswer(sweep, diagnosis.coordinateCheck!)}${withFigures(undefined, sweepFigures(sweep, diagnosis, drawing))}`,
    })),
    {
      id: "layers",
      heading: "Layers",
      content: diagnosis.layers.length > 0 ? layerTable(diagnosis) : undefined,
    },
    { id: "remarks", heading: "Not judged, and notes", content: remarks(diagnosis) },
  ];
}

/** Groups of figures below a sentence; undefined for none. */
function withFigures(sentence: string | undefined, ...groups: readonly (readonly Figure[])[]): Html | undefined {
  const shown = groups.filter((figures) => figures.length > 0);
  if (shown.length === 0) return undefined;
  const grids = shown.map((figures) => html`<div class="figures">${figures.map(figureHtml)}</div>`);
  return html`${sentence !== undefined && html`<p>${sentence}</p>`}${grids}`;
}

const section = (id: string, heading: string, content: Html): Html =>
  html`<section id="${id}" aria-labelledby="${id}-heading"><h2 id="${id}-heading">${heading}</h2>${content}</section>`;

/** The drawing, its caption, and a light file of it for papers, which the page holds. */
function figureHtml(one: Figure): Html {
  const { id, svg, caption } = one;
  const file = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(standalone(one))}`;
  return html`<figure id="${id}">${trusted(svgText(svg))}<figcaption>${withCode(caption)} <a class="download" download="${id}.svg" href="${file}">SVG</a></figcaption></figure>
`;
}
