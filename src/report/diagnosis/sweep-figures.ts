/** A quantity over widths or depths: what was measured, the power that fits, and theory's. */
import * as Plot from "@observablehq/plot";
import {
  type Dimension,
  decisive,
  type LayerGroup,
  layerGroups,
  type Quantity,
  quantities,
  type Series,
  type Sweep,
} from "../../diagnosis/coordinate-check/coordinate-check.js";
import { weightAt } from "../../diagnosis/coordinate-check/slope.js";
import { seriesOf, sizesOf, slopeText } from "../../diagnosis/coordinate-check/words.js";
import type { Diagnosis } from "../../diagnosis/diagnosis.js";
import { tInterval } from "../../statistics/t-interval.js";
import type { Marker } from "../colours.js";
import { chartOptions, extent, faint, page, plain, power } from "../figures/axes.js";
import { type Figure, figure } from "../figures/figure.js";
import { underLegend } from "../figures/legend.js";
import type { Drawing } from "../report.js";
import { titledFor } from "./draw.js";
import { hue } from "./fixed-axes.js";
import { digits } from "./numbers.js";

const looks: Readonly<Record<LayerGroup, { readonly colour: string; readonly marker: Marker }>> = {
  input: { colour: hue("blue"), marker: "circle" },
  hidden: { colour: hue("vermilion"), marker: "square" },
  output: { colour: hue("green"), marker: "triangle" },
};

const titles: Readonly<Record<Quantity, string>> = {
  activation: "What layers return",
  gradient: "Gradient by what layers return",
  update: "What a layer's own update changes",
  change: "What training changes in all",
};

/** One size of a series: the typical value, and where 95 % intervals of it end. */
interface Place {
  readonly size: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** A series as it is drawn. */
interface DrawnSeries extends Series {
  readonly places: readonly Place[];
}

/** The figures of a sweep, the decisive quantity first; those without a value are left out. */
export function sweepFigures(sweep: Sweep, diagnosis: Diagnosis, { document }: Drawing): readonly Figure[] {
  const deciding = decisive[sweep.dimension];
  const order = [deciding, ...quantities.filter((one) => one !== deciding)];
  return order.flatMap((quantity) => {
    const drawn = layerGroups
      .map((group) => drawnSeries(seriesOf(sweep, group, quantity), sweep.sizes))
      .filter(({ places }) => places.length > 0);
    return drawn.length === 0
      ? []
      : [
          quantityFigure(sweep, quantity, drawn, {
            document,
            title: titledFor(`${titles[quantity]}, by ${sweep.dimension}`, diagnosis),
          }),
        ];
  });
}

function quantityFigure(
  sweep: Sweep,
  quantity: Quantity,
  drawn: readonly DrawnSeries[],
  { document, title }: Drawing & { readonly title: string },
): Figure {
  const { dimension, agreesWith } = sweep;
  const hasTheory = drawn.some(({ expected }) => expected !== null);
  const seeds = sweep.series[0]!.values[0]!.length;
  return figure(
    {
      id: `${dimension}-${quantity}`,
      title,
      caption:
        `Root mean square over samples, units and places; ${sizesOf(sweep)}. Markers: geometric mean of ${seeds} draws, ` +
        `with its 95 % interval. Lines: the power of the ${dimension} that fits.` +
        (hasTheory ? ` Dashed: the exponent of ${lawName(agreesWith!)}, through the middle.` : ""),
      description: drawn.map(({ group, places }) => sentenceOf(group, places, dimension)).join(" "),
      chart: draw(sweep, drawn, document),
    },
    document,
  );
}

const lawName = (name: string): string => (name === "standard" ? "the standard parametrization" : name);

function sentenceOf(group: LayerGroup, places: readonly Place[], dimension: string): string {
  const [first, last] = [places[0]!, places.at(-1)!];
  return `${group}: ${digits(first.value)} at ${dimension} ${first.size}, ${digits(last.value)} at ${last.size}.`;
}

function drawnSeries(series: Series, sizes: readonly number[]): DrawnSeries {
  const places = sizes.flatMap((size, i): Place[] => {
    const logarithms = series.values[i]!.map((value) => Math.log(value ?? Number.NaN));
    if (!logarithms.every(Number.isFinite)) return [];
    const { mean, low, high } = tInterval(logarithms);
    return [{ size, value: Math.exp(mean), low: Math.exp(low), high: Math.exp(high) }];
  });
  return { ...series, places };
}

/** A power of the size, through the middle of the places as least squares weighs them. */
function powerLine(
  { places }: DrawnSeries,
  exponent: number,
  dimension: Dimension,
): readonly Pick<Place, "size" | "value">[] {
  const sum = (of: (place: Place) => number) =>
    places.reduce((total, place) => total + weightAt(dimension, place.size) * of(place), 0);
  const mean = (of: (place: Place) => number) => sum(of) / sum(() => 1);
  const [x, y] = [mean(({ size }) => Math.log(size)), mean(({ value }) => Math.log(value))];
  return [places[0]!, places.at(-1)!].map(({ size }) => ({
    size,
    value: Math.exp(y + exponent * (Math.log(size) - x)),
  }));
}

/** Whole powers of ten around all that is drawn, two or more apart. */
function domainOf(drawn: readonly DrawnSeries[]): { readonly domain: [number, number]; readonly ticks: number[] } {
  const all = drawn.flatMap(({ places }) => places.flatMap(({ low, high }) => [low, high]));
  const [low, high] = extent(all).map((value) => Math.log10(value)) as [number, number];
  const [first, last] = [Math.floor(low), Math.max(Math.ceil(high), Math.floor(low) + 2)];
  const step = Math.ceil((last - first) / 8);
  const ticks = Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) => 10 ** (first + step * i));
  return { domain: [10 ** first, 10 ** last], ticks };
}

function draw({ dimension, sizes }: Sweep, drawn: readonly DrawnSeries[], document: Document) {
  const { domain, ticks } = domainOf(drawn);
  const [first, last] = [sizes[0]!, sizes.at(-1)!];
  // A little room beside the outer markers.
  const room = (last / first) ** 0.05;
  const chart = Plot.plot({
    ...chartOptions(document),
    height: 270,
    marginTop: 26,
    marginBottom: 40,
    marginLeft: 52,
    marginRight: 16,
    x: {
      label: dimension,
      labelAnchor: "center",
      labelArrow: "none",
      type: "log",
      domain: [first / room, last * room],
      ticks: apart(sizes),
      tickFormat: plain,
    },
    y: {
      label: "root mean square",
      labelAnchor: "top",
      labelArrow: "none",
      grid: true,
      type: "log",
      domain,
      ticks,
      tickFormat: power,
      clamp: true,
    },
    marks: [Plot.ruleY([domain[0]], { stroke: faint }), ...drawn.flatMap((one) => marksOf(one, dimension))],
  });
  const entries = drawn.map(({ group, slope }) => ({
    label: slope === null ? group : `${group}, slope ${slopeText(slope)}`,
    colour: looks[group].colour,
    sign: { kind: "marker", marker: looks[group].marker } as const,
  }));
  return underLegend(chart, entries, document);
}

/** Sizes that have a label: two labels do not touch. */
function apart(sizes: readonly number[]): number[] {
  const least = (sizes.at(-1)! / sizes[0]!) ** (1 / 9);
  const ticks: number[] = [];
  for (const size of sizes) if (ticks.length === 0 || size / ticks.at(-1)! >= least) ticks.push(size);
  return ticks;
}

function marksOf(one: DrawnSeries, dimension: Dimension): Plot.Markish[] {
  const { group, places, slope, expected } = one;
  const { colour, marker } = looks[group];
  const title = ({ size, value }: Place) => `${group}, ${size}: ${digits(value)}`;
  const line = (exponent: number, dash: string) =>
    Plot.line(powerLine(one, exponent, dimension), {
      x: "size",
      y: "value",
      stroke: colour,
      strokeDasharray: dash,
      clip: true,
    });
  return [
    ...(slope === null ? [] : [line(slope.mean, "none")]),
    ...(expected === null ? [] : [line(expected, "5 4")]),
    Plot.ruleX(places, { x: "size", y1: "low", y2: "high", stroke: colour, strokeWidth: 1.5 }),
    Plot.dot(places, {
      x: "size",
      y: "value",
      symbol: marker,
      fill: colour,
      stroke: page,
      strokeWidth: 0.6,
      r: 4,
      title,
    }),
  ];
}
