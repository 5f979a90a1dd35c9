/** Draws a figure by depth: the measurement as markers, theory and noise behind it. */
import type { Diagnosis, ReferenceReading } from "../../diagnosis/diagnosis.js";
import { type Figure, figure } from "../figures/figure.js";
import { shortened } from "../figures/text.js";
import type { Drawing } from "../report.js";
import { type DepthFigure, type DepthLine, type MeasuredSeries, titleOf } from "./depth-figure.js";
import { bandWithin, lineWithin, type Placed, placed } from "./depth-points.js";
import { digits } from "./numbers.js";
import {
  type ChartLine,
  layerPlaces,
  referenceLook,
  type SeriesChart,
  seriesChart,
  signsText,
  theoryLook,
} from "./series-chart.js";

/** What stands in one chart. */
interface DepthChart {
  readonly series: readonly { readonly of: MeasuredSeries; readonly points: Placed }[];
  /** Undefined where nothing of it lies on the axis. */
  readonly theory: Labelled | undefined;
  readonly band: ChartLine["band"];
  readonly reference: Labelled | undefined;
}

/** A line with its name. */
type Labelled = Required<Pick<ChartLine, "points">> & { readonly label: string };

/**
 * Draws one figure.
 *
 * @returns undefined where no layer has what it shows
 */
export function depthFigure(of: DepthFigure, diagnosis: Diagnosis, { document }: Drawing): Figure | undefined {
  const chart = chartOf(of, diagnosis);
  if (chart.series.length === 0) return undefined;
  return figure(
    {
      id: of.id,
      title: titledFor(of.title, diagnosis),
      caption: captionOf(of, chart, diagnosis),
      description: describe(chart, diagnosis),
      chart: seriesChart(drawn(of, chart, diagnosis), document),
    },
    document,
  );
}

/** The title of a figure, with the name of the model. */
export const titledFor = (title: string, diagnosis: Diagnosis): string =>
  `${title}, ${shortened(titleOf(diagnosis), 32)}`;

function chartOf(of: DepthFigure, diagnosis: Diagnosis): DepthChart {
  const { layers, reference } = diagnosis;
  const series = of.measured
    .map((one) => ({ of: one, points: placed(of.axis, layers.map(one.value)) }))
    .filter(({ points }) => Object.values(points).some((some) => some.length > 0));
  const line = (one: DepthLine | undefined) => {
    if (one === undefined) return undefined;
    const points = lineWithin(of.axis, one.values);
    return points.some(({ value }) => !Number.isNaN(value)) ? { label: one.label, points } : undefined;
  };
  const band = of.band?.(diagnosis);
  const ranges = band === undefined ? [] : bandWithin(of.axis, band.ranges);
  return {
    series,
    theory: line(of.theory?.(diagnosis)),
    band: ranges.some(({ low }) => !Number.isNaN(low)) ? { label: band!.label, points: ranges } : undefined,
    reference:
      reference === null || of.reference === undefined
        ? undefined
        : line({ label: referenceName(reference), values: reference.layers.map(of.reference) }),
  };
}

function drawn(
  { axis, usual }: DepthFigure,
  { series, theory, band, reference }: DepthChart,
  { layers }: Diagnosis,
): SeriesChart {
  return {
    axis,
    places: layerPlaces(layers.map(({ name }) => name)),
    series,
    lines: [
      ...(theory === undefined && band === undefined
        ? []
        : [{ label: theory?.label, points: theory?.points ?? [], ...theoryLook, band }]),
      ...(reference === undefined ? [] : [{ ...reference, ...referenceLook }]),
    ],
    usual,
  };
}

const referenceName = ({ method, draws }: ReferenceReading): string =>
  `${shortened(method)}, ${draws === 1 ? "1 draw" : `median of ${draws}`}`;

function captionOf(of: DepthFigure, chart: DepthChart, diagnosis: Diagnosis): string {
  const { theory, band, reference } = chart;
  return [
    of.caption(diagnosis),
    theory === undefined || of.ofTheory === undefined ? "" : ` ${of.ofTheory}`,
    band === undefined ? "" : ` Band: where 95 % of the draws of the weights lie, by theory; line: their mean.`,
    reference === undefined ? "" : ` Dashed: the same network by \`${diagnosis.reference!.method}\`.`,
    signsText({ series: chart.series, axis: of.axis }),
  ].join("");
}

/** The numbers at both ends of the network. */
function describe({ series, reference }: DepthChart, { layers }: Diagnosis): string {
  const ends = series.map(({ of }) => {
    const values = layers.flatMap((layer) => {
      const value = of.value(layer);
      return value === null ? [] : [{ value, name: layer.name }];
    });
    const [first, last] = [values[0]!, values.at(-1)!];
    const start = `${of.label}: ${digits(first.value)} at ${first.name}`;
    return values.length === 1 ? start : `${start}, ${digits(last.value)} at ${last.name}`;
  });
  const beside = reference === undefined ? "" : ` Beside it: ${reference.label}.`;
  return `${layers.length === 1 ? "One layer" : `${layers.length} layers`}; ${ends.join("; ")}.${beside}`;
}
