/** Draws readings of several methods: a line with markers each, their ranges behind, in panels. */
import * as Plot from "@observablehq/plot";
import type { MethodLook } from "../colours.js";
import { bandWithin, type DepthPoint, placed } from "../diagnosis/depth-points.js";
import { chartOptions, faint, page, plain, power } from "../figures/axes.js";
import type { CurveAxis } from "../figures/curve-data.js";
import { cutLine, type LineOf } from "../figures/cut-lines.js";
import { chartWidth, fontSize } from "../figures/figure.js";
import { type LegendEntry, underLegend } from "../figures/legend.js";
import { shortLabels } from "../figures/text.js";
import type { ProbeSeries } from "./probe-series.js";

/** A panel of a chart. */
export interface ProbePanel {
  /** Above it; "" for none. */
  readonly title: string;
  readonly series: readonly ProbeSeries[];
}

/** What stands in a chart. */
export interface ProbeChart {
  readonly panels: readonly ProbePanel[];
  readonly looks: ReadonlyMap<string, MethodLook>;
  /** Places are counted from 1, whatever their ticks say. */
  readonly x: {
    readonly label: string;
    readonly places: number;
    readonly ticks: readonly number[];
    readonly format: (place: number) => string;
  };
  readonly y: CurveAxis & { readonly label: string };
}

const margins = { marginTop: 30, marginBottom: 40, marginLeft: 58, marginRight: 14 } as const;

/** Of a panel, in pixels. */
const [panelHeight, gap] = [170, 26];

/** Widest name in the legend, in pixels. */
const MOST_NAME = 190;

/** The chart, with its legend above. */
export function probeChart(chart: ProbeChart, document: Document): SVGElement | HTMLElement {
  const { panels, x, y } = chart;
  const rows = panels.map((_, i) => i);
  const drawn = Plot.plot({
    ...chartOptions(document),
    ...margins,
    height: margins.marginTop + margins.marginBottom + panels.length * panelHeight + (panels.length - 1) * gap,
    fy: { domain: rows, axis: null, padding: panels.length > 1 ? gap / (panelHeight + gap) : 0, paddingOuter: 0 },
    x: {
      label: x.label,
      labelAnchor: "center",
      labelArrow: "none",
      domain: [0.5, x.places + 0.5],
      ticks: [...x.ticks],
      tickFormat: x.format,
    },
    y: {
      label: y.label,
      labelAnchor: "top",
      labelArrow: "none",
      grid: true,
      type: y.logarithmic ? "log" : "linear",
      domain: [...y.domain],
      ticks: y.logarithmic ? powersOn(y) : 5,
      tickFormat: y.logarithmic ? power : plain,
    },
    marks: panels.flatMap((panel, fy) => [
      Plot.ruleY([y.domain[0]], { fy: [fy], stroke: faint }),
      ...panel.series.flatMap((series) => bandOf(series, chart, fy)),
      ...panel.series.flatMap((series, i) => marksOf(series, i - (panel.series.length - 1) / 2, chart, fy)),
      Plot.text([panel.title], { fy: [fy], frameAnchor: "top-right", dy: -14, fontWeight: "bold", fontSize }),
    ]),
  });
  return underLegend(drawn, legendOf(chart), document);
}

/** About six powers of ten on an axis. */
function powersOn({ domain: [low, high] }: CurveAxis): number[] {
  const [first, last] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
  const step = Math.max(1, Math.ceil((last - first) / 6));
  const exponents = Array.from({ length: last - first + 1 }, (_, i) => first + i).filter((one) => one % step === 0);
  return exponents.map((exponent) => Number(`1e${exponent}`));
}

/** The range of the runs. */
function bandOf({ method, ranges }: ProbeSeries, { looks, y }: ProbeChart, fy: number): Plot.Markish[] {
  const points = bandWithin(y, ranges);
  if (points.every(({ low }) => Number.isNaN(low))) return [];
  const fill = { fill: looks.get(method)!.colour, fillOpacity: 0.16 };
  return [Plot.areaY(points, { fy: () => fy, x: "layer", y1: "low", y2: "high", ...fill })];
}

const line: LineOf<DepthPoint> = {
  place: ({ layer }) => layer,
  value: ({ value }) => value,
  at: (_, layer, value) => ({ layer, value }),
};

/**
 * The medians, and signs for what is beyond the axis.
 *
 * @param place of the method among those of the panel, 0 for the middle: signs at one edge stand
 *   beside each other
 */
function marksOf(
  { method, values }: ProbeSeries,
  place: number,
  { looks, x, y }: ProbeChart,
  fy: number,
): Plot.Markish[] {
  const { colour, dash, marker } = looks.get(method)!;
  const points = placed(y, values);
  const [low, high] = y.domain;
  const inner = chartWidth - margins.marginLeft - margins.marginRight;
  const r = Math.min(3.6, Math.max(1.3, (0.4 * inner) / x.places));
  const here = { fy: () => fy, x: "layer" } as const;
  const dx = place * Math.min(6, inner / x.places / 10);
  const sign = { ...here, fill: colour, r: r + 0.8, symbol: "triangle", dx } as const;
  const whole = values.map((value, i): DepthPoint => ({ layer: i + 1, value: value ?? Number.NaN }));
  return [
    Plot.line(cutLine(y, whole, line), { ...here, y: "value", stroke: colour, strokeWidth: 2, strokeDasharray: dash }),
    Plot.dot(points.within, { ...here, y: "value", fill: colour, symbol: marker, r, stroke: page, strokeWidth: 0.6 }),
    Plot.dot(points.above, { ...sign, y: high, dy: r }),
    Plot.dot(points.below, { ...sign, y: low, rotate: 180, dy: -r }),
  ];
}

function legendOf({ panels, looks }: ProbeChart): LegendEntry[] {
  const labels = [...new Set(panels.flatMap(({ series }) => series.map(({ method }) => method)))];
  const short = shortLabels(labels, MOST_NAME, fontSize);
  return labels.map((label): LegendEntry => {
    const { colour, marker } = looks.get(label)!;
    return { label: short.get(label)!, colour, sign: { kind: "marker", marker } };
  });
}
