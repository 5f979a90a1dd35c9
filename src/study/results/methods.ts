/**
 * The outcome of each method on one problem: means with intervals, the failure rate, and ranks.
 */
import type { Recipe } from "../../recipe.js";
import { failureRate, interquartileMean, median } from "../../statistics/index.js";
import { isAccuracy, type Metric, metricKey, metricOf, turned } from "../plan/metric.js";
import { overrideRecipe } from "../plan/recipe-overrides.js";
import type { ModelChoice, Study } from "../plan/study.js";
import { type CurveSummary, summarizeCurves, targetOf } from "./curves.js";
import { type Estimate, estimate, estimateOf } from "./estimate.js";
import { countFailures, type Failures, failuresOf } from "./failures.js";
import { type FigureKey, finalValues } from "./figures.js";
import { identicalMethods } from "./identical.js";
import { scoreOf } from "./metric-text.js";
import type { RunRecord } from "./records.js";

/** One method on one problem. Figures are those after the last epoch. */
export interface MethodOutcome extends CurveSummary {
  /** Index in `study.methods`. */
  readonly method: number;
  /** The study's label of the method. */
  readonly label: string;
  /** The complete recipe of its networks. */
  readonly recipe: Recipe;
  /** Runs that ended, failures included, in the order of the seeds. */
  readonly runs: readonly RunRecord[];
  /** Those of them that learned. */
  readonly learned: readonly RunRecord[];
  /** The runs that the figures average: those that learned; if none did, the stuck ones. */
  readonly averaged: readonly RunRecord[];
  /**
   * From 1: by the share of failed runs, then by the mean of the study's metric. Null where no run
   * learned anything.
   */
  readonly rank: number | null;
  /**
   * The label of the method before this one, in the study's order, whose runs are the same number
   * for number: the weights are identical in this network. Null where there is none.
   */
  readonly sameAs: string | null;
  /** Numbers of failed runs, by kind. */
  readonly failures: Failures;
  /** The fraction of runs that failed, with Wilson's 95 % interval. */
  readonly failureRate: { readonly rate: number; readonly low: number; readonly high: number };
  /** A fraction: the mean over `averaged`, like all figures below; null where that is empty. */
  readonly testAccuracy: Estimate | null;
  /** The study's metric; left out where that is test accuracy or test loss. */
  readonly metric?: Estimate | null | undefined;
  /** Of the study's metric: of the test accuracies, in most studies. */
  readonly median: number | null;
  /** Mean of the middle half of the same values. */
  readonly interquartileMean: number | null;
  /** Mean loss per test sample. */
  readonly testLoss: Estimate | null;
  /** The running accuracy of the last epoch, a fraction. */
  readonly trainAccuracy: Estimate | null;
  /** The running loss of the last epoch. */
  readonly trainLoss: Estimate | null;
  /** Left out where the study does not evaluate the training samples. */
  readonly evalTrainAccuracy?: Estimate | null | undefined;
  /** Likewise. */
  readonly evalTrainLoss?: Estimate | null | undefined;
  /** Left out where the study holds no validation samples out. */
  readonly validationAccuracy?: Estimate | null | undefined;
  /** Likewise. */
  readonly validationLoss?: Estimate | null | undefined;
}

/**
 * The methods of a problem that have at least one run, by rank. Those that never learned come last,
 * in the study's order.
 *
 * @param groups the problem's runs by the index of their method
 */
export function methodOutcomes(
  study: Study,
  model: ModelChoice,
  groups: readonly (readonly RunRecord[])[],
): MethodOutcome[] {
  const methods = groups.flatMap((runs, method) => (runs.length === 0 ? [] : [summarize(study, model, method, runs)]));
  const metric = metricOf(study);
  const target = targetOf(study, metric, bestOf(metric, methods));
  const same = identicalMethods(methods);
  return ranked(
    methods.map((method) => ({
      ...method,
      sameAs: same.get(method.label) ?? null,
      ...summarizeCurves(metric, method.runs, method.learned, target),
    })),
    metric,
  );
}

type Unranked = Omit<MethodOutcome, "rank" | "sameAs" | keyof CurveSummary>;

/** The best mean of a problem's methods; 0 where there is none. */
function bestOf(metric: Metric, methods: readonly Unranked[]): number {
  if (isAccuracy(metric)) return Math.max(...methods.map(({ testAccuracy }) => testAccuracy?.mean ?? 0));
  const means = methods.flatMap((method) => scoreOf(metric, method)?.mean ?? []);
  return means.length === 0 ? 0 : turned(metric, Math.max(...means.map((mean) => turned(metric, mean))));
}

/**
 * The runs that a method's figures average: those that learned; if none did, the stuck ones. Runs
 * that diverged, crashed or were refused never count.
 */
function averagedRuns(runs: readonly RunRecord[], learned: readonly RunRecord[]): readonly RunRecord[] {
  return learned.length > 0 ? learned : runs.filter(({ ending }) => ending === "stuck");
}

function summarize(study: Study, model: ModelChoice, method: number, runs: readonly RunRecord[]): Unranked {
  const { methods, evaluateTrain, validation, tuning } = study;
  const { label, recipe } = methods[method]!;
  const key = metricKey(metricOf(study));
  const learned = runs.filter(({ ending }) => ending === "learned");
  const averaged = averagedRuns(runs, learned);
  const values = finalValues(averaged, key);
  const over = (figure: FigureKey) => estimateOf(figure, averaged);
  const { rate, low, high } = failureRate(runs.length - learned.length, runs.length);
  return {
    method,
    label,
    recipe: overrideRecipe(model.recipe, recipe),
    runs,
    learned,
    averaged,
    failures: countFailures(runs),
    failureRate: { rate, low, high },
    testAccuracy: over("testAccuracy"),
    ...(key === "metric" && { metric: estimate(values) }),
    median: values.length === 0 ? null : median(values),
    interquartileMean: values.length === 0 ? null : interquartileMean(values),
    testLoss: over("testLoss"),
    trainAccuracy: over("trainAccuracy"),
    trainLoss: over("trainLoss"),
    ...(evaluateTrain !== false && {
      evalTrainAccuracy: over("evalTrainAccuracy"),
      evalTrainLoss: over("evalTrainLoss"),
    }),
    ...((validation !== undefined || tuning !== undefined) && {
      validationAccuracy: over("validationAccuracy"),
      validationLoss: over("validationLoss"),
    }),
  };
}

/**
 * Whether some method has a figure, or no method could have it. A trainer of the user's may report
 * no running accuracy; then nothing need say so.
 */
export function isReported(methods: readonly MethodOutcome[], figure: "trainAccuracy" | "testLoss"): boolean {
  return methods.every(({ averaged }) => averaged.length === 0) || methods.some((method) => method[figure] !== null);
}

/** Ranks; methods with equal failures and an equal mean share one. */
function ranked(methods: readonly Omit<MethodOutcome, "rank">[], metric: Metric): MethodOutcome[] {
  type Method = (typeof methods)[number];
  const failed = (method: Method) => failuresOf(method) / method.runs.length;
  const score = (method: Method) => {
    const mean = scoreOf(metric, method)?.mean;
    if (mean === undefined) return Number.MIN_SAFE_INTEGER;
    // In thousand-millionths: the last bits of a mean depend on the order of its sum.
    return isAccuracy(metric) ? Math.round(1e9 * mean) : turned(metric, Number(mean.toPrecision(10)));
  };
  const order = (a: Method, b: Method) => failed(a) - failed(b) || score(b) - score(a);
  const sorted = methods.filter(({ learned }) => learned.length > 0).sort(order);
  const rankOf = (method: Method) => 1 + sorted.findIndex((other) => order(other, method) === 0);
  return [
    ...sorted.map((method) => ({ ...method, rank: rankOf(method) })),
    ...methods.filter(({ learned }) => learned.length === 0).map((method) => ({ ...method, rank: null })),
  ];
}
