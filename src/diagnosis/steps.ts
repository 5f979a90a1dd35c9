/** What changes inside a network in its first training steps. */
import type { Dataset } from "../data/dataset.js";
import { InputError } from "../errors.js";
import type { Weights } from "../initializers/network-access.js";
import type { Recipe } from "../recipe.js";
import type { Runtime, Tensors } from "../runtime/runtime.js";
import { compileProblem } from "../training/compile-problem.js";
import { runStreams } from "../training/run-streams.js";
import { initialState } from "../training/state.js";
import { stepByStep } from "../training/step-by-step.js";
import type { LearningRateMultipliers } from "../training/training.js";
import { median } from "./judge/numbers.js";
import { lossInWords } from "./loss/subject-loss.js";
import { shareOfDead } from "./measure/dead-share.js";
import type { Measurement, Meter } from "./measure/meter.js";
import { trainedLoss } from "./measure/output.js";
import type { Subject } from "./subject.js";

/** What is read before a training step. All rows of a table are of the same samples. */
export interface StepReadings {
  /** Steps made so far: 0 at the initial weights. */
  readonly step: number;
  /** Mean loss of the samples of the diagnosis. */
  readonly loss: number;
  /** E φ² of the last hidden layer, or of the only layer. */
  readonly signalSecondMoment: number;
  /**
   * Mean square of the gradient of one sample's loss at the first layer; null without a gradient.
   */
  readonly gradientSecondMoment: number | null;
  /**
   * ‖w′ − w‖ / ‖w‖ of the step that follows, with schedule and weight decay: the median over the
   * kernels; null after the last step, and where every kernel is 0.
   */
  readonly updateRatio: number | null;
  /**
   * The same of each layer's kernel, in the order of the diagnosis' layers: Infinity for a kernel
   * of zeros that moves; empty after the last step.
   */
  readonly updateRatios: readonly number[];
  /** Share of dead units over all layers; null where no activation is 0 on an interval. */
  readonly dead: number | null;
}

/** A training of a few steps. */
export interface FewSteps {
  readonly dataset: Dataset;
  readonly recipe: Recipe;
  /** Number of steps, from 1. */
  readonly steps: number;
  /** Of order, dropout and augmentation. */
  readonly seed: number;
  /** Name of the last hidden layer, whose signal is followed; without one that of the first. */
  readonly lastHidden: string | undefined;
  /** Of a method that sets learning rates as well as weights. */
  readonly learningRateMultipliers?: LearningRateMultipliers | undefined;
}

/** The readings before each step, and what is to be said of the training. */
export interface SteppedReadings {
  /** Of steps 0 to N, or up to the first whose loss is not finite. */
  readonly steps: readonly StepReadings[];
  readonly notes: readonly string[];
}

/**
 * Trains the network and looks into it before each step, on the samples of the diagnosis.
 *
 * @param meter of the subject
 * @throws InputError where the network cannot be trained on the data: their shapes, or an operator
 *   without a gradient
 */
export async function readSteps(
  runtime: Runtime,
  { layers, weights, loss }: Subject,
  meter: Meter,
  few: FewSteps,
): Promise<SteppedReadings> {
  const { dataset, seed, steps, lastHidden, learningRateMultipliers } = few;
  const recipe = longEnough(few);
  if (loss?.targets !== undefined) {
    throw new InputError(
      `${dataset.name} has one label per sample, and the loss, ${lossInWords(loss)}, has other targets, which were drawn: there is nothing to learn.`,
    );
  }
  const trained = loss === undefined ? recipe : { ...recipe, loss: trainedLoss(loss) };
  const problem = await compileProblem(runtime, dataset, layers, trained, learningRateMultipliers, { stepsAtOnce: 1 });
  const { batch } = problem;
  const training = stepByStep(problem, initialState(problem, weights), runStreams(seed));
  const rows: StepReadings[] = [];
  let diverged: { readonly step: number; readonly loss: number } | undefined;
  try {
    let before = weights;
    for (let step = 0; step <= steps && diverged === undefined; step++) {
      const measured = await meter.look(before, false);
      const result = step < steps ? await training.next() : undefined;
      const taken = result?.done === false ? result.value : undefined;
      const after = taken && numbersOf(before, taken.tensors);
      rows.push(rowOf(step, lastHidden, measured, before, after));
      const { loss } = measured.network;
      if (!Number.isFinite(loss)) diverged = { step, loss };
      else if (taken !== undefined && !Number.isFinite(taken.loss)) diverged = { step, loss: taken.loss };
      before = after ?? before;
    }
  } finally {
    await training.return();
    await problem.release();
  }
  const { kind, learningRate } = recipe.optimizer;
  return {
    steps: rows,
    notes: [
      `steps: ${kind} with a rate of ${learningRate}${changesOf(recipe)} on batches of ${batch}; every row is of the same samples`,
      ...(diverged === undefined ? [] : [divergenceNote(diverged, learningRate)]),
    ],
  };
}

/** What changes the rate from step to step: ", cosine schedule, warm-up over 10 steps,". */
function changesOf({ schedule = { kind: "constant" }, warmupSteps = 0 }: Recipe): string {
  const changes = [
    ...(schedule.kind === "constant" ? [] : [`${schedule.kind} schedule`]),
    ...(warmupSteps === 0 ? [] : [`warm-up over ${warmupSteps} steps`]),
  ];
  return changes.length === 0 ? "" : `, ${changes.join(", ")},`;
}

const numbersOf = (weights: Weights, tensors: Tensors): Weights =>
  Object.fromEntries(Object.keys(weights).map((name) => [name, tensors[name]!.data as Float32Array]));

const divergenceNote = ({ step, loss }: { readonly step: number; readonly loss: number }, rate: number): string =>
  step === 0
    ? `the loss is ${loss} before the first step`
    : `the loss is ${loss} after ${step} step${step === 1 ? "" : "s"} with a rate of ${rate}; a smaller one may keep it finite: --lr ${Number((rate / 10).toPrecision(2))}`;

/** The recipe, with as many epochs as the steps need. */
function longEnough({ recipe, dataset, steps }: FewSteps): Recipe {
  const perEpoch = Math.ceil(dataset.train.count / Math.min(recipe.batch, dataset.train.count));
  return { ...recipe, epochs: Math.max(recipe.epochs, Math.ceil(steps / perEpoch)) };
}

function rowOf(
  step: number,
  lastHidden: string | undefined,
  { layers, network }: Measurement,
  before: Weights,
  after: Weights | undefined,
): StepReadings {
  const [first] = layers;
  const last = layers.find(({ name }) => name === lastHidden) ?? first;
  if (first === undefined || last === undefined) {
    throw new InputError("The network has no layer with a kernel: there is nothing to follow through training steps.");
  }
  const ratios = after === undefined ? [] : layers.map(({ kernel }) => changeOf(before[kernel]!, after[kernel]!));
  const finite = ratios.filter((ratio) => ratio !== Number.POSITIVE_INFINITY && !Number.isNaN(ratio));
  return {
    step,
    loss: network.loss,
    signalSecondMoment: last.after.secondMoment,
    gradientSecondMoment: first.gradientSecondMoment,
    updateRatio: finite.length === 0 ? null : median(finite),
    updateRatios: ratios,
    dead: shareOfDead(layers),
  };
}

/** ‖after − before‖ / ‖before‖. */
function changeOf(before: Float32Array, after: Float32Array): number {
  let [changes, sizes] = [0, 0];
  for (const [i, value] of before.entries()) {
    changes += (after[i]! - value) ** 2;
    sizes += value ** 2;
  }
  return Math.sqrt(changes / sizes);
}
