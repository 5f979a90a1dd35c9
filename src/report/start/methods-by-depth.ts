/**
 * Signal and gradient by depth before the first step, of several methods in one network: theory as
 * lines with the range of its draws, what was measured as markers.
 */
import type { Prediction } from "../../diagnosis/theory/prediction.js";
import type { MethodLook } from "../colours.js";
import type { FixedAxis } from "../diagnosis/depth-figure.js";
import { bandWithin, lineWithin, placed } from "../diagnosis/depth-points.js";
import { rangeOf } from "../diagnosis/figures.js";
import { moments, shares } from "../diagnosis/fixed-axes.js";
import { digits } from "../diagnosis/numbers.js";
import { type ChartLine, layerPlaces, type SeriesChart, seriesChart, signsText } from "../diagnosis/series-chart.js";
import { type Figure, figure } from "../figures/figure.js";
import { shortLabels } from "../figures/text.js";
import type { Drawing } from "../report.js";

/** What was measured of a layer; as in `LayerReadings`. */
export interface MeasuredLayer {
  /** E φ² after the activation. */
  readonly secondMoment: number;
  readonly gradientSecondMoment: number | null;
  readonly dead: number | null;
  readonly saturated: number | null;
}

/** A method in a network, before the first step. */
export interface StartOfMethod {
  readonly label: string;
  /** By layer; null where theory has no rule, and for methods that look at data. */
  readonly predicted: readonly (Prediction | null)[];
  /** By layer; undefined before it was measured. */
  readonly measured?: readonly MeasuredLayer[] | undefined;
}

/** A network with several methods. */
export interface StartOfNetwork {
  /** "glyphs × mlp". */
  readonly title: string;
  /** Names, in the order of the forward pass. */
  readonly layers: readonly string[];
  readonly methods: readonly StartOfMethod[];
  /** Samples of the batch. */
  readonly rows: number;
}

interface Quantity {
  readonly id: string;
  readonly title: string;
  readonly axis: FixedAxis;
  readonly what: string;
  readonly measured: (layers: readonly MeasuredLayer[]) => (number | null)[];
  readonly predicted: (layers: StartOfMethod["predicted"]) => (number | null)[];
  readonly ranges: (layers: StartOfMethod["predicted"]) => (readonly [number, number] | null)[];
}

/** Relative to the last layer that has one, as theory has gradients. */
function relative(values: readonly (number | null)[]): (number | null)[] {
  const last = values.findLast((value) => value !== null);
  return values.map((value) => (value === null || last === undefined || last === null ? null : value / last));
}

const quantities: readonly Quantity[] = [
  {
    id: "start-signal",
    title: "Signal by depth",
    axis: moments("E φ²"),
    what: "Mean square of what each layer's activation returns.",
    measured: (layers) => layers.map(({ secondMoment }) => secondMoment),
    predicted: (layers) => layers.map((layer) => layer?.after ?? null),
    ranges: (layers) => layers.map((layer) => rangeOf(layer?.after ?? null, layer?.noise.signal ?? null)),
  },
  {
    id: "start-gradient",
    title: "Gradient by depth",
    axis: moments("gradient², relative to the last layer's"),
    what:
      "Mean square of the derivative of one sample's loss by what each layer returns before its activation, over that " +
      "at the last layer.",
    measured: (layers) => relative(layers.map(({ gradientSecondMoment }) => gradientSecondMoment)),
    predicted: (layers) => layers.map((layer) => layer?.gradient ?? null),
    ranges: (layers) => layers.map((layer) => rangeOf(layer?.gradient ?? null, layer?.noise.gradient ?? null)),
  },
  {
    id: "start-idle",
    title: "Dead and saturated units",
    axis: shares,
    what:
      "Markers: the share of the units that are 0 on every sample, or, where the activation levels off, saturated on " +
      "most. Lines: dead units by theory.",
    measured: (layers) => layers.map(({ dead, saturated }) => inPercent(dead ?? saturated)),
    predicted: (layers) => layers.map((layer) => inPercent(layer?.dead ?? null)),
    ranges: (layers) => layers.map(() => null),
  },
];

const inPercent = (share: number | null): number | null => (share === null ? null : 100 * share);

/** Widest name in the legend, in pixels. */
const MOST_NAME = 150;

/**
 * The figures, on axes that are the same in every network; one without a value for any method is
 * left out.
 *
 * @param looks of every method
 */
export function startFigures(
  network: StartOfNetwork,
  looks: ReadonlyMap<string, MethodLook>,
  { document }: Drawing,
): Figure[] {
  return quantities.flatMap((quantity) => drawn(quantity, network, looks, document) ?? []);
}

function drawn(
  quantity: Quantity,
  { title, layers, methods, rows }: StartOfNetwork,
  looks: ReadonlyMap<string, MethodLook>,
  document: Document,
): Figure | undefined {
  const { axis, id, what } = quantity;
  const short = shortLabels([...looks.keys()], MOST_NAME, 12);
  const all = methods.map(({ label, predicted, measured }) => {
    const { colour, dash, marker } = looks.get(label)!;
    const values = measured === undefined ? [] : quantity.measured(measured);
    const theory = quantity.predicted(predicted);
    const ranges = bandWithin(axis, quantity.ranges(predicted)).filter(({ low }) => !Number.isNaN(low));
    const line: ChartLine = {
      // Before anything is measured the line alone has the method's name.
      label: values.some((value) => value !== null) ? undefined : short.get(label),
      colour,
      dash,
      points: lineWithin(axis, theory),
      band: ranges.length === 0 ? undefined : { colour, points: bandWithin(axis, quantity.ranges(predicted)) },
    };
    return { label, line, theory, values, series: { of: { label: short.get(label)!, colour, marker }, values } };
  });
  const withValues = all.filter(({ theory, values }) => [...theory, ...values].some((value) => value !== null));
  if (withValues.length === 0) return undefined;
  const chart: SeriesChart = {
    axis,
    places: layerPlaces(layers),
    series: withValues
      .filter(({ values }) => values.some((value) => value !== null))
      .map(({ series: { of, values } }) => ({ of, points: placed(axis, values) })),
    lines: withValues.map(({ line }) => line),
  };
  const hasBand = withValues.some(({ line }) => line.band !== undefined);
  const isMeasured = chart.series.length > 0;
  return figure(
    {
      id,
      title: `${quantity.title}, ${title}`,
      caption:
        `${what} Lines: theory${isMeasured ? `; markers: measured on ${rows} samples, seed 0` : ""}.` +
        (hasBand ? " Bands: where 95 % of the draws lie." : "") +
        signsText(chart),
      description: withValues.map(({ label, theory, values }) => sentence(label, theory, values)).join(" "),
      chart: seriesChart(chart, document),
    },
    document,
  );
}

/** The numbers at both ends of the network. */
function sentence(label: string, theory: readonly (number | null)[], values: readonly (number | null)[]): string {
  const ends = (of: readonly (number | null)[]) => {
    const numbers = of.filter((value) => value !== null);
    return numbers.length === 0 ? undefined : `${digits(numbers[0])} to ${digits(numbers.at(-1))}`;
  };
  const parts = [
    [ends(theory), "by theory"],
    [ends(values), "measured"],
  ].flatMap(([text, how]) => (text === undefined ? [] : [`${text} ${how}`]));
  return `${label}: ${parts.join(", ")}.`;
}
