/**
 * What a probe read, as figures: signals and gradients by layer at step 0 and after the last epoch,
 * and dead units by epoch.
 */
import { short } from "../../diagnosis/judge/numbers.js";
import type { LayerColumn } from "../../diagnosis/probe/record.js";
import type { ProblemOutcome } from "../../study/results/outcome.js";
import type { MethodLook } from "../colours.js";
import { countTicks, extent, plain } from "../figures/axes.js";
import type { CurveAxis } from "../figures/curve-data.js";
import { type Figure, figure } from "../figures/figure.js";
import { numberOf } from "../figures/seed-count.js";
import type { Drawing } from "../report.js";
import { type ProbePanel, probeChart } from "./probe-chart.js";
import {
  byLayer,
  deadByEpoch,
  lastEpochOf,
  type ProbedMethod,
  type ProbeSeries,
  shownMethods,
} from "./probe-series.js";

/** A quantity of layers. */
interface LayerFigure {
  readonly id: string;
  readonly title: string;
  readonly column: LayerColumn;
  readonly label: string;
  readonly what: string;
}

const layerFigures: readonly LayerFigure[] = [
  {
    id: "signal-by-layer",
    title: "Signal by layer",
    column: "secondMoment",
    label: "E φ²",
    what: "Mean of squares of what each layer returns, behind its activation.",
  },
  {
    id: "gradient-by-layer",
    title: "Gradient by layer",
    column: "gradientSecondMoment",
    label: "gradient² at what the layer returns",
    what: "Mean of squares of the derivative of a sample's loss by what each layer returns, before its activation.",
  },
];

/** Second moments that are drawn; beyond them lies nothing that training comes back from. */
const [least, greatest] = [1e-15, 1e15];

/**
 * The figures of a problem; none where the study was not probed.
 *
 * @param epoch the epoch beside step 0; left out for the last one
 */
export function probeFigures(
  problem: ProblemOutcome,
  looks: ReadonlyMap<string, MethodLook>,
  drawing: Drawing,
  epoch?: number,
): Figure[] {
  const methods = shownMethods(problem);
  if (methods.length === 0) return [];
  const figures = layerFigures.map((of) => layerFigure({ ...of, epoch }, problem, methods, looks, drawing));
  return [...figures, deadFigure(problem, methods, looks, drawing)].filter((one) => one !== undefined);
}

function layerFigure(
  { id, title, column, label, what, epoch: shown }: LayerFigure & { readonly epoch: number | undefined },
  problem: ProblemOutcome,
  methods: readonly ProbedMethod[],
  looks: ReadonlyMap<string, MethodLook>,
  { document }: Drawing,
): Figure | undefined {
  const end = lastEpochOf(methods);
  const last = Math.min(shown ?? end, end);
  const layers = methods[0]!.records[0]!.layers;
  const panelAt = (epoch: number): ProbePanel => ({
    title: epoch === 0 ? "at step 0" : `after epoch ${epoch}`,
    series: byLayer(methods, epoch, column),
  });
  const panels = (last === 0 ? [0] : [0, last]).map(panelAt);
  // Where a reader goes from epoch to epoch, the axis stays.
  const axis = momentAxis(shown === undefined ? panels : Array.from({ length: end + 1 }, (_, at) => panelAt(at)));
  if (axis === undefined) return undefined;
  const places = layers.length;
  const names = places === 1 ? layers[0]!.name : `${layers[0]!.name} (1) to ${layers.at(-1)!.name} (${places})`;
  return figure(
    {
      id: `${problem.id}-${id}`,
      title: `${title}, ${problem.title}`,
      caption: `${what} ${captionOf(problem, methods, panels, axis)} Layers: ${names}.`,
      description: panels.map((panel) => describe(panel)).join(" "),
      chart: probeChart(
        {
          panels,
          looks,
          x: { label: "layer", places, ticks: countTicks(places, 10), format: plain },
          y: { ...axis, label },
        },
        document,
      ),
    },
    document,
  );
}

function deadFigure(
  problem: ProblemOutcome,
  methods: readonly ProbedMethod[],
  looks: ReadonlyMap<string, MethodLook>,
  { document }: Drawing,
): Figure | undefined {
  const series = deadByEpoch(methods);
  if (series.every(({ values }) => values.every((value) => !value))) return undefined;
  const last = lastEpochOf(methods);
  const axis: CurveAxis = { domain: [0, 100], logarithmic: false };
  const ticks = last === 0 ? [1] : [1, ...countTicks(last, 10).map((epoch) => epoch + 1)];
  const panel = { title: "", series };
  return figure(
    {
      id: `${problem.id}-dead-units`,
      title: `Dead units by epoch, ${problem.title}`,
      caption: `Share of the units of all layers whose activation is 0 for every sample; 0 is the initial weights. ${captionOf(problem, methods, [panel], axis)}`,
      description: describe(panel),
      chart: probeChart(
        {
          panels: [panel],
          looks,
          x: { label: "epoch", places: last + 1, ticks, format: (place) => String(place - 1) },
          y: { ...axis, label: "dead units (%)" },
        },
        document,
      ),
    },
    document,
  );
}

/** One logarithmic axis for all methods and panels, from one power of ten to another. */
function momentAxis(panels: readonly ProbePanel[]): CurveAxis | undefined {
  const all = panels.flatMap(({ series }) =>
    series.flatMap(({ values, ranges }) => [...values, ...ranges.flatMap((range) => range ?? [])]),
  );
  const positive = all.filter((value): value is number => value !== null && value > 0);
  if (positive.length === 0) return undefined;
  const [low, high] = extent(positive).map((end) => Math.log10(Math.min(greatest, Math.max(least, end)))) as [
    number,
    number,
  ];
  const [from, to] = [Math.floor(low), Math.ceil(high)];
  return { domain: [10 ** from, 10 ** Math.max(to, from + 1)], logarithmic: true };
}

function captionOf(
  { methods: all }: ProblemOutcome,
  methods: readonly ProbedMethod[],
  panels: readonly ProbePanel[],
  { domain: [low, high], logarithmic }: CurveAxis,
): string {
  const series = panels.flatMap((panel) => panel.series);
  const values = series.flatMap((one) => one.values);
  const has = (isThere: (value: number) => boolean) => values.some((value) => value !== null && isThere(value));
  const runs = series.map((one) => one.runs);
  const several = runs.some((count) => count > 1);
  const missing = methods.filter(({ label }) => !panels.at(-1)!.series.some(({ method }) => method === label));
  return [
    several
      ? `Lines: medians over the runs (${numberOf(runs)}); bands: their range.`
      : `One run per method (n\u00a0=\u00a01).`,
    has((value) => value > high) ? ` ▲: above the axis, which ends at ${plain(high)}.` : "",
    has((value) => value < low) ? ` ▼: below the axis${logarithmic ? " (0, for example)" : ""}.` : "",
    logarithmic && values.includes(null) ? " Layers without a point have no finite number." : "",
    missing.length === 0 || panels.length === 1
      ? ""
      : ` Without a finished last epoch: ${missing.map(({ label }) => `\`${label}\``).join(", ")}.`,
    methods.length < all.length ? ` ${methods.length} of ${all.length} methods; data/readings.csv has all.` : "",
  ].join("");
}

function describe({ title, series }: ProbePanel): string {
  const texts = series.map(({ method, values }) => `${method} ${endsOf(values)}`);
  return `${title === "" ? "Medians" : `Medians ${title}`}, first and last: ${texts.join("; ")}.`;
}

function endsOf(values: ProbeSeries["values"]): string {
  const numbers = values.filter((value) => value !== null);
  if (numbers.length === 0) return "no number";
  return numbers.length === 1 ? short(numbers[0]!) : `${short(numbers[0]!)}, ${short(numbers.at(-1)!)}`;
}
