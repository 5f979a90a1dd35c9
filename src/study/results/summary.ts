/** What the seeds of each method say together: means with intervals, and failures as a rate of their own. */
import { failureRate, interquartileMean, median } from "../../statistics/index.js";
import type { CellResult, EpochResult } from "../plan/cell.js";
import type { DataDescription } from "../plan/description.js";
import { labelsOf, type StudyDescription } from "../plan/plan.js";
import { type CurveSummary, summarizeCurves, targetOf } from "./curves.js";
import { type Estimate, estimate } from "./estimate.js";

export interface Failures {
  readonly diverged: number;
  readonly crashed: number;
  readonly refused: number;
  /** Finished, but no better on the test set than always answering its most frequent class. */
  readonly stuck: number;
}

/** One method on one problem. Figures are those after the last epoch. */
export interface MethodSummary extends CurveSummary {
  readonly data: string;
  readonly model: string;
  readonly init: string;
  /** From 1: by the share of failed runs, then by mean test accuracy; null where no run learned anything. */
  readonly rank: number | null;
  /** Runs that ended, failures included. */
  readonly runs: number;
  readonly failures: Failures;
  /** The share of runs that failed, whichever way, with Wilson's 95 % interval. */
  readonly failureRate: { readonly rate: number; readonly low: number; readonly high: number };
  /**
   * Means over the runs that learned. Failed runs are never averaged in; only where every finished run was stuck are the
   * figures theirs (`failures.stuck` is then their n). Null where there is nothing to average.
   */
  readonly testAccuracy: Estimate | null;
  /** Of the same test accuracies. */
  readonly median: number | null;
  readonly interquartileMean: number | null;
  readonly testLoss: Estimate | null;
  readonly trainAccuracy: Estimate | null;
  readonly trainLoss: Estimate | null;
  readonly evalTrainAccuracy?: Estimate | null;
  readonly evalTrainLoss?: Estimate | null;
  readonly validationAccuracy?: Estimate | null;
  readonly validationLoss?: Estimate | null;
}

/** Whether a finished run is no better than always answering one class. */
export function isStuck(
  { status, epochs }: Pick<CellResult, "status" | "epochs">,
  { majority, testSamples }: Pick<DataDescription, "majority" | "testSamples">,
): boolean {
  const last = epochs.at(-1);
  // Half a sample of slack for the division.
  return status === "done" && last !== undefined && last.testAccuracy <= majority.share + 0.5 / testSamples;
}

/** Every method of the study with at least one ended run: problems in the study's order, each problem's methods by rank. */
export function summarize(study: StudyDescription, results: readonly CellResult[]): MethodSummary[] {
  const groups = new Map<string, CellResult[]>();
  for (const result of results) {
    const { data, model, init } = labelsOf(result.cell);
    const key = JSON.stringify([data, model, init]);
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  return study.problems.flatMap(({ data: name, model }) => {
    const data = study.data.find((one) => one.name === name)!;
    const methods = study.inits.flatMap((init) => {
      const runs = groups.get(JSON.stringify([name, model, init.label]));
      return runs === undefined ? [] : [{ runs, summary: summarizeMethod(data, model, init.label, runs, study) }];
    });
    const best = Math.max(...methods.map(({ summary }) => summary.testAccuracy?.mean ?? 0));
    return ranked(
      methods.map(({ runs, summary }) => {
        const learned = runs.filter((run) => run.status === "done" && !isStuck(run, data));
        return { ...summary, ...summarizeCurves(runs, learned, targetOf(study, best)) };
      }),
    );
  });
}

function summarizeMethod(
  data: DataDescription,
  model: string,
  init: string,
  runs: readonly CellResult[],
  { evaluateTrain, validation }: Pick<StudyDescription, "evaluateTrain" | "validation">,
): Omit<MethodSummary, "rank" | keyof CurveSummary> & { readonly learned: boolean } {
  const finished = runs.filter(({ status }) => status === "done");
  const learned = finished.filter((run) => !isStuck(run, data));
  const finals = (learned.length > 0 ? learned : finished).map(({ epochs }) => epochs.at(-1)!);
  const accuracies = finals.map(({ testAccuracy }) => testAccuracy);
  const failed = runs.length - learned.length;
  const over = (figure: keyof EpochResult) =>
    estimate(finals.flatMap((epoch) => (epoch[figure] === undefined ? [] : [epoch[figure]])));
  return {
    data: data.name,
    model,
    init,
    learned: learned.length > 0,
    runs: runs.length,
    failures: {
      diverged: runs.filter(({ status }) => status === "diverged").length,
      crashed: runs.filter(({ status }) => status === "crashed").length,
      refused: runs.filter(({ status }) => status === "refused").length,
      stuck: finished.length - learned.length,
    },
    failureRate: rateOf(failed, runs.length),
    testAccuracy: over("testAccuracy"),
    median: accuracies.length === 0 ? null : median(accuracies),
    interquartileMean: accuracies.length === 0 ? null : interquartileMean(accuracies),
    testLoss: over("testLoss"),
    trainAccuracy: over("trainAccuracy"),
    trainLoss: over("trainLoss"),
    ...(evaluateTrain === false
      ? {}
      : { evalTrainAccuracy: over("evalTrainAccuracy"), evalTrainLoss: over("evalTrainLoss") }),
    ...(validation === undefined
      ? {}
      : { validationAccuracy: over("validationAccuracy"), validationLoss: over("validationLoss") }),
  };
}

function rateOf(failed: number, runs: number): MethodSummary["failureRate"] {
  const { rate, low, high } = failureRate(failed, runs);
  return { rate, low, high };
}

/** How many of a method's runs failed, whichever way. */
export function failuresOf({ failures }: Pick<MethodSummary, "failures">): number {
  return Object.values(failures).reduce((sum, count) => sum + count, 0);
}

type Learner = Omit<MethodSummary, "rank"> & { readonly learned: boolean };

/**
 * By the share of failed runs, then by mean test accuracy; what is equal in both shares a rank. What never learned comes last,
 * unranked, in the order asked for.
 */
function ranked(methods: readonly Learner[]): MethodSummary[] {
  const failed = (method: Learner) => failuresOf(method) / method.runs;
  // In thousand-millionths: the last bits of a mean depend on the order of its sum.
  const accuracy = (method: Learner) => Math.round(1e9 * (method.testAccuracy?.mean ?? -1));
  const order = (a: Learner, b: Learner) => failed(a) - failed(b) || accuracy(b) - accuracy(a);
  const sorted = methods.filter(({ learned }) => learned).sort(order);
  const rankOf = (method: Learner) => 1 + sorted.findIndex((other) => order(other, method) === 0);
  return [...sorted, ...methods.filter(({ learned }) => !learned)].map(
    ({ learned, data, model, init, ...rest }, i) => ({
      data,
      model,
      init,
      rank: learned ? rankOf(sorted[i]!) : null,
      ...rest,
    }),
  );
}
