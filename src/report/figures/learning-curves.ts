/** Learning curves: each method's mean over seeds with its interval, and every seed as a thin line. */
import * as Plot from "@observablehq/plot";
import type { EpochResult } from "../../study/cell.js";
import { estimate } from "../../study/estimate.js";
import { lossText } from "../../study/sentences.js";
import type { MethodLook } from "../colours.js";
import { averagedRuns, type ReportProblem, type Run } from "../problems.js";
import type { Drawing } from "../report.js";
import { chartOptions, faint, methodScales, plain, points, quiet } from "./axes.js";
import { type Figure, figure } from "./figure.js";

interface Measure {
  readonly key:
    | "testAccuracy"
    | "trainAccuracy"
    | "evalTrainAccuracy"
    | "validationAccuracy"
    | "testLoss"
    | "trainLoss";
  readonly id: string;
  readonly title: string;
  /** Name of its axis, with the unit. */
  readonly axis: string;
  readonly what: string;
}

const measures: readonly Measure[] = [
  {
    key: "testAccuracy",
    id: "test-accuracy",
    title: "Test accuracy by epoch",
    axis: "test accuracy (%)",
    what: "Accuracy on the test set after each epoch.",
  },
  {
    key: "trainAccuracy",
    id: "training-accuracy",
    title: "Running training accuracy by epoch",
    axis: "training accuracy, running (%)",
    what: "Mean over each epoch's batches, while weights change and dropout is active, as Keras reports it.",
  },
  {
    key: "evalTrainAccuracy",
    id: "evaluated-training-accuracy",
    title: "Evaluated training accuracy by epoch",
    axis: "training accuracy, evaluated (%)",
    what: "Accuracy on the training samples after each epoch, dropout off.",
  },
  {
    key: "validationAccuracy",
    id: "validation-accuracy",
    title: "Validation accuracy by epoch",
    axis: "validation accuracy (%)",
    what: "Accuracy on the training samples held out, after each epoch.",
  },
  {
    key: "testLoss",
    id: "test-loss",
    title: "Test loss by epoch",
    axis: "test loss (nats per sample)",
    what: "Cross-entropy on the test set after each epoch.",
  },
  {
    key: "trainLoss",
    id: "training-loss",
    title: "Running training loss by epoch",
    axis: "training loss, running (nats per sample)",
    what: "Mean over each epoch's batches, while weights change.",
  },
];

/** Thin lines of more points than this would hide what they show, and make the file large. */
const MOST_THIN_POINTS = 8000;

/** Losses from this ratio on are drawn on a logarithmic axis. */
const LOGARITHMIC_FROM = 30;

interface CurvePoint {
  readonly init: string;
  readonly epoch: number;
  readonly mean: number;
  readonly low: number | null;
  readonly high: number | null;
}

interface SeedPoint {
  readonly init: string;
  readonly run: string;
  readonly epoch: number;
  readonly value: number;
}

/** One figure a measure that was recorded. */
export function learningCurves(
  problem: ReportProblem,
  looks: ReadonlyMap<string, MethodLook>,
  drawing: Drawing,
): Figure[] {
  return measures.flatMap((measure) => {
    const recorded = problem.runs.filter(({ epochs }) =>
      epochs.some((epoch) => figureOf(epoch, measure) !== undefined),
    );
    return recorded.length === 0 ? [] : [learningCurve(problem, recorded, measure, looks, drawing)];
  });
}

function learningCurve(
  problem: ReportProblem,
  runs: readonly Run[],
  measure: Measure,
  looks: ReadonlyMap<string, MethodLook>,
  { document }: Drawing,
): Figure {
  const shown = new Map([...looks].filter(([label]) => runs.some(({ init }) => init === label)));
  const means = [...shown.keys()].flatMap((init) => meansOf(averagedRuns(problem, init), init, measure));
  const allSeeds = runs.flatMap((run) => seedPoints(run, measure));
  const several = problem.methods.some(({ runs: count }) => count > 1);
  const seeds = several && allSeeds.length <= MOST_THIN_POINTS ? allSeeds : [];
  const broken = brokenOff(runs, measure);
  const isLoss = measure.key.endsWith("Loss");
  const values = [...means.map(({ mean }) => mean), ...seeds.map(({ value }) => value)];
  const logarithmic = isLoss && Math.max(...values) > LOGARITHMIC_FROM * Math.min(...values) && Math.min(...values) > 0;
  const banded = means.filter(({ low, high }) => low !== null && high !== null && (!logarithmic || low > 0));
  const lastEpoch = Math.max(...allSeeds.map(({ epoch }) => epoch));
  const { share, className } = problem.data.majority;
  const chance = isLoss ? Math.log(problem.data.classes) : 100 * share;
  const hasChance = chance >= Math.min(...values) && chance <= Math.max(...values);
  const inDomain = domainOf(means, seeds, isLoss);
  const colour = (row: { readonly init: string }) => row.init;
  const chart = Plot.plot({
    ...chartOptions(document),
    height: 300,
    marginTop: 26,
    marginLeft: 46,
    marginRight: 14,
    marginBottom: 40,
    ...methodScales(shown),
    x: {
      label: "epoch",
      labelAnchor: "center",
      labelArrow: "none",
      domain: lastEpoch === 1 ? [0.5, 1.5] : [1, lastEpoch],
      ticks: epochTicks(lastEpoch),
      tickFormat: plain,
    },
    y: {
      label: measure.axis,
      labelAnchor: "top",
      labelArrow: "none",
      grid: true,
      type: logarithmic ? "log" : "linear",
      domain: inDomain,
      clamp: false,
      ticks: 6,
      tickFormat: plain,
    },
    marks: [
      ...(hasChance ? [Plot.ruleY([chance], { stroke: quiet, strokeDasharray: "2 3" })] : []),
      Plot.areaY(banded, {
        x: "epoch",
        y1: "low",
        y2: "high",
        fill: { value: colour, scale: "color" },
        fillOpacity: 0.14,
        z: "init",
        clip: true,
      }),
      Plot.line(seeds, {
        x: "epoch",
        y: "value",
        z: "run",
        stroke: { value: colour, scale: "color" },
        strokeWidth: 0.8,
        strokeOpacity: 0.4,
        clip: true,
      }),
      ...[...shown].map(([label, { dash }]) =>
        Plot.line(
          means.filter(({ init }) => init === label),
          {
            x: "epoch",
            y: "mean",
            stroke: { value: colour, scale: "color" },
            strokeWidth: 2,
            strokeDasharray: dash,
            clip: true,
          },
        ),
      ),
      Plot.dot(
        means.filter(({ epoch }) => marked(epoch, lastEpoch)),
        {
          x: "epoch",
          y: "mean",
          fill: { value: colour, scale: "color" },
          symbol: { value: colour, scale: "symbol" },
          r: 3.6,
        },
      ),
      Plot.text(
        broken.filter(({ value }) => value >= inDomain[0]! && value <= inDomain[1]!),
        {
          x: "epoch",
          y: "value",
          text: () => "×",
          fill: { value: colour, scale: "color" },
          fontSize: 16,
          fontWeight: "bold",
        },
      ),
      Plot.ruleY([inDomain[0]!], { stroke: faint }),
    ],
  });
  const interval = several ? " Bands: 95 % t interval of the mean at each epoch." : "";
  const thin = seeds.length > 0 ? " Thin lines: single seeds." : "";
  const left =
    several && seeds.length === 0 ? " Single seeds are left out, being too many; data/epochs.csv has them." : "";
  const dotted = hasChance
    ? isLoss
      ? " Dotted: equal odds for every class."
      : ` Dotted: always answering "${className}".`
    : "";
  return figure(
    {
      id: `${problem.id}-${measure.id}`,
      title: `${measure.title}, ${problem.title}`,
      caption: `${measure.what} Lines: mean over ${seedCount(problem)}.${interval}${thin}${left}${dotted}${broken.length > 0 ? " ×: a run that broke off." : ""}`,
      description: describe(means, measure, lastEpoch),
      chart,
      legend: shown,
    },
    document,
  );
}

function meansOf(runs: readonly Run[], init: string, measure: Measure): CurvePoint[] {
  const epochs = [...new Set(runs.flatMap((run) => run.epochs.map(({ epoch }) => epoch)))].sort((a, b) => a - b);
  return epochs.flatMap((epoch): CurvePoint[] => {
    const values = runs.flatMap((run) => seedPoints(run, measure).filter((one) => one.epoch === epoch));
    // An epoch that not all reached would be another mean.
    const over = values.length < runs.length ? null : estimate(values.map(({ value }) => value));
    return over === null ? [] : [{ init, epoch, mean: over.mean, low: over.low, high: over.high }];
  });
}

function figureOf(epoch: EpochResult, { key }: Measure): number | undefined {
  const value: number | null | undefined = epoch[key];
  if (value === undefined || value === null || !Number.isFinite(value)) return undefined;
  return key.endsWith("Loss") ? value : 100 * value;
}

function seedPoints({ init, seed, epochs }: Run, measure: Measure): SeedPoint[] {
  return epochs.flatMap((epoch) => {
    const value = figureOf(epoch, measure);
    return value === undefined ? [] : [{ init, run: `${seed} ${init}`, epoch: epoch.epoch, value }];
  });
}

/** Where runs that did not finish have their last figure. */
function brokenOff(runs: readonly Run[], measure: Measure): SeedPoint[] {
  return runs.filter(({ status }) => status !== "done").flatMap((run) => seedPoints(run, measure).slice(-1));
}

/** Of all that is drawn as a line; a band may reach out, and of losses what explodes is cut off. */
function domainOf(means: readonly CurvePoint[], seeds: readonly SeedPoint[], isLoss: boolean): [number, number] {
  const centres = means.length > 0 ? means.map(({ mean }) => mean) : seeds.map(({ value }) => value);
  const others = isLoss ? [] : seeds.map(({ value }) => value);
  const [low, high] = [Math.min(...centres, ...others), Math.max(...centres, ...others)];
  if (isLoss && low > 0) return [low * 0.95, high * 1.05];
  const room = high > low ? 0.04 * (high - low) : 1;
  return isLoss ? [low - room, high + room] : [Math.max(0, low - room), Math.min(100, high + room)];
}

function epochTicks(last: number): number[] {
  const step = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000].find((one) => last / one <= 10) ?? Math.ceil(last / 10);
  return Array.from({ length: Math.floor(last / step) }, (_, i) => step * (i + 1)).concat(step > 1 ? [1] : []);
}

/** Which epochs' means have a marker: about ten of them. */
function marked(epoch: number, last: number): boolean {
  const step = Math.max(1, Math.ceil(last / 10));
  return (last - epoch) % step === 0;
}

function describe(means: readonly CurvePoint[], { key, what }: Measure, last: number): string {
  const unit = (value: number) => (key.endsWith("Loss") ? lossText(value) : `${points(value / 100)} %`);
  const ends = means.filter(({ epoch }) => epoch === last).map(({ init, mean }) => `${init} ${unit(mean)}`);
  return `${what} At the end: ${ends.length === 0 ? "no run finished" : ends.join(", ")}.`;
}

/** "5 seeds"; "1 to 5 seeds, those that learned" where some failed. */
export function seedCount({ methods }: Pick<ReportProblem, "methods">): string {
  const counts = methods.flatMap(({ testAccuracy }) => testAccuracy?.n ?? []);
  const [low, high] = [Math.min(...counts), Math.max(...counts)];
  if (counts.length === 0) return "no seeds";
  if (low === high) return low === 1 ? "one seed" : `${low} seeds`;
  return `the seeds that learned, ${low} to ${high} of them`;
}
