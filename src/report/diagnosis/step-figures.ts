/** The first training steps: loss, updates of every layer, signal, gradient and dead units. */
import type { Diagnosis } from "../../diagnosis/diagnosis.js";
import type { StepReadings } from "../../diagnosis/steps.js";
import { plain, quiet } from "../figures/axes.js";
import { type Figure, figure } from "../figures/figure.js";
import { shortened } from "../figures/text.js";
import type { Drawing } from "../report.js";
import type { FixedAxis, SeriesLook } from "./depth-figure.js";
import { lineWithin, placed } from "./depth-points.js";
import { titledFor } from "./draw.js";
import { blue, moments, ratios, shares, vermilion } from "./fixed-axes.js";
import { digits } from "./numbers.js";
import { type ChartLine, type SeriesChart, seriesChart, signsText, theoryLook } from "./series-chart.js";

/** A figure of the steps, without its drawing. */
interface StepFigure {
  readonly id: string;
  readonly title: string;
  readonly axis: (diagnosis: Diagnosis) => FixedAxis;
  readonly series: (
    diagnosis: Diagnosis,
  ) => readonly (SeriesLook & { readonly value: (step: StepReadings) => number | null })[];
  readonly lines?: (diagnosis: Diagnosis, axis: FixedAxis) => readonly ChartLine[];
  readonly usual?: (diagnosis: Diagnosis) => SeriesChart["usual"];
  readonly caption: (diagnosis: Diagnosis) => string;
}

/** From 0 to at most `last`, at steps of 1, 2 or 5 times a power of ten, `least` or more. */
function roundTicks(last: number, most: number, least = 0): number[] {
  const steps = [-3, -2, -1, 0, 1, 2, 3].flatMap((exponent) => [1, 2, 5].map((n) => Number(`${n}e${exponent}`)));
  const step = steps.find((one) => one >= least && last / one <= most) ?? last / most;
  return Array.from({ length: Math.floor(last / step + 1e-9) + 1 }, (_, i) => Number((i * step).toPrecision(6)));
}

/** Up to about twice the loss of the class shares. */
function losses({ network: { classLoss, objective } }: Diagnosis): FixedAxis {
  const top = Number((2 * (classLoss > 0 ? classLoss : 1)).toPrecision(2));
  return {
    label: objective.name === "mse" ? "loss (squared)" : "loss (nats)",
    domain: [0, top],
    logarithmic: false,
    ticks: roundTicks(top, 5),
  };
}

const ratioAxis = ratios("‖step‖ / ‖kernel‖");

/** What the step changes of the kernel of a layer; null where there was no further step. */
const ratioOf =
  (layer: number) =>
  ({ updateRatios }: StepReadings): number | null =>
    updateRatios[layer] ?? null;

/** Whether any of a line lies on the axis. */
const isSeen = (points: ChartLine["points"]): boolean => points.some(({ value }) => !Number.isNaN(value));

const figures: readonly StepFigure[] = [
  {
    id: "steps-loss",
    title: "Loss in the first steps",
    axis: losses,
    series: () => [{ label: "loss", ...blue, value: ({ loss }) => loss }],
    usual: ({ network: { classLoss } }) =>
      classLoss > 0 ? { label: `class shares: ${digits(classLoss)}`, value: classLoss } : undefined,
    caption: ({ network: { rows, objective } }) =>
      `Mean ${objective.name} of the same ${rows} samples before each step. The axis ends at about twice the loss of an answer that knows the class shares alone.`,
  },
  {
    id: "steps-update",
    title: "What each step changes, by layer",
    axis: () => ratioAxis,
    series: ({ layers }) => {
      const [first, last] = [layers[0]!, layers.at(-1)!];
      return [
        { label: `first layer, ${shortened(first.name, 16)}`, ...blue, value: ratioOf(0) },
        ...(layers.length > 1
          ? [{ label: `last layer, ${shortened(last.name, 16)}`, ...vermilion, value: ratioOf(layers.length - 1) }]
          : []),
      ];
    },
    lines: ({ layers, steps }, axis) => {
      const lineOf = (value: (step: StepReadings) => number | null) => lineWithin(axis, steps.map(value));
      const median = { label: "median of the layers", ...theoryLook, points: lineOf((one) => one.updateRatio) };
      const others = layers
        .slice(1, -1)
        .map((_, i) => lineOf(ratioOf(i + 1)))
        .filter(isSeen)
        .map((points, i) => ({
          label: i === 0 ? "each of the others" : undefined,
          colour: quiet,
          dash: "none",
          width: 0.7,
          points,
        }));
      return [...(isSeen(median.points) ? [median] : []), ...others];
    },
    usual: () => ({ label: "usual: 1e−3", value: 1e-3 }),
    caption: () =>
      "How far the step that follows moves a kernel, over the norm of the kernel: with the optimizer, schedule and weight decay of the training.",
  },
  {
    id: "steps-signal",
    title: "Signal and gradient in the first steps",
    axis: () => moments("mean square"),
    series: () => [
      { label: "E φ², last hidden layer", ...blue, value: ({ signalSecondMoment }) => signalSecondMoment },
      {
        label: "gradient², first layer",
        ...vermilion,
        value: ({ gradientSecondMoment }) => gradientSecondMoment,
      },
    ],
    caption: ({ network: { rows } }) => `Of the same ${rows} samples before each step.`,
  },
  {
    id: "steps-dead",
    title: "Dead units in the first steps",
    axis: () => ({ ...shares, label: "share of all units (%)" }),
    series: () => [{ label: "dead", ...blue, value: ({ dead }) => (dead === null ? null : 100 * dead) }],
    caption: ({ network: { rows } }) => `Units that are 0 on every one of the same ${rows} samples, of all layers.`,
  },
];

/** The figures of the first steps; none where none were made. */
export function stepFigures(diagnosis: Diagnosis, drawing: Drawing): Figure[] {
  if (diagnosis.steps.length < 2) return [];
  return figures.flatMap((of) => drawn(of, diagnosis, drawing) ?? []);
}

function drawn(of: StepFigure, diagnosis: Diagnosis, { document }: Drawing): Figure | undefined {
  const { steps } = diagnosis;
  const axis = of.axis(diagnosis);
  const series = of
    .series(diagnosis)
    .map((one) => ({ of: one, points: placed(axis, steps.map(one.value)) }))
    .filter(({ points }) => Object.values(points).some((some) => some.length > 0));
  if (series.length === 0) return undefined;
  const last = steps.length - 1;
  const chart: SeriesChart = {
    axis,
    places: {
      label: "steps made",
      count: steps.length,
      ticks: roundTicks(last, 10, 1).map((step) => step + 1),
      tickText: (place) => plain(place - 1),
      nameOf: (place) => `step ${place - 1}`,
    },
    series,
    lines: [
      ...(of.lines?.(diagnosis, axis) ?? []),
      ...series.map(({ of: { value, colour } }) => ({
        label: undefined,
        colour,
        dash: "none",
        width: 1.4,
        points: lineWithin(axis, steps.map(value), "nothing"),
      })),
    ],
    usual: of.usual?.(diagnosis),
  };
  const { inUse, optimizer } = diagnosis.rate;
  return figure(
    {
      id: of.id,
      title: titledFor(of.title, diagnosis),
      caption: `${of.caption(diagnosis)} One training of ${last} ${last === 1 ? "step" : "steps"}: ${optimizer}, rate ${plain(inUse)}.${signsText(chart)}`,
      description: describe(chart, steps),
      chart: seriesChart(chart, document),
    },
    document,
  );
}

/** The numbers at both ends. */
function describe({ series }: SeriesChart, steps: readonly StepReadings[]): string {
  const ends = series.map(({ of, points }) => {
    const all = [...points.within, ...points.above, ...points.below, ...points.noNumber];
    const sorted = all.sort((a, b) => a.layer - b.layer);
    const at = (i: number) => `${digits(sorted.at(i)!.value)} before step ${sorted.at(i)!.layer}`;
    return `${of.label}: ${at(0)}, ${at(-1)}`;
  });
  return `${steps.length} readings; ${ends.join("; ")}.`;
}
