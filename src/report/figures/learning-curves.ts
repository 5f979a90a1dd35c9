/** Learning curves: each method's mean over seeds with its interval, and every seed as a thin line. */
import * as Plot from "@observablehq/plot";
import { estimate } from "../../study/results/estimate.js";
import { averagedRuns, type ReportProblem, type Run } from "../../study/results/problems.js";
import { lossText } from "../../study/results/sentences.js";
import type { MethodLook } from "../colours.js";
import type { Drawing } from "../report.js";
import { chartOptions, faint, methodScales, plain, points, quiet } from "./axes.js";
import { type Figure, figure } from "./figure.js";
import { figureOf, type Measure, measuresOf } from "./measures.js";

/** Thin lines of more points than this would hide what they show, and make the file large. */
const MOST_THIN_POINTS = 8000;

/** Intervals of fewer seeds are so wide that their bands would cover everything. */
const BANDS_FROM = 3;

/** Losses from this ratio on are drawn on a logarithmic axis. */
const LOGARITHMIC_FROM = 30;

/** Losses of this many times that of equal odds have exploded: to show them would flatten all others. */
const EXPLODED = 2;

interface CurvePoint {
  readonly init: string;
  readonly epoch: number;
  readonly mean: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
}

interface SeedPoint {
  readonly init: string;
  readonly run: string;
  readonly epoch: number;
  readonly value: number;
}

/** One figure a measure that was recorded; none where one epoch was trained, of which the final values say all. */
export function learningCurves(
  problem: ReportProblem,
  looks: ReadonlyMap<string, MethodLook>,
  drawing: Drawing,
): Figure[] {
  if (problem.runs.every(({ epochs }) => epochs.length <= 1)) return [];
  return measuresOf(problem.model.recipe.loss).flatMap((measure) => {
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
  const shown = new Map(
    problem.methods
      .filter((one) => runs.some(({ init }) => init === one.init))
      .map(({ init }) => [init, looks.get(init)!]),
  );
  const means = [...shown.keys()].flatMap((init) => meansOf(averagedRuns(problem, init), init, measure));
  const allSeeds = runs.flatMap((run) => seedPoints(run, measure));
  const several = problem.methods.some(({ runs: count }) => count > 1);
  const seeds = several && allSeeds.length <= MOST_THIN_POINTS ? allSeeds : [];
  const broken = brokenOff(runs, measure);
  const isLoss = measure.key.endsWith("Loss");
  const [low, high] = domainOf(problem, measure, means, allSeeds);
  const logarithmic = isLoss && low > 0 && high > LOGARITHMIC_FROM * low;
  const banded = means.filter(
    (one) => one.n >= BANDS_FROM && one.low !== null && one.high !== null && (!logarithmic || one.low > 0),
  );
  const [, lastEpoch] = extent(allSeeds.map(({ epoch }) => epoch));
  const { share, className } = problem.data.majority;
  const chance = isLoss ? Math.log(problem.data.classes) : 100 * share;
  const meansChance = !isLoss || problem.model.recipe.loss === "cross-entropy";
  const hasChance = meansChance && chance >= low && chance <= high;
  const cut = isLoss && (means.some(({ mean }) => mean > high) || seeds.some(({ value }) => value > high));
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
      domain: [1, lastEpoch],
      ticks: epochTicks(lastEpoch),
      tickFormat: plain,
    },
    y: {
      label: measure.axis,
      labelAnchor: "top",
      labelArrow: "none",
      grid: true,
      type: logarithmic ? "log" : "linear",
      domain: [low, high],
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
        broken.filter(({ value }) => value >= low && value <= high),
        {
          x: "epoch",
          y: "value",
          text: () => "×",
          fill: { value: colour, scale: "color" },
          fontSize: 16,
          fontWeight: "bold",
        },
      ),
      Plot.ruleY([low], { stroke: faint }),
    ],
  });
  const interval =
    banded.length > 0
      ? " Bands: 95 % t interval of the mean at each epoch."
      : several
        ? ` No bands: the intervals of fewer than ${BANDS_FROM} seeds would cover everything.`
        : "";
  const thin = seeds.length > 0 ? " Thin lines: single seeds." : "";
  const left =
    several && seeds.length === 0 ? " Single seeds are left out, being too many; data/epochs.csv has them." : "";
  const dotted = hasChance
    ? isLoss
      ? " Dotted, in grey: equal odds for every class."
      : ` Dotted, in grey: always answering "${className}".`
    : "";
  return figure(
    {
      id: `${problem.id}-${measure.id}`,
      title: `${measure.title}, ${problem.title}`,
      caption: `${measure.what} Lines: mean over ${seedCount(problem)}.${interval}${thin}${left}${dotted}${cut ? ` Losses beyond ${plain(Number(high.toPrecision(3)))} are cut off.` : ""}${broken.length > 0 ? " ×: a run that broke off." : ""}`,
      description: describe(means, measure, lastEpoch),
      chart,
      legend: shown,
    },
    document,
  );
}

function meansOf(runs: readonly Run[], init: string, measure: Measure): CurvePoint[] {
  const byEpoch = new Map<number, number[]>();
  for (const { epoch, value } of runs.flatMap((run) => seedPoints(run, measure))) {
    const values = byEpoch.get(epoch);
    if (values === undefined) byEpoch.set(epoch, [value]);
    else values.push(value);
  }
  return [...byEpoch].flatMap(([epoch, values]): CurvePoint[] => {
    // An epoch that not all reached would be another mean.
    const over = values.length < runs.length ? null : estimate(values);
    return over === null ? [] : [{ init, epoch, mean: over.mean, low: over.low, high: over.high, n: over.n }];
  });
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

/** Of all that is drawn as a line; a band may reach out, and losses that exploded are cut off. */
function domainOf(
  { methods, data }: ReportProblem,
  { key }: Measure,
  means: readonly CurvePoint[],
  seeds: readonly SeedPoint[],
): [number, number] {
  const isLoss = key.endsWith("Loss");
  const centres = means.length > 0 ? means.map(({ mean }) => mean) : seeds.map(({ value }) => value);
  const [low, high] = extent([...centres, ...seeds.map(({ value }) => value)]);
  const room = high > low ? 0.04 * (high - low) : Math.max(0.05 * high, 0.01);
  if (!isLoss) return [Math.max(0, low - room), Math.min(100, high + room)];
  const learned = methods.filter(({ rank }) => rank !== null).map(({ init }) => init);
  const [, last] = extent(means.map(({ epoch }) => epoch));
  const ends = means
    .filter(({ init, epoch }) => learned.includes(init) && epoch === last)
    .map(({ mean }) => 1.2 * mean);
  const most = Math.max(EXPLODED * Math.log(data.classes), ...ends);
  return [low > 0 ? Math.min(low, most) * 0.95 : low - room, Math.min(high * 1.05, most)];
}

/** Of any number of values. */
function extent(values: readonly number[]): [low: number, high: number] {
  return values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
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
