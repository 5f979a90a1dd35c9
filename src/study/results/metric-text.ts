/** Values of a study's metric as text, the same wherever they are shown. */
import { ACCURACY, type FigureName } from "../../statistics/index.js";
import { isAccuracy, type Metric, metricKey, metricWords } from "../plan/metric.js";
import type { Bounds, Estimate } from "./estimate.js";
import { lossText, percent, points } from "./figure-text.js";
import { finalValues } from "./figures.js";
import type { RunRecord } from "./records.js";

/** Means of a method, of which one is of the study's metric. */
export interface Scored {
  readonly testAccuracy: Estimate | null;
  readonly testLoss: Estimate | null;
  readonly metric?: Estimate | null | undefined;
}

/** A method with the runs that its means are of. */
interface ScoredRuns extends Scored {
  readonly averaged: readonly Pick<RunRecord, "epochs">[];
}

/** How verdicts print a metric and its differences. */
export function figureNameOf(metric: Metric): FigureName {
  if (isAccuracy(metric)) return ACCURACY;
  const { unit = "", decimals } = metric;
  return { figure: metricWords(metric), unit, scale: 1, decimals };
}

/** A value without its unit: "95.13", "0.2312". */
export function numberText(metric: Metric, value: number): string {
  if (isAccuracy(metric)) return points(value);
  if (metric.decimals === 4) return lossText(value);
  return Math.abs(value) < 1e6 ? value.toFixed(metric.decimals) : value.toExponential(2);
}

const unitOf = ({ unit }: Metric): string => (unit === undefined ? "" : ` ${unit}`);

/** A value: "95.13 %", "0.2312", "2.31 bits". */
export const valueText = (metric: Metric, value: number): string =>
  isAccuracy(metric) ? percent(value) : numberText(metric, value) + unitOf(metric);

/** A difference: "0.31 points", "0.0120", "0.31 bits". */
export const differenceText = (metric: Metric, value: number): string =>
  isAccuracy(metric) ? `${points(value)} points` : numberText(metric, value) + unitOf(metric);

/** The name of an axis: "test accuracy (%)", "test perplexity", "code length (bits)". */
export function axisOf(metric: Metric, when = ""): string {
  const unit = isAccuracy(metric) ? "%" : metric.unit;
  return `${metricWords(metric)}${when}${unit === undefined ? "" : ` (${unit})`}`;
}

/** A value on an axis of `axisOf`: of an accuracy the percentage. */
export const onAxis = (metric: Metric, value: number): number => (isAccuracy(metric) ? 100 * value : value);

/** The values that a metric can have: an accuracy is a share, and a loss is not below 0. */
export function boundsOf(metric: Metric): Bounds {
  if (isAccuracy(metric)) return { least: 0, most: 1 };
  return metric.name === "testLoss" ? { least: 0 } : {};
}

/** The mean of a method's metric; null where no run has it. */
export const scoreOf = (metric: Metric, method: Scored): Estimate | null => method[metricKey(metric)] ?? null;

/** An interval as wide on one side as on the other, but for rounding. */
const EVEN = 1e-9;

/**
 * The metric of a method: the mean with its interval, "95.13 ± 0.42 %", or "99.13 [97.20, 100.00]
 * %" where the interval is cut; of two runs both, "95.13, 95.40 %".
 */
export function scoreText(metric: Metric, method: ScoredRuns): string {
  const score = scoreOf(metric, method);
  if (score === null) return "–";
  const { mean, low, high, n } = score;
  const text = (value: number) => numberText(metric, value);
  const unit = isAccuracy(metric) ? " %" : unitOf(metric);
  if (n === 2) return `${finalValues(method.averaged, metricKey(metric)).map(text).join(", ")}${unit}`;
  if (low === null || high === null) return text(mean) + unit;
  const isEven = Math.abs(high - mean - (mean - low)) < EVEN;
  return isEven ? `${text(mean)} ± ${text(high - mean)}${unit}` : `${text(mean)} [${text(low)}, ${text(high)}]${unit}`;
}

/** What the cells of `scoreText` are. */
export function scoreTitle(metric: Metric, methods: readonly Scored[]): readonly string[] {
  const most = Math.max(0, ...methods.map((method) => scoreOf(metric, method)?.n ?? 0));
  if (most < 2) return [metricWords(metric)];
  return [metricWords(metric), most === 2 ? "both runs" : "mean ± 95 %"];
}

/** What a study is compared by, in a sentence; empty for accuracy, which is usual. */
export function metricNote(metric: Metric, problems: readonly { readonly methods: readonly Scored[] }[]): string[] {
  if (isAccuracy(metric)) return [];
  const methods = problems.flatMap((problem) => problem.methods);
  const lossesAlone = metric.name === "testLoss" && methods.every(({ testAccuracy }) => testAccuracy === null);
  const why = lossesAlone ? "No accuracy is reported: methods" : "Methods";
  return [`${why} are compared by ${metricWords(metric)}, of which the ${metric.better} is better.`];
}
