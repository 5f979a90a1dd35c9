/**
 * Learning curves: each method's mean over seeds, with its interval as a band where five seeds or
 * more make it narrow enough, and with every seed as a thin line where there are fewer.
 */
import type { ProblemOutcome } from "../../study/results/outcome.js";
import { MOST_METHODS, methodsLeftOut } from "../bounds.js";
import type { MethodLook } from "../colours.js";
import type { Drawing } from "../report.js";
import { plain } from "./axes.js";
import { curveChart } from "./curve-chart.js";
import {
  BANDS_FROM,
  type CurveData,
  type CurveMethod,
  type CurvePoint,
  type CurveProblem,
  type CurveView,
  curveData,
  hasBand,
  MOST_CROSSES,
  type SeedPoint,
} from "./curve-data.js";
import { type Curves, isMarked } from "./curve-marks.js";
import { curvePanels } from "./curve-panels.js";
import { cutBands, cutMeans, cutSeeds } from "./cut-lines.js";
import { type Figure, figure } from "./figure.js";
import { figureOf, figureText, type Measure, measuresOf } from "./measures.js";
import { seedCount } from "./seed-count.js";
import { shortened } from "./text.js";

/** Methods that one chart shows; of more, each has a panel of its own. */
const MOST_IN_ONE = 6;

/** Learning curves with their points. */
export interface CurveFigure extends Figure {
  /** Over the runs of each method that ended, per epoch. */
  readonly means: readonly CurvePoint[];
  /** Of single runs; empty where they are too many to be seen. */
  readonly seeds: readonly SeedPoint[];
}

/**
 * One figure per measure that was recorded; none for a single epoch, since the final values then
 * show everything.
 */
export function learningCurves(
  problem: ProblemOutcome,
  looks: ReadonlyMap<string, MethodLook>,
  drawing: Drawing,
): Figure[] {
  if (problem.runs.every(({ epochs }) => epochs.length <= 1)) return [];
  return measuresOf(problem.model.recipe.loss, problem.metric).flatMap(
    (measure) => curveFigure(problem, measure, looks, drawing) ?? [],
  );
}

/**
 * The curves of one measure.
 *
 * @returns undefined where no run has the figure
 */
export function curveFigure(
  all: CurveProblem,
  measure: Measure,
  looks: ReadonlyMap<string, MethodLook>,
  { document }: Drawing,
  view: CurveView = {},
): CurveFigure | undefined {
  const problem = { ...all, methods: all.methods.slice(0, MOST_METHODS) };
  const data = curveData(problem, measure, view);
  if (data === undefined) return undefined;
  const curves = curvesOf(problem, measure, data, looks);
  const draw = curves.looks.size > MOST_IN_ONE ? curvePanels : curveChart;
  const parts = {
    id: `${problem.id}-${measure.id}`,
    title: `${measure.title}, ${problem.title}`,
    caption: captionOf(problem, measure, curves) + goingOn(view.running) + methodsLeftOut(all.methods.length),
    description: describe(curves, measure),
    chart: draw(curves, measure.axis, document),
  };
  return { ...figure(parts, document), means: data.means, seeds: data.seeds };
}

/** A sentence on the runs that go on, with a space before it. */
function goingOn(running = 0): string {
  if (running === 0) return "";
  return running === 1
    ? " One run goes on: its line is thin, and no mean has it yet."
    : ` ${running} runs go on: their lines are thin, and no mean has them yet.`;
}

/** What an answer that does not look at the sample knows. */
const oddsOf = (training: ProblemOutcome["data"]["training"]): string =>
  training === undefined ? "equal odds" : "class shares";

function curvesOf(
  { methods, data: { majority, classes, training }, model }: CurveProblem,
  measure: Measure,
  data: CurveData,
  looks: ReadonlyMap<string, MethodLook>,
): Curves {
  const { isLoss, metric } = measure;
  const [low, high] = data.axis.domain;
  const odds = isLoss ? (training?.entropy ?? Math.log(classes)) : 100 * majority.share;
  const chance = metric === undefined ? odds : (metric.chance ?? Number.NaN);
  const meansChance = !isLoss || model.recipe.loss === "cross-entropy";
  const isRecorded = (epochs: CurveMethod["runs"][number]["epochs"]) =>
    epochs.some((epoch) => figureOf(epoch, measure) !== undefined);
  const thin = thinLines(methods, data);
  return {
    ...data,
    lines: cutMeans(data.axis, data.means),
    bands: cutBands(data.axis, data.means.filter(hasBand)),
    looks: new Map(
      methods
        .filter(({ runs }) => runs.some(({ epochs }) => isRecorded(epochs)))
        .map(({ label }) => [label, looks.get(label)!]),
    ),
    thin: cutSeeds(data.axis, thin),
    cutOff: cutOff(data, thin, high),
    chance:
      meansChance && chance >= low && chance <= high
        ? { value: chance, label: chanceLabel(measure, { majority, training }) }
        : undefined,
  };
}

function chanceLabel(
  { isLoss, metric }: Measure,
  { majority, training }: Pick<ProblemOutcome["data"], "majority" | "training">,
): string {
  if (metric !== undefined) return "chance";
  return isLoss ? oddsOf(training) : `always "${shortened(majority.className, 14)}"`;
}

/** The seeds of methods without a band, and the runs that no mean is of: those that failed. */
function thinLines(methods: readonly CurveMethod[], { means, seeds }: CurveData): readonly SeedPoint[] {
  const banded = new Set(means.filter(hasBand).map(({ method }) => method));
  const inBand = new Set(
    methods
      .filter(({ label, runs }) => banded.has(label) || runs.length === 1)
      .flatMap(({ label, averaged }) => averaged.map(({ seed }) => `${seed} ${label}`)),
  );
  return seeds.filter(({ run }) => !inBand.has(run));
}

/** Where means and single seeds lie beyond the axis, at the epochs that have markers. */
function cutOff({ means, lastEpoch }: CurveData, thin: readonly SeedPoint[], high: number): Curves["cutOff"] {
  const beyond = [
    ...means.filter(({ mean }) => mean > high).map(({ method, epoch }) => ({ method, epoch })),
    ...thin.filter(({ value }) => value > high).map(({ method, epoch }) => ({ method, epoch })),
  ].filter(({ epoch }) => isMarked(epoch, lastEpoch));
  return [...new Map(beyond.map((place) => [JSON.stringify(place), place])).values()];
}

function captionOf(problem: CurveProblem, { what, isLoss, metric }: Measure, curves: Curves): string {
  const { means, thin, brokenOff, chance, cutOff: cut, axis, seeds } = curves;
  const several = problem.methods.some(({ runs }) => runs.length > 1);
  const isPaneled = curves.looks.size > MOST_IN_ONE;
  const bands = means.some(hasBand) ? " Bands: 95 % t interval of the mean at each epoch." : "";
  const few =
    bands === "" ? "Thin lines: single seeds" : `Thin lines: single seeds, of fewer than ${BANDS_FROM} or failed`;
  const lines =
    thin.length > 0
      ? ` ${few}.`
      : several && seeds.length === 0
        ? " Single seeds are left out, being too many; data/epochs.csv has them."
        : "";
  const odds =
    metric !== undefined
      ? "chance, as the study states it"
      : isLoss
        ? `what ${oddsOf(problem.data.training)} give without a look at the sample`
        : `always answering "${problem.data.majority.className}"`;
  const signs = [
    isPaneled ? " In grey: the other methods." : "",
    chance === undefined ? "" : ` Dotted: ${odds}.`,
    cut.length > 0 ? ` ▲: beyond the axis, which ends at ${plain(Number(axis.domain[1].toPrecision(3)))}.` : "",
    brokenOff.length > 0 ? " ×: a run that broke off." : "",
    curves.broken > MOST_CROSSES
      ? ` The ${curves.broken} runs that broke off are not marked; data/runs.csv has them.`
      : "",
    notDrawn(problem, curves),
  ];
  return `${what} Lines: mean over ${seedCount(problem)}.${bands}${lines}${signs.join("")}`;
}

/** Methods of which no run ended an epoch. */
function notDrawn({ methods }: CurveProblem, { looks }: Curves): string {
  const names = methods.map(({ label }) => label).filter((label) => !looks.has(label));
  return names.length === 0 ? "" : ` Without a finished epoch: ${names.map((name) => `\`${name}\``).join(", ")}.`;
}

function describe({ ends }: Curves, measure: Measure): string {
  const values = ends.map(({ method, mean }) => `${method} ${figureText(mean, measure)}`);
  return `${measure.what} At the end: ${values.length === 0 ? "no run finished" : values.join(", ")}.`;
}
