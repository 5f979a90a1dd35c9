/** Series of values over places (layers, steps, numbers) as a chart with its legend. */
import * as Plot from "@observablehq/plot";
import { hues } from "../colours.js";
import { chartOptions, countTicks, faint, page, plain, power, quiet } from "../figures/axes.js";
import { chartWidth } from "../figures/figure.js";
import { type LegendEntry, underLegend } from "../figures/legend.js";
import type { FixedAxis, SeriesLook } from "./depth-figure.js";
import type { DepthPoint, DepthRange, Placed } from "./depth-points.js";
import { digits } from "./numbers.js";

/** Of what theory says, and of what another network does. */
export const theoryLook = { colour: `var(--hue-ink, ${hues.ink[0]})`, dash: "none" } as const;
export const referenceLook = { colour: `var(--hue-vermilion, ${hues.vermilion[0]})`, dash: "6 3" } as const;

/** Of a grey band, and of one in the colour of its line, which others may cover. */
const [bandOpacity, colouredOpacity] = [0.28, 0.16];

/** Margins beside the frame, in pixels. */
const [left, right] = [52, 16];

/** The horizontal axis. Places count from 1. */
export interface Places {
  /** "layer". */
  readonly label: string;
  readonly count: number;
  readonly ticks: readonly number[];
  /** What stands at a tick. */
  readonly tickText: (place: number) => string;
  /** What stands at a place, where somebody points at its mark. */
  readonly nameOf: (place: number) => string;
}

/** A line beside the markers. */
export interface ChartLine {
  /** In the legend; undefined for a line that has no entry of its own. */
  readonly label: string | undefined;
  readonly colour: string;
  readonly dash: string;
  readonly width?: number | undefined;
  /** On the axis; NaN interrupts the line. */
  readonly points: readonly DepthPoint[];
  /** Around it; in the legend where it has a label, grey where it has no colour. */
  readonly band?:
    | {
        readonly label?: string | undefined;
        readonly colour?: string | undefined;
        readonly points: readonly DepthRange[];
      }
    | undefined;
}

/** What stands in one chart. */
export interface SeriesChart {
  readonly axis: FixedAxis;
  readonly places: Places;
  readonly series: readonly { readonly of: SeriesLook; readonly points: Placed }[];
  /** Behind the markers, the first in front. */
  readonly lines: readonly ChartLine[];
  /** A level that is usual. */
  readonly usual?: { readonly label: string; readonly value: number } | undefined;
}

/** The layers of a network, side by side, by their names. */
export const layerPlaces = (names: readonly string[]): Places => ({
  label: "layer",
  count: names.length,
  ticks: countTicks(names.length, 10),
  tickText: plain,
  nameOf: (layer) => `${layer} ${names[layer - 1]!}`,
});

/** Sentences for a caption: which signs stand for values beyond the axis. */
export function signsText({ series, axis }: Pick<SeriesChart, "series" | "axis">): string {
  const has = (side: keyof Placed) => series.some(({ points }) => points[side].length > 0);
  const isBelowZero = axis.logarithmic ? " (0, for example)" : "";
  const ends = axis.domain.map(plain);
  return [
    has("above") ? ` ▲: above the axis, which ends at ${ends[1]}.` : "",
    has("below") ? ` ▼: below the axis${isBelowZero}, which begins at ${ends[0]}.` : "",
    has("noNumber") ? " ×: no number." : "",
  ].join("");
}

/** The chart, below the names of what it draws. */
export function seriesChart(chart: SeriesChart, document: Document): SVGElement | HTMLElement {
  const { axis, places } = chart;
  const drawn = Plot.plot({
    ...chartOptions(document),
    height: 270,
    marginTop: 26,
    marginBottom: 40,
    marginLeft: left,
    marginRight: right,
    x: {
      label: places.label,
      labelAnchor: "center",
      labelArrow: "none",
      domain: [0.5, places.count + 0.5],
      ticks: [...places.ticks],
      tickFormat: places.tickText,
    },
    y: {
      label: axis.label,
      labelAnchor: "top",
      labelArrow: "none",
      grid: true,
      type: axis.logarithmic ? "log" : "linear",
      domain: [...axis.domain],
      ticks: [...axis.ticks],
      tickFormat: axis.logarithmic ? power : plain,
    },
    marks: marksOf(chart),
  });
  return underLegend(drawn, entriesOf(chart), document);
}

function entriesOf({ series, lines, usual }: SeriesChart): LegendEntry[] {
  return [
    ...series.map(
      ({ of: { label, colour, marker } }): LegendEntry => ({ label, colour, sign: { kind: "marker", marker } }),
    ),
    ...lines.flatMap(({ label, colour, dash, width, band }) => [
      ...(label === undefined ? [] : [lineEntry(label, colour, dash, width)]),
      ...(band?.label === undefined
        ? []
        : [{ label: band.label, colour: quiet, sign: { kind: "band", opacity: bandOpacity } } as const]),
    ]),
    ...(usual === undefined ? [] : [lineEntry(usual.label, quiet, "2 3")]),
  ];
}

/** The entry of a line. */
export const lineEntry = (label: string, colour: string, dash: string, width?: number): LegendEntry => ({
  label,
  colour,
  sign: { kind: "line", dash, width },
});

/** From the back to the front. */
function marksOf(chart: SeriesChart): Plot.Markish[] {
  const { axis, series, lines, usual } = chart;
  const [low] = axis.domain;
  const area = ({ colour }: NonNullable<ChartLine["band"]>) =>
    ({
      x: "layer",
      y1: "low",
      y2: "high",
      fill: colour ?? quiet,
      fillOpacity: colour === undefined ? bandOpacity : colouredOpacity,
    }) as const;
  return [
    Plot.ruleY([low], { stroke: faint }),
    ...lines.flatMap(({ band }) => (band === undefined ? [] : [Plot.areaY(band.points, area(band))])),
    ...(usual === undefined ? [] : [Plot.ruleY([usual.value], { stroke: quiet, strokeDasharray: "2 3" })]),
    ...lines
      .toReversed()
      .map(({ points, colour, dash, width = 2 }) =>
        Plot.line(points, { x: "layer", y: "value", stroke: colour, strokeWidth: width, strokeDasharray: dash }),
      ),
    ...series.flatMap(({ of, points }) => markersOf(of, points, chart)),
  ];
}

/** A marker per place, and signs for what is beyond the axis. */
function markersOf({ colour, marker }: SeriesLook, points: Placed, { axis, places }: SeriesChart): Plot.Markish[] {
  const [low, high] = axis.domain;
  const title = ({ layer, value }: DepthPoint) => `${places.nameOf(layer)}: ${digits(value)}`;
  const size = radiusFor(places.count, 3.8, 0.42);
  // A triangle is wider than a disc of the same area.
  const signSize = radiusFor(places.count, 4.8, 0.36);
  const dot = { x: "layer", fill: colour, r: size, title } as const;
  const sign = { ...dot, r: signSize };
  const times = { ...sign, symbol: "times", fill: "none", stroke: colour, strokeWidth: 1.5 } as const;
  return [
    Plot.dot(points.within, { ...dot, y: "value", symbol: marker, stroke: page, strokeWidth: 0.6 }),
    Plot.dot(points.above, { ...sign, y: high, symbol: "triangle", dy: signSize }),
    Plot.dot(points.below, { ...sign, y: low, symbol: "triangle", rotate: 180, dy: -signSize }),
    Plot.dot(points.noNumber, { ...times, y: low, dy: -signSize - 2 }),
  ];
}

/** In pixels: at most so much, and this share of a step, so neighbours stay apart. */
const radiusFor = (count: number, most: number, share: number): number =>
  Math.min(most, Math.max(1.3, (share * (chartWidth - left - right)) / count));
