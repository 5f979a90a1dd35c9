/** The runs of a problem as learning curves: those that ended, and those that go on. */
import type { CurveMethod, CurveProblem } from "../../../src/report/figures/curve-data.js";
import type { EpochResult } from "../../../src/study/plan/cell.js";
import type { Study } from "../../../src/study/plan/study.js";
import type { ProblemOutcome } from "../../../src/study/results/outcome.js";
import type { RunRecord } from "../../../src/study/results/records.js";

/** A run that goes on, with its epochs so far. */
export interface RunningCurve {
  readonly record: RunRecord;
}

/** Which curves are shown, and how. */
export interface CurveChoice {
  readonly shows: (label: string) => boolean;
  /** Weight of the epochs before: 0 for none, below 1. */
  readonly smoothing: number;
}

/** Curves, and what their axis must hold. */
export interface LiveCurves {
  readonly problem: CurveProblem;
  /** Runs that go on. */
  readonly running: number;
  /** Epochs of the longest recipe. */
  readonly lastEpoch: number;
}

/**
 * The curves of a problem.
 *
 * @param index of the problem in the study
 * @param outcome undefined before its first result
 */
export function liveCurves(
  study: Study,
  index: number,
  outcome: ProblemOutcome | undefined,
  running: readonly RunningCurve[],
  view: CurveChoice,
): LiveCurves {
  const { data: name, model: label } = study.problems[index]!;
  const ended = new Map((outcome?.methods ?? []).map((method) => [method.method, method]));
  const order = [...ended.keys(), ...study.methods.map((_, at) => at).filter((at) => !ended.has(at))];
  const smooth = smoother(view.smoothing);
  let [count, lastEpoch] = [0, 0];
  const model = study.models.find((one) => one.label === label)!;
  const methods = order.flatMap((at): CurveMethod[] => {
    const method = study.methods[at]!;
    if (!view.shows(method.label)) return [];
    const whole = ended.get(at);
    const rate = (whole?.recipe ?? model.recipe).optimizer.learningRate;
    const going = running.filter(({ record }) => isOf(record, study, index, at, rate) && record.epochs.length > 0);
    if (whole === undefined && going.length === 0) return [];
    count += going.length;
    lastEpoch = Math.max(lastEpoch, whole?.recipe.epochs ?? method.recipe.epochs ?? model.recipe.epochs);
    return [
      {
        method: at,
        label: method.label,
        rank: whole?.rank ?? null,
        runs: [...(whole?.runs ?? []), ...going.map(({ record }) => record)].map(smooth),
        averaged: (whole?.averaged ?? []).map(smooth),
      },
    ];
  });
  const problem: CurveProblem = {
    id: outcome?.id ?? `problem-${index + 1}`,
    title: outcome?.title ?? `${name} × ${label}`,
    data: study.data.find((one) => one.name === name)!,
    model,
    methods,
  };
  return { problem, running: count, lastEpoch };
}

/** Whether a run is of a method, and, where rates are tuned, one of those that are compared. */
function isOf(record: RunRecord, study: Study, problem: number, method: number, rate: number): boolean {
  if (record.problem !== problem || record.method !== method) return false;
  return record.learningRate === undefined || (record.learningRate === rate && study.seeds.includes(record.seed));
}

/** Replaces the figures of runs by exponential means over their epochs; each run once. */
function smoother(weight: number): (run: RunRecord) => RunRecord {
  if (weight === 0) return (run) => run;
  const smoothed = new Map<RunRecord, RunRecord>();
  return (run) => {
    const before = smoothed.get(run);
    if (before !== undefined) return before;
    const next = { ...run, epochs: smoothEpochs(run.epochs, weight) };
    smoothed.set(run, next);
    return next;
  };
}

/**
 * Exponential means of all figures but the epoch's number: y₁ = x₁, yₜ = w·yₜ₋₁ + (1 − w)·xₜ. A
 * figure that is not finite stays, and the mean begins anew behind it.
 *
 * @param weight w, from 0 to below 1
 */
export function smoothEpochs(epochs: readonly EpochResult[], weight: number): EpochResult[] {
  let last: Readonly<Record<string, number>> = {};
  return epochs.map((epoch) => {
    const figures = Object.entries(epoch).map(([key, value]: [string, number]) => {
      const before = last[key];
      const isSmooth = key !== "epoch" && before !== undefined && Number.isFinite(before) && Number.isFinite(value);
      return [key, isSmooth ? weight * before + (1 - weight) * value : value] as const;
    });
    last = Object.fromEntries(figures);
    return last as unknown as EpochResult;
  });
}
