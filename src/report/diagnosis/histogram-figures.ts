/** How the numbers of layers are spread: values on a linear axis, sizes on a logarithmic one. */
import type { Diagnosis, LayerDiagnosis } from "../../diagnosis/diagnosis.js";
import { histogramBins } from "../../diagnosis/measure/histogram.js";
import type { Histogram } from "../../diagnosis/measure/readings.js";
import { plain, power } from "../figures/axes.js";
import { type Figure, figure } from "../figures/figure.js";
import { underLegend } from "../figures/legend.js";
import type { Drawing } from "../report.js";
import { titledFor } from "./draw.js";
import { hue } from "./fixed-axes.js";
import { fillOpacity, histogramPanels, type Panel, type PanelAxes, type PanelShares } from "./histogram-panels.js";
import { percentage } from "./numbers.js";
import { lineEntry } from "./series-chart.js";

/** Layers that are shown, at most. */
const MOST_PANELS = 12;

/** One kind of numbers in the panels. */
interface Kind {
  /** In the legend. */
  readonly label: string;
  /** Counts of a layer; null where it has none. */
  readonly of: (layer: LayerDiagnosis) => { readonly count: number; readonly bins: readonly number[] } | null;
}

interface HistogramFigure {
  readonly id: string;
  readonly title: string;
  readonly axes: PanelAxes;
  readonly filled: Kind;
  readonly outlined: Kind;
  readonly caption: string;
}

const valuesOf = (one: Histogram | null | undefined) => (one ? { count: one.count, bins: one.values } : null);
const sizesOf = (one: Histogram | null | undefined) => (one ? { count: one.count, bins: one.sizes } : null);

const figures: readonly HistogramFigure[] = [
  {
    id: "values",
    title: "Values before and after the activation",
    axes: {
      bins: histogramBins.values,
      label: "value",
      ticks: [-4, -2, 0, 2, 4],
      tickText: plain,
      colours: { filled: hue("blue"), outlined: hue("ink") },
    },
    filled: {
      label: "after the activation",
      of: ({ histograms, activation }) => (activation === "linear" ? null : valuesOf(histograms?.after)),
    },
    outlined: { label: "before it", of: ({ histograms }) => valuesOf(histograms?.before) },
    caption:
      "A signal that vanishes is one bar at 0; saturated units stand at the bounds of their activation, and what they " +
      "read reaches far beyond ±2.",
  },
  {
    id: "sizes",
    title: "Sizes of activations and of gradients",
    axes: {
      bins: histogramBins.sizes,
      label: "magnitude",
      ticks: [-8, 0],
      tickText: (place) => power(10 ** place),
      colours: { filled: hue("blue"), outlined: hue("vermilion") },
    },
    filled: { label: "after the activation", of: ({ histograms }) => sizesOf(histograms?.after) },
    outlined: {
      label: "gradient of one sample's loss",
      of: ({ histograms }) => sizesOf(histograms?.gradient),
    },
    caption:
      "In a healthy network both stay where they are from layer to layer. At the left, set apart: what is " +
      "0 or below 1e−12, as dead units and, behind ReLU, the half that is off.",
  },
];

/** The figures of values and of sizes; none where nothing was read. */
export function histogramFigures(diagnosis: Diagnosis, drawing: Drawing): Figure[] {
  return figures.flatMap((of) => drawn(of, diagnosis, drawing) ?? []);
}

function drawn(of: HistogramFigure, diagnosis: Diagnosis, { document }: Drawing): Figure | undefined {
  const { layers } = diagnosis;
  const places = evenly(layers.length, MOST_PANELS).filter((i) => layers[i]!.histograms !== null);
  if (places.length === 0) return undefined;
  const panels = places.map((i): Panel => panelOf(of, layers[i]!, i));
  const { filled, outlined } = of.axes.colours;
  const has = (kind: "filled" | "outlined") => panels.some((one) => one[kind] !== undefined);
  const entries = [
    ...(has("filled")
      ? [{ label: of.filled.label, colour: filled, sign: { kind: "band", opacity: fillOpacity } } as const]
      : []),
    ...(has("outlined") ? [lineEntry(of.outlined.label, outlined, "none")] : []),
  ];
  return figure(
    {
      id: of.id,
      title: titledFor(of.title, diagnosis),
      caption: captionOf(of, places.length, diagnosis),
      description: describe(of, places, diagnosis),
      chart: underLegend(histogramPanels(panels, of.axes, document), entries, document),
    },
    document,
  );
}

/** Whole numbers from 0, the first and the last among them. */
function evenly(count: number, most: number): number[] {
  if (count <= most) return Array.from({ length: count }, (_, i) => i);
  return Array.from({ length: most }, (_, i) => Math.round((i * (count - 1)) / (most - 1)));
}

function panelOf({ filled, outlined }: HistogramFigure, layer: LayerDiagnosis, i: number): Panel {
  const [inside, around] = [sharesOf(filled, layer), sharesOf(outlined, layer)];
  const hasNumbers = [inside, around].some((shares) => shares?.some((share) => share > 0));
  return {
    title: `${i + 1} ${layer.name}`,
    filled: inside,
    outlined: around,
    note: hasNumbers ? undefined : "no number",
  };
}

function sharesOf({ of }: Kind, layer: LayerDiagnosis): PanelShares {
  const counts = of(layer);
  return counts === null ? undefined : counts.bins.map((n) => n / counts.count);
}

function captionOf({ filled, outlined, caption }: HistogramFigure, shown: number, diagnosis: Diagnosis): string {
  const { layers, network } = diagnosis;
  const counts = layers.flatMap((layer) => [filled.of(layer)?.count ?? 0, outlined.of(layer)?.count ?? 0]);
  const most = Math.max(...counts).toLocaleString("en");
  const some = shown < layers.length ? `${shown} of ${layers.length} layers. ` : "";
  return (
    `${some}Up to ${most} numbers of each layer, from ${network.rows} samples, units and places. ${caption} ` +
    "Bars that are set apart lie beyond the axis. Heights grow with the root of the share."
  );
}

/** The share of the fullest bin at both ends of the network. */
function describe(of: HistogramFigure, places: readonly number[], { layers }: Diagnosis): string {
  const { bins } = of.axes;
  const width = (bins.high - bins.low) / bins.count;
  const fullest = (kind: Kind, layer: LayerDiagnosis): string[] => {
    const shares = sharesOf(kind, layer);
    if (shares === undefined) return [];
    const most = Math.max(...shares);
    const i = shares.indexOf(most);
    const from = of.axes.tickText(bins.low + (i - 1) * width);
    const where = i === 0 ? "below the axis" : i > bins.count ? "above the axis" : `from ${from} on`;
    return [`${kind.label}: ${percentage(most)} in one bin, ${where}`];
  };
  const ends = [...new Set([places[0]!, places.at(-1)!])].map((i) => layers[i]!);
  return ends
    .map((layer) => `${layer.name}: ${[...fullest(of.filled, layer), ...fullest(of.outlined, layer)].join("; ")}.`)
    .join(" ");
}
