/** How long a cell takes on this machine: measured on a few of its steps. */

import { trainEpoch } from "../training/epoch.js";
import { evaluate } from "../training/evaluate.js";
import { runStreams } from "../training/step-inputs.js";
import type { CompiledProblem, TrainingState } from "../training/training.js";
import type { Cell } from "./cell.js";

export interface Pace {
  /** Seconds to build, differentiate and load the graphs; once a process and problem. */
  readonly prepare: number;
  /** Seconds of one training step. */
  readonly step: number;
  /** Seconds to evaluate one sample. */
  readonly evaluateSample: number;
  readonly trainSamples: number;
  readonly testSamples: number;
  readonly validationSamples: number;
  /** Size of a checkpoint. */
  readonly checkpointBytes: number;
}

/** Steps and seconds that are enough, whichever takes longer, and the most steps. */
const [FEW_STEPS, ENOUGH_SECONDS, MANY_STEPS] = [6, 1, 200];
/** Test samples that are evaluated. */
const EVALUATED = 1000;

/** Times some steps from `start` and an evaluation; the first step, which allocates, is left out. */
export async function measurePace(
  problem: CompiledProblem,
  start: TrainingState,
  clock: () => number,
): Promise<Pick<Pace, "step" | "evaluateSample">> {
  const enough = new AbortController();
  const times: number[] = [];
  const run = trainEpoch(problem, start, runStreams(0), {
    signal: enough.signal,
    onStep() {
      times.push(clock());
      const seconds = (times.at(-1)! - times[0]!) / 1000;
      if (times.length > MANY_STEPS || (times.length > FEW_STEPS && seconds > ENOUGH_SECONDS)) enough.abort();
    },
  });
  const began = clock();
  await run.catch((error: unknown) => {
    if (!enough.signal.aborted) throw error;
  });
  const steps = times.length - 1;
  const step = steps > 0 ? (times.at(-1)! - times[0]!) / 1000 / steps : (clock() - began) / 1000;
  const { test, shape } = problem.dataset;
  const count = Math.min(EVALUATED, test.count);
  const size = shape.reduce((a, b) => a * b, 1);
  const some = { inputs: test.inputs.subarray(0, count * size), labels: test.labels.subarray(0, count), count };
  const before = clock();
  await evaluate(problem, start, some);
  return { step, evaluateSample: (clock() - before) / 1000 / count };
}

/** Seconds of one run of a cell, without `prepare` and without what a data-driven initializer takes. */
export function secondsOf({ recipe, evaluateTrain }: Cell, pace: Pace): number {
  const { trainSamples, testSamples, validationSamples } = pace;
  const steps = recipe.epochs * Math.ceil(trainSamples / recipe.batch);
  const trainTimes = evaluateTrain === "every" ? recipe.epochs : evaluateTrain === "last" ? 1 : 0;
  const evaluated = recipe.epochs * (testSamples + validationSamples) + trainTimes * trainSamples;
  return steps * pace.step + evaluated * pace.evaluateSample;
}
