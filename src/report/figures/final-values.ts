/**
 * Final values of the metric, mostly test accuracy: a dot per seed, and each method's mean with its
 * interval.
 */
import * as Plot from "@observablehq/plot";
import { type Metric, metricValue, metricWords } from "../../study/plan/metric.js";
import { failureKinds } from "../../study/results/failures.js";
import type { MethodOutcome } from "../../study/results/methods.js";
import { axisOf, boundsOf, numberText, onAxis, scoreOf, valueText } from "../../study/results/metric-text.js";
import type { ProblemOutcome } from "../../study/results/outcome.js";
import { MOST_METHODS, MOST_POINTS, methodsLeftOut } from "../bounds.js";
import type { MethodLook } from "../colours.js";
import type { Drawing } from "../report.js";
import { chartOptions, extent, INTERVALS_FROM, labelMargin, methodAxis, methodScales, plain } from "./axes.js";
import { chartWidth, type Figure, figure } from "./figure.js";
import { seedCount } from "./seed-count.js";

/** The points of the chart, of an accuracy in percent. */
interface FinalValues {
  readonly labels: readonly string[];
  /** One per run; empty where they are too many. */
  readonly dots: readonly { readonly method: string; readonly value: number }[];
  readonly intervals: readonly {
    readonly method: string;
    readonly n: number;
    readonly mean: number;
    readonly low: number | null;
    readonly high: number | null;
  }[];
  /** Failures in words; `alone` where the method has no point in the chart. */
  readonly notes: readonly { readonly method: string; readonly text: string; readonly alone: boolean }[];
}

/**
 * Draws the final test accuracies of a problem, or the values of another metric.
 *
 * @returns undefined where no run finished
 */
export function finalValues(
  problem: ProblemOutcome,
  looks: ReadonlyMap<string, MethodLook>,
  { document }: Drawing,
): Figure | undefined {
  const { metric } = problem;
  const methods = problem.methods.slice(0, MOST_METHODS);
  if (methods.every((method) => scoreOf(metric, method) === null)) return undefined;
  const values = finalValuesOf(methods, metric);
  const words = metricWords(metric);
  return figure(
    {
      id: `${problem.id}-final-values`,
      title: `${words.charAt(0).toUpperCase()}${words.slice(1)} after the last epoch, ${problem.title}`,
      caption: captionOf(problem, values) + methodsLeftOut(problem.methods.length),
      description: `By rank: ${methods.map((method) => describe(method, metric)).join("; ")}.`,
      chart: draw(values, metric, looks, document),
    },
    document,
  );
}

function captionOf(problem: ProblemOutcome, { dots, intervals }: FinalValues): string {
  if (intervals.every(({ n }) => n === 1)) {
    return "One run per method (n = 1): a marker each, and no interval. Failed runs are named.";
  }
  const seeds = dots.length > 0 ? "A marker per seed; upright" : "Upright";
  const bars = intervals.some(({ low }) => low !== null)
    ? "bar: its 95 % t interval."
    : `no intervals: those of fewer than ${INTERVALS_FROM} seeds say less than the values.`;
  const leftOut = dots.length > 0 ? "" : " Single seeds are left out, being too many; data/runs.csv has them.";
  return `${seeds}: mean over ${seedCount(problem)}; ${bars} Failed runs are named, not averaged in.${leftOut}`;
}

function finalValuesOf(methods: readonly MethodOutcome[], metric: Metric): FinalValues {
  const anyLearned = methods.some(({ rank }) => rank !== null);
  // Stuck runs are in words only: on the axis they would squeeze the others together.
  const drawn = methods.filter((method) => scoreOf(metric, method) !== null && (method.rank !== null || !anyLearned));
  const inStudyOrder = [...drawn].sort((a, b) => a.method - b.method);
  // An interval may reach beyond what an accuracy can be.
  const { least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY } = boundsOf(metric);
  const possible = (end: number | null) => (end === null ? null : onAxis(metric, Math.min(most, Math.max(least, end))));
  return {
    labels: methods.map(({ label }) => label),
    dots:
      drawn.reduce((sum, { averaged }) => sum + averaged.length, 0) > MOST_POINTS
        ? []
        : inStudyOrder.flatMap(({ label: method, averaged }) =>
            averaged.map(({ epochs }) => ({ method, value: onAxis(metric, metricValue(metric, epochs.at(-1)!)) })),
          ),
    intervals: drawn.map((method) => {
      const { n, mean, low, high } = scoreOf(metric, method)!;
      const ends = n < INTERVALS_FROM ? { low: null, high: null } : { low: possible(low), high: possible(high) };
      return { method: method.label, n, mean: onAxis(metric, mean), ...ends };
    }),
    notes: methods.flatMap((method) => {
      const text = failureNote(method, metric, anyLearned);
      return text === undefined ? [] : [{ method: method.label, text, alone: !drawn.includes(method) }];
    }),
  };
}

function draw(
  { labels, dots, intervals, notes }: FinalValues,
  metric: Metric,
  looks: ReadonlyMap<string, MethodLook>,
  document: Document,
): SVGElement | HTMLElement {
  const [beside, alone] = [false, true].map((isAlone) => notes.filter((note) => note.alone === isAlone));
  const colour = { value: (row: { readonly method: string }) => row.method, scale: "color" as const };
  const marginLeft = labelMargin(labels);
  const marginRight = beside!.length > 0 ? 92 : 12;
  const [low, high] = extent([
    ...dots.map(({ value }) => value),
    ...(dots.length > 0 ? [] : intervals.map(({ mean }) => mean)),
    ...intervals.flatMap((one) => [one.low, one.high].flatMap((x) => x ?? [])),
  ]);
  const { least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY } = boundsOf(metric);
  const room = 0.04 * (high - low) || onAxis(metric, 0.01 * (most === 1 ? 1 : Math.abs(high))) || 1;
  const note = { y: "method", text: "text", textAnchor: "start", dx: 6 } as const;
  return Plot.plot({
    ...chartOptions(document),
    height: 58 + 30 * labels.length,
    marginLeft,
    marginRight,
    marginTop: 8,
    marginBottom: 42,
    ...methodScales(looks),
    x: {
      label: axisOf(metric, " after the last epoch"),
      labelAnchor: "center",
      labelArrow: "none",
      domain: [Math.max(onAxis(metric, least), low - room), Math.min(onAxis(metric, most), high + room)],
      ticks: Math.floor((chartWidth - marginLeft - marginRight) / 60),
      tickFormat: plain,
      grid: true,
    },
    y: methodAxis(labels),
    marks: [
      Plot.ruleY(
        intervals.filter((one) => one.low !== null),
        { y: "method", x1: "low", x2: "high", stroke: colour, strokeWidth: 7, strokeOpacity: 0.28 },
      ),
      Plot.tickX(intervals, { x: "mean", y: "method", stroke: colour, strokeWidth: 2.5, inset: 3 }),
      Plot.dot(dots, {
        x: "value",
        y: "method",
        fill: colour,
        fillOpacity: 0.75,
        symbol: { value: "method", scale: "symbol" },
        r: 3.4,
      }),
      Plot.text(beside, { ...note, frameAnchor: "right" }),
      Plot.text(alone, { ...note, frameAnchor: "left" }),
    ],
  });
}

/** "2/5 diverged"; undefined where nothing failed. */
function failureNote(method: MethodOutcome, metric: Metric, anyLearned: boolean): string | undefined {
  const { failures, runs } = method;
  const score = scoreOf(metric, method);
  const kinds = failureKinds.filter((kind) => failures[kind] > 0);
  if (kinds.length === 0 || (!anyLearned && kinds.length === 1 && kinds[0] === "stuck")) return undefined;
  const at = failures.stuck === runs.length && score !== null ? ` at ${valueText(metric, score.mean)}` : "";
  return `${kinds.map((kind) => `${failures[kind]}/${runs.length} ${kind}`).join(", ")}${at}`;
}

function describe(method: MethodOutcome, metric: Metric): string {
  const { label } = method;
  const score = scoreOf(metric, method);
  const failed = failureNote(method, metric, true);
  if (score === null || failed?.includes(" at ")) return `${label} ${failed ?? "without a result"}`;
  const { mean, low, high, n } = score;
  const interval = low === null || high === null ? "" : ` [${numberText(metric, low)}, ${numberText(metric, high)}]`;
  return `${label} ${valueText(metric, mean)}${interval}, n = ${n}${failed === undefined ? "" : `, ${failed}`}`;
}
