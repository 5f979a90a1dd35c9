/** Paired differences at equal seeds: the lead of the first method over each other one. */
import * as Plot from "@observablehq/plot";
import { isAccuracy, type Metric, metricKey, metricWords, turned } from "../../study/plan/metric.js";
import { finalBySeed } from "../../study/results/figures.js";
import { differenceText, onAxis } from "../../study/results/metric-text.js";
import type { ProblemOutcome } from "../../study/results/outcome.js";
import { type PairVerdict, seenFrom } from "../../study/results/pair-verdict.js";
import { MOST_METHODS, MOST_POINTS, methodsLeftOut } from "../bounds.js";
import type { MethodLook } from "../colours.js";
import type { Drawing } from "../report.js";
import {
  chartOptions,
  extent,
  faint,
  INTERVALS_FROM,
  labelMargin,
  methodAxis,
  methodScales,
  page,
  plain,
  quiet,
} from "./axes.js";
import { type Figure, figure } from "./figure.js";
import { numberOf } from "./seed-count.js";
import { shortened } from "./text.js";

/** The first method against another one: of an accuracy in points; above 0 where it is better. */
interface Difference {
  readonly method: string;
  readonly n: number;
  readonly basis: PairVerdict["basis"];
  /** The mean difference, or the median where the verdict is about that. */
  readonly center: number;
  /** The ends of its interval; null below three seeds. */
  readonly low: number | null;
  readonly high: number | null;
  /** Whether the difference holds after correction. */
  readonly shown: boolean;
  readonly equivalence: PairVerdict["equivalence"];
}

/**
 * Draws how far a problem's reference, which is its baseline or its first method, is ahead.
 *
 * @returns undefined where no seed has two methods that learned
 */
export function differences(
  problem: ProblemOutcome,
  looks: ReadonlyMap<string, MethodLook>,
  { document }: Drawing,
): Figure | undefined {
  if (problem.verdicts === undefined) return undefined;
  const { reference: first, verdicts } = problem.verdicts;
  const all = verdicts.filter(({ a, b, mean }) => (a === first || b === first) && mean !== null);
  const pairs = all.slice(0, MOST_METHODS);
  if (pairs.length === 0) return undefined;
  const { metric } = problem;
  const rows = pairs.map((pair) => differenceFrom(first, pair, metric));
  const margin = rows.find(({ equivalence }) => equivalence !== null)?.equivalence?.margin;
  return figure(
    {
      id: `${problem.id}-differences`,
      title: `How far \`${first}\` is ahead of the others at equal seeds, ${problem.title}`,
      caption:
        captionOf(first, rows, margin, { metric, raced: problem.race !== undefined }) +
        seedsLeftOut(rows) +
        methodsLeftOut(problem.methods.length),
      description: `${pairs.map(({ sentence }) => sentence).join("; ")}.`,
      chart: draw(problem, first, rows, margin, looks, document),
    },
    document,
  );
}

/** A pair as seen from its reference: above 0 where that is better. */
function differenceFrom(reference: string, pair: PairVerdict, metric: Metric): Difference {
  const { n, basis, kind, winner, equivalence } = pair;
  const { other, value, low, high } = seenFrom(reference, pair)!;
  const shownEnd = (end: number | null) => (end === null || n < INTERVALS_FROM ? null : onAxis(metric, end));
  return {
    method: other,
    n,
    basis,
    center: onAxis(metric, value),
    low: shownEnd(low),
    high: shownEnd(high),
    shown: kind === "winner" && winner !== null,
    equivalence,
  };
}

function captionOf(
  first: string,
  rows: readonly Difference[],
  margin: number | undefined,
  { metric, raced }: { readonly metric: Metric; readonly raced: boolean },
): string {
  const interval = rows.some(({ low }) => low !== null) ? " line: its interval, all together with 95 %;" : "";
  const shaded = margin === undefined ? "" : ` Shaded: ± ${differenceText(metric, margin)}, the margin of equivalence.`;
  const medians = rows.filter(({ basis }) => basis === "median").map(({ method }) => `\`${method}\``);
  const center = medians.length === 0 ? "mean" : `mean (median for ${medians.join(", ")})`;
  return (
    `Right of 0, \`${first}\` is better. Large marker: ${center} of the paired differences (${numberOf(rows.map(({ n }) => n))}), filled where the difference ` +
    `holds after correction (${raced ? "for every look and pair of the race" : "Holm"}) for all pairs that are judged, hollow where it does not;${interval} small dots: single seeds.${shaded}`
  );
}

function draw(
  problem: ProblemOutcome,
  first: string,
  rows: readonly Difference[],
  margin: number | undefined,
  looks: ReadonlyMap<string, MethodLook>,
  document: Document,
): SVGElement | HTMLElement {
  const labels = rows.map(({ method }) => method);
  const dots = areTooMany(rows) ? [] : dotsOf(problem, first, labels);
  const colour = { value: (row: { readonly method: string }) => row.method, scale: "color" as const };
  const [least, greatest] = extent([
    0,
    ...dots.map(({ value }) => value),
    ...rows.map(({ center }) => center),
    ...rows.flatMap(({ low, high }) => [low, high].flatMap((x) => x ?? [])),
  ]);
  const room = 0.05 * (greatest - least) || 1;
  return Plot.plot({
    ...chartOptions(document),
    height: 58 + 30 * rows.length,
    marginLeft: labelMargin(labels),
    marginRight: 12,
    marginTop: 8,
    marginBottom: 42,
    ...methodScales(looks),
    x: {
      label: axisLabel(first, problem.metric),
      labelAnchor: "center",
      labelArrow: "none",
      domain: [least - room, greatest + room],
      ticks: 6,
      tickFormat: plain,
      grid: true,
    },
    y: methodAxis(labels),
    marks: [
      ...(margin === undefined
        ? []
        : [
            Plot.rectX([0], {
              x1: -onAxis(problem.metric, margin),
              x2: onAxis(problem.metric, margin),
              fill: faint,
              fillOpacity: 0.6,
            }),
          ]),
      Plot.ruleX([0], { stroke: quiet, strokeWidth: 1.5 }),
      Plot.ruleY(
        rows.filter(({ low }) => low !== null),
        { y: "method", x1: "low", x2: "high", stroke: colour, strokeWidth: 2 },
      ),
      Plot.dot(dots, { x: "value", y: "method", fill: colour, fillOpacity: 0.5, r: 2, dy: 8 }),
      Plot.dot(rows, {
        x: "center",
        y: "method",
        stroke: colour,
        strokeWidth: 2,
        // Readers who do not see the colour see the shape: full markers are differences that hold.
        fill: (row: Difference) => (row.shown ? looks.get(row.method)!.colour : page),
        symbol: { value: "method", scale: "symbol" },
        r: 5,
      }),
    ],
  });
}

/** Whether dots of all seeds would cover the figure. */
function areTooMany(rows: readonly Difference[]): boolean {
  return rows.reduce((sum, { n }) => sum + n, 0) > MOST_POINTS;
}

function seedsLeftOut(rows: readonly Difference[]): string {
  return areTooMany(rows) ? " The dots are left out, being too many; data/runs.csv has the runs." : "";
}

/** "he minus the other, test accuracy (points)"; of what is better lower, the other minus "he". */
function axisLabel(first: string, metric: Metric): string {
  const unit = isAccuracy(metric) ? "points" : metric.unit;
  const words = `${metricWords(metric)}${unit === undefined ? "" : ` (${unit})`}`;
  return metric.better === "higher"
    ? `${shortened(first)} minus the other, ${words}`
    : `the other minus ${shortened(first)}, ${words}`;
}

/** The lead of the reference over each other one, seed by seed; of an accuracy in points. */
function dotsOf({ methods, runs, metric }: ProblemOutcome, first: string, others: readonly string[]) {
  const bySeed = new Map(methods.map(({ label, learned }) => [label, finalBySeed(learned, metricKey(metric))]));
  const seeds = [...new Set(runs.map(({ seed }) => seed))];
  const firstBySeed = bySeed.get(first)!;
  return others.flatMap((method) =>
    seeds.flatMap((seed) => {
      const [a, b] = [firstBySeed.get(seed), bySeed.get(method)!.get(seed)];
      return a === undefined || b === undefined ? [] : [{ method, value: onAxis(metric, turned(metric, a - b)) }];
    }),
  );
}
