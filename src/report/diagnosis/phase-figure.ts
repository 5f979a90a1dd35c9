/**
 * Where layers stand in the plane of (σ_w², σ_b²), beside the edge of chaos of their activation.
 */
import * as Plot from "@observablehq/plot";
import type { Diagnosis } from "../../diagnosis/diagnosis.js";
import type { PhaseDiagram, PhasePoint } from "../../diagnosis/theory/phase-diagram.js";
import type { Marker } from "../colours.js";
import { acrossLabel, page, plain, planeOptions, quiet, uprightLabel } from "../figures/axes.js";
import { type Figure, figure, fontSize } from "../figures/figure.js";
import { type LegendEntry, underLegend } from "../figures/legend.js";
import type { Drawing } from "../report.js";
import { titledFor } from "./draw.js";
import { blue, hue } from "./fixed-axes.js";
import { digits } from "./numbers.js";
import { isAlike, linesOf, type Plane } from "./phase-curves.js";
import { lineEntry } from "./series-chart.js";

/** The same in every diagnosis. */
const plane: Plane = { weights: [0.1, 1000], biases: [0, 4] };

/** Lines of equal ξ, in layers, on both sides of the edge. */
const depthScales = [
  { depth: 20, dash: "6 3" },
  { depth: 5, dash: "2 3" },
] as const;

const edgeColour = hue("ink");
const size = 4.2;

/** A figure per activation; none where theory has no place for any layer. */
export function phaseFigures(diagnosis: Diagnosis, { document }: Drawing): Figure[] {
  return diagnosis.phases.map((diagram, i) => {
    const lines = linesIn(diagram);
    const entries = [
      { label: "a layer", colour: blue.colour, sign: { kind: "marker", marker: blue.marker } } as const,
      ...lineEntries(lines),
    ];
    return figure(
      {
        id: `phase${i === 0 ? "" : `-${i + 1}`}`,
        title: titledFor(`Phase diagram of ${diagram.activation ?? "an activation without a name"}`, diagnosis),
        caption: captionOf(diagram, diagnosis, lines.length > 0),
        description: describe(diagram),
        chart: underLegend(drawPlane(lines, pointMarks(diagram.layers, blue), document), entries, document),
      },
      document,
    );
  });
}

/** Lines of one χ₁, on one or both sides of the edge. */
export interface PhaseLines {
  readonly label: string;
  readonly colour: string;
  readonly dash: string;
  readonly curves: readonly ReturnType<typeof linesOf>[];
}

/** The edge of chaos and lines of equal ξ of an activation, as far as the plane has them. */
export const linesIn = (diagram: PhaseDiagram): PhaseLines[] =>
  [
    { label: "edge of chaos (χ₁ = 1)", chis: [1], colour: edgeColour, dash: "none" },
    ...depthScales.map(({ depth, dash }) => ({
      label: `ξ = ${depth}`,
      chis: [Math.exp(1 / depth), Math.exp(-1 / depth)],
      colour: quiet,
      dash,
    })),
  ].flatMap(({ chis, ...look }) => {
    const curves = chis.map((chi) => linesOf(diagram, chi, plane)).filter((points) => points.length > 0);
    return curves.length === 0 ? [] : [{ ...look, curves }];
  });

/** The lines in the legend. */
export const lineEntries = (lines: readonly PhaseLines[]): LegendEntry[] =>
  lines.map(({ label, colour, dash }) => lineEntry(label, colour, dash));

/** The plane with its lines and, in front of them, the layers. */
export function drawPlane(
  lines: readonly PhaseLines[],
  layers: readonly Plot.Markish[],
  document: Document,
): SVGElement | HTMLElement {
  return Plot.plot({
    ...planeOptions(document),
    x: {
      ...acrossLabel("σ_w²: fan-in × mean square of the weights"),
      type: "log",
      domain: [...plane.weights],
      ticks: [0.1, 1, 10, 100, 1000],
      tickFormat: plain,
    },
    y: {
      ...uprightLabel("σ_b²: mean square of the biases"),
      type: "sqrt",
      grid: true,
      domain: [...plane.biases],
      ticks: [0, 0.1, 0.5, 1, 2, 4],
      tickFormat: plain,
    },
    marks: [
      ...lines
        .toReversed()
        .flatMap(({ curves, colour, dash }) =>
          curves.map((points) =>
            Plot.line(points, { x: "weights", y: "biases", stroke: colour, strokeWidth: 2, strokeDasharray: dash }),
          ),
        ),
      ...(lines.length === 0
        ? []
        : [
            Plot.text(["ordered"], { frameAnchor: "top-left", dx: 6, dy: 6, fill: quiet, fontSize }),
            Plot.text(["chaotic"], {
              frameAnchor: "top-right",
              dx: -6,
              dy: 6,
              fill: quiet,
              fontSize,
            }),
          ]),
      ...layers,
    ],
  });
}

/** Whether a layer lies beyond the plane. */
const isBeyond = (one: PhasePoint): boolean =>
  weightsOf(one) < plane.weights[0] || !(weightsOf(one) <= plane.weights[1]) || !(biasesOf(one) <= plane.biases[1]);

/** A sentence where some do. */
export const beyondText = (layers: readonly PhasePoint[]): string =>
  layers.some(isBeyond) ? " Triangles: beyond the axes." : "";

const weightsOf = ({ sigmaW }: PhasePoint): number => sigmaW ** 2;
const biasesOf = ({ sigmaB }: PhasePoint): number => sigmaB ** 2;

/** Markers, and triangles at the edge for what lies beyond. */
export function pointMarks(
  points: readonly PhasePoint[],
  look: { readonly colour: string; readonly marker: Marker },
  prefix = "",
): Plot.Markish[] {
  const [low, high] = plane.weights;
  const top = plane.biases[1];
  const isBelow = (one: PhasePoint) => weightsOf(one) < low;
  const isAbove = (one: PhasePoint) => !(weightsOf(one) <= high);
  const isOver = (one: PhasePoint) => !(biasesOf(one) <= top);
  const mark = {
    x: (one: PhasePoint) => (isBelow(one) ? low : isAbove(one) ? high : weightsOf(one)),
    y: (one: PhasePoint) => (isOver(one) ? top : biasesOf(one)),
    fill: look.colour,
    r: size,
    title: (one: PhasePoint) => `${prefix}${titleOf(one)}`,
  };
  const within = points.filter((one) => !isBelow(one) && !isAbove(one) && !isOver(one));
  const triangle = { ...mark, symbol: "triangle", r: 5 } as const;
  return [
    Plot.dot(within, { ...mark, symbol: look.marker, stroke: page, strokeWidth: 0.8 }),
    Plot.dot(points.filter(isBelow), { ...triangle, rotate: -90, dx: 5 }),
    Plot.dot(points.filter(isAbove), { ...triangle, rotate: 90, dx: -5 }),
    Plot.dot(
      points.filter((one) => isOver(one) && !isBelow(one) && !isAbove(one)),
      { ...triangle, dy: 5 },
    ),
  ];
}

const titleOf = (one: PhasePoint): string =>
  `${one.name}: σ_w² ${digits(weightsOf(one))}, σ_b² ${digits(biasesOf(one))}, χ₁ ${digits(one.chi)}, ξ ${digits(one.depthScale)}`;

function captionOf(diagram: PhaseDiagram, diagnosis: Diagnosis, hasLines: boolean): string {
  const { layers } = diagram;
  const all = diagnosis.layers.length;
  return [
    `${layers.length} of ${all} ${all === 1 ? "layer" : "layers"}: those that end in this activation, without a normalization or a sum in between.`,
    ` Per layer χ₁ multiplies the gradient's second moment and small differences between samples; over ξ = 1 / |ln χ₁| layers they change by a factor e. Left of the edge, in the ordered phase, both vanish; right of it they grow.`,
    ` At the variances that these layers have, χ₁ is ${rangeOf(layers.map(({ chi }) => chi))}.`,
    hasLines
      ? isAlike(diagram)
        ? " Lines: at every variance, on which χ₁ does not depend."
        : " Lines: at the variance that layers settle at."
      : " The edge of chaos lies outside of this plane.",
    beyondText(layers),
  ].join("");
}

function rangeOf(values: readonly number[]): string {
  const [low, high] = [digits(Math.min(...values)), digits(Math.max(...values))];
  return low === high ? low : `${low} to ${high}`;
}

function describe({ layers }: PhaseDiagram): string {
  return `${layers.length} layers; σ_w² ${rangeOf(layers.map(weightsOf))}, σ_b² ${rangeOf(layers.map(biasesOf))}.`;
}
