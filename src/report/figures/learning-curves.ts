/**
 * Learning curves: each method's mean over seeds with its interval, and every seed as a thin line.
 */
import * as Plot from "@observablehq/plot";
import type { ProblemOutcome } from "../../study/results/outcome.js";
import { lossText } from "../../study/results/sentences.js";
import type { MethodLook } from "../colours.js";
import type { Drawing } from "../report.js";
import { chartOptions, faint, methodScales, plain, points, quiet } from "./axes.js";
import { type CurveData, type CurvePoint, curveData, type SeedPoint } from "./curve-data.js";
import { type Figure, figure } from "./figure.js";
import { figureOf, type Measure, measuresOf } from "./measures.js";

/** Thin lines of more points than this would hide what they show, and make the file large. */
const MOST_THIN_POINTS = 8000;

/** Intervals of fewer seeds are so wide that their bands would cover everything. */
const BANDS_FROM = 3;

/** Losses from this ratio on are drawn on a logarithmic axis. */
const LOGARITHMIC_FROM = 30;

/** The parts of the chart of one measure. */
interface Curves extends CurveData {
  /** Methods with the figure, by rank. */
  readonly looks: ReadonlyMap<string, MethodLook>;
  readonly logarithmic: boolean;
  /** The means that have a band. */
  readonly banded: readonly CurvePoint[];
  /** Lines of single seeds; empty where they are too many. */
  readonly thin: readonly SeedPoint[];
  /** The figure of a network that learned nothing; undefined where that is off the axis. */
  readonly chance: number | undefined;
}

/**
 * One figure per measure that was recorded; none for a single epoch, since the final values then
 * show everything.
 */
export function learningCurves(
  problem: ProblemOutcome,
  looks: ReadonlyMap<string, MethodLook>,
  { document }: Drawing,
): Figure[] {
  if (problem.runs.every(({ epochs }) => epochs.length <= 1)) return [];
  return measuresOf(problem.model.recipe.loss).flatMap((measure) => {
    const data = curveData(problem, measure);
    if (data === undefined) return [];
    const curves = curvesOf(problem, measure, data, looks);
    const parts = {
      id: `${problem.id}-${measure.id}`,
      title: `${measure.title}, ${problem.title}`,
      caption: captionOf(problem, measure, curves),
      description: describe(curves, measure),
      chart: draw(curves, measure, document),
      legend: curves.looks,
    };
    return [figure(parts, document)];
  });
}

function curvesOf(
  { methods, data: { majority, classes }, model }: ProblemOutcome,
  measure: Measure,
  data: CurveData,
  looks: ReadonlyMap<string, MethodLook>,
): Curves {
  const [low, high] = data.domain;
  const { isLoss } = measure;
  const logarithmic = isLoss && low > 0 && high > LOGARITHMIC_FROM * low;
  const chance = isLoss ? Math.log(classes) : 100 * majority.share;
  const meansChance = !isLoss || model.recipe.loss === "cross-entropy";
  const isRecorded = (epochs: ProblemOutcome["runs"][number]["epochs"]) =>
    epochs.some((epoch) => figureOf(epoch, measure) !== undefined);
  return {
    ...data,
    looks: new Map(
      methods
        .filter(({ runs }) => runs.some(({ epochs }) => isRecorded(epochs)))
        .map(({ label }) => [label, looks.get(label)!]),
    ),
    logarithmic,
    banded: data.means.filter(
      (one) => one.n >= BANDS_FROM && one.low !== null && one.high !== null && (!logarithmic || one.low > 0),
    ),
    thin: hasSeveralSeeds(methods) && data.seeds.length <= MOST_THIN_POINTS ? data.seeds : [],
    chance: meansChance && chance >= low && chance <= high ? chance : undefined,
  };
}

function hasSeveralSeeds(methods: ProblemOutcome["methods"]): boolean {
  return methods.some(({ runs }) => runs.length > 1);
}

function draw(curves: Curves, { axis }: Measure, document: Document): SVGElement | HTMLElement {
  const { looks, domain, lastEpoch, logarithmic } = curves;
  return Plot.plot({
    ...chartOptions(document),
    height: 300,
    marginTop: 26,
    marginLeft: 46,
    marginRight: 14,
    marginBottom: 40,
    ...methodScales(looks),
    x: {
      label: "epoch",
      labelAnchor: "center",
      labelArrow: "none",
      domain: [1, lastEpoch],
      ticks: epochTicks(lastEpoch),
      tickFormat: plain,
    },
    y: {
      label: axis,
      labelAnchor: "top",
      labelArrow: "none",
      grid: true,
      type: logarithmic ? "log" : "linear",
      domain: [...domain],
      clamp: false,
      ticks: 6,
      tickFormat: plain,
    },
    marks: marksOf(curves),
  });
}

function marksOf({ looks, means, banded, thin, brokenOff, chance, domain, lastEpoch }: Curves): Plot.Markish[] {
  const [low, high] = domain;
  const colour = { value: ({ method }: { readonly method: string }) => method, scale: "color" as const };
  const symbol = { value: ({ method }: { readonly method: string }) => method, scale: "symbol" as const };
  const mean = { x: "epoch", y: "mean", stroke: colour, strokeWidth: 2, clip: true };
  return [
    ...(chance === undefined ? [] : [Plot.ruleY([chance], { stroke: quiet, strokeDasharray: "2 3" })]),
    Plot.areaY(banded, {
      x: "epoch",
      y1: "low",
      y2: "high",
      fill: colour,
      fillOpacity: 0.14,
      z: "method",
      clip: true,
    }),
    Plot.line(thin, {
      x: "epoch",
      y: "value",
      z: "run",
      stroke: colour,
      strokeWidth: 0.8,
      strokeOpacity: 0.4,
      clip: true,
    }),
    ...[...looks].map(([label, { dash }]) =>
      Plot.line(
        means.filter(({ method }) => method === label),
        { ...mean, strokeDasharray: dash },
      ),
    ),
    Plot.dot(
      means.filter(({ epoch }) => isMarked(epoch, lastEpoch)),
      { x: "epoch", y: "mean", fill: colour, symbol, r: 3.6 },
    ),
    Plot.text(
      brokenOff.filter(({ value }) => value >= low && value <= high),
      { x: "epoch", y: "value", text: () => "×", fill: colour, fontSize: 16, fontWeight: "bold" },
    ),
    Plot.ruleY([low], { stroke: faint }),
  ];
}

function captionOf(problem: ProblemOutcome, { what, isLoss }: Measure, curves: Curves): string {
  const { banded, thin, means, brokenOff, chance, domain } = curves;
  const several = hasSeveralSeeds(problem.methods);
  const [, high] = domain;
  const isCut = isLoss && (means.some(({ mean }) => mean > high) || thin.some(({ value }) => value > high));
  const interval =
    banded.length > 0
      ? " Bands: 95 % t interval of the mean at each epoch."
      : several
        ? ` No bands: the intervals of fewer than ${BANDS_FROM} seeds would cover everything.`
        : "";
  const seeds =
    thin.length > 0
      ? " Thin lines: single seeds."
      : several
        ? " Single seeds are left out, being too many; data/epochs.csv has them."
        : "";
  const odds = isLoss ? "equal odds for every class" : `always answering "${problem.data.majority.className}"`;
  const dotted = chance === undefined ? "" : ` Dotted, in grey: ${odds}.`;
  const cut = isCut ? ` Losses beyond ${plain(Number(high.toPrecision(3)))} are cut off.` : "";
  const broken = brokenOff.length > 0 ? " ×: a run that broke off." : "";
  return `${what} Lines: mean over ${seedCount(problem)}.${interval}${seeds}${dotted}${cut}${broken}`;
}

function epochTicks(last: number): number[] {
  const step = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000].find((one) => last / one <= 10) ?? Math.ceil(last / 10);
  return Array.from({ length: Math.floor(last / step) }, (_, i) => step * (i + 1)).concat(step > 1 ? [1] : []);
}

/** Which epochs' means have a marker: about ten of them. */
function isMarked(epoch: number, last: number): boolean {
  const step = Math.max(1, Math.ceil(last / 10));
  return (last - epoch) % step === 0;
}

function describe({ ends }: Curves, { isLoss, what }: Measure): string {
  const unit = (value: number) => (isLoss ? lossText(value) : `${points(value / 100)} %`);
  const values = ends.map(({ method, mean }) => `${method} ${unit(mean)}`);
  return `${what} At the end: ${values.length === 0 ? "no run finished" : values.join(", ")}.`;
}

/** "5 seeds"; "the seeds that learned, 1 to 5 of them" where some failed. */
export function seedCount({ methods }: Pick<ProblemOutcome, "methods">): string {
  const counts = methods.flatMap(({ testAccuracy }) => testAccuracy?.n ?? []);
  const [low, high] = [Math.min(...counts), Math.max(...counts)];
  if (counts.length === 0) return "no seeds";
  if (low === high) return low === 1 ? "one seed" : `${low} seeds`;
  return `the seeds that learned, ${low} to ${high} of them`;
}
