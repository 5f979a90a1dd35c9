/**
 * Learning curves: each method's mean over seeds with its interval, and every seed as a thin line.
 */
import * as Plot from "@observablehq/plot";
import { lossText } from "../../study/results/figure-text.js";
import type { ProblemOutcome } from "../../study/results/outcome.js";
import { MOST_METHODS, methodsLeftOut } from "../bounds.js";
import type { MethodLook } from "../colours.js";
import type { Drawing } from "../report.js";
import { chartOptions, faint, methodScales, page, plain, points, quiet, shortened } from "./axes.js";
import { type CurveData, type CurvePoint, curveData, placeOn, type SeedPoint } from "./curve-data.js";
import { type Figure, figure } from "./figure.js";
import { figureOf, type Measure, measuresOf } from "./measures.js";

/** Intervals of fewer seeds are so wide that their bands would cover everything. */
const BANDS_FROM = 3;

/** Of the frame of a chart, in pixels. */
const chart = { height: 300, marginTop: 26, marginBottom: 40 } as const;

/** Markers nearer than this hide each other, in pixels. */
const HIDES_BELOW = 5;

/** The parts of the chart of one measure. */
interface Curves extends CurveData {
  /** Methods with the figure, by rank. */
  readonly looks: ReadonlyMap<string, MethodLook>;
  /** The means that have a band. */
  readonly banded: readonly CurvePoint[];
  /** Lines of single seeds; empty where they are too many. */
  readonly thin: readonly SeedPoint[];
  /**
   * The figure of a network that learned nothing, and its label; undefined where that is off the
   * axis.
   */
  readonly chance: { readonly value: number; readonly label: string } | undefined;
  readonly isLoss: boolean;
}

/**
 * One figure per measure that was recorded; none for a single epoch, since the final values then
 * show everything.
 */
export function learningCurves(
  all: ProblemOutcome,
  looks: ReadonlyMap<string, MethodLook>,
  { document }: Drawing,
): Figure[] {
  const problem = { ...all, methods: all.methods.slice(0, MOST_METHODS) };
  if (problem.runs.every(({ epochs }) => epochs.length <= 1)) return [];
  return measuresOf(problem.model.recipe.loss).flatMap((measure) => {
    const data = curveData(problem, measure);
    if (data === undefined) return [];
    const curves = curvesOf(problem, measure, data, looks);
    const parts = {
      id: `${problem.id}-${measure.id}`,
      title: `${measure.title}, ${problem.title}`,
      caption: captionOf(problem, measure, curves) + methodsLeftOut(all.methods.length),
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
  const { isLoss } = measure;
  const { domain, logarithmic } = data.axis;
  const [low, high] = domain;
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
    banded: data.means.filter(
      (one) => one.n >= BANDS_FROM && one.low !== null && one.high !== null && (!logarithmic || one.low > 0),
    ),
    thin: hasSeveralSeeds(methods) ? data.seeds : [],
    chance:
      meansChance && chance >= low && chance <= high
        ? { value: chance, label: isLoss ? "equal odds" : `always "${shortened(majority.className)}"` }
        : undefined,
    isLoss,
  };
}

function hasSeveralSeeds(methods: ProblemOutcome["methods"]): boolean {
  return methods.some(({ runs }) => runs.length > 1);
}

function draw(curves: Curves, { axis }: Measure, document: Document): SVGElement | HTMLElement {
  const { looks, lastEpoch } = curves;
  const { domain, logarithmic } = curves.axis;
  return Plot.plot({
    ...chartOptions(document),
    ...chart,
    marginLeft: 46,
    marginRight: 14,
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

function marksOf(curves: Curves): Plot.Markish[] {
  const { looks, means, banded, thin, brokenOff, lastEpoch } = curves;
  const [low, high] = curves.axis.domain;
  const colour = { value: ({ method }: { readonly method: string }) => method, scale: "color" as const };
  const symbol = { value: ({ method }: { readonly method: string }) => method, scale: "symbol" as const };
  const mean = { x: "epoch", y: "mean", stroke: colour, clip: true };
  const coverOf = coverage(curves);
  return [
    ...chanceMarks(curves),
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
    ...[...looks].map(([label, { dash }]) => {
      const line = means.filter(({ method }) => method === label);
      const cover = Math.min(...line.map(coverOf));
      return Plot.line(line, { ...mean, strokeWidth: 2 + 1.8 * Math.min(cover, 2), strokeDasharray: dash });
    }),
    Plot.dot(
      means.filter(({ epoch }) => isMarked(epoch, lastEpoch)),
      {
        x: "epoch",
        y: "mean",
        fill: colour,
        symbol,
        r: { value: (point: CurvePoint) => 3.6 + 1.7 * Math.min(coverOf(point), 2), scale: null },
        stroke: page,
        strokeWidth: 0.8,
        sort: null,
      },
    ),
    Plot.text(
      brokenOff.filter(({ value }) => value >= low && value <= high),
      { x: "epoch", y: "value", text: () => "×", fill: colour, fontSize: 16, fontWeight: "bold" },
    ),
    Plot.ruleY([low], { stroke: faint }),
  ];
}

/** A dotted line where answering without learning lies, with its words at the right. */
function chanceMarks({ chance, isLoss, lastEpoch }: Curves): Plot.Markish[] {
  if (chance === undefined) return [];
  const words = { x: lastEpoch, y: chance.value, text: chance.label };
  return [
    Plot.ruleY([chance.value], { stroke: quiet, strokeDasharray: "2 3" }),
    // Curves of methods that learn lie above for accuracies, below for losses; they end far away.
    Plot.text([words], {
      x: "x",
      y: "y",
      text: "text",
      fill: quiet,
      textAnchor: "end",
      dx: -8,
      dy: isLoss ? 11 : -11,
    }),
  ];
}

/**
 * How many methods that are drawn later hide a point. Hidden lines and markers are drawn larger, so
 * that they show around those above them.
 */
function coverage({ looks, means, axis }: Curves): (point: CurvePoint) => number {
  const order = new Map([...looks.keys()].map((label, i) => [label, i]));
  const height = chart.height - chart.marginTop - chart.marginBottom;
  const byEpoch = new Map<number, CurvePoint[]>();
  for (const point of means) byEpoch.set(point.epoch, [...(byEpoch.get(point.epoch) ?? []), point]);
  return ({ method, epoch, mean }) =>
    byEpoch.get(epoch)!.filter((other) => {
      const distance = height * Math.abs(placeOn(axis, other.mean) - placeOn(axis, mean));
      return order.get(other.method)! > order.get(method)! && distance < HIDES_BELOW;
    }).length;
}

function captionOf(problem: ProblemOutcome, { what, isLoss }: Measure, curves: Curves): string {
  const { banded, thin, means, brokenOff, chance, axis } = curves;
  const several = hasSeveralSeeds(problem.methods);
  const [, high] = axis.domain;
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
  const broken =
    brokenOff.length > 0
      ? " ×: a run that broke off."
      : curves.broken > 0
        ? ` The ${curves.broken} runs that broke off are not marked; data/runs.csv has them.`
        : "";
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
