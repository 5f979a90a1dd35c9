/** The cheap readings before each of the first steps of training. */
import type { Dataset } from "../../data/dataset.js";
import { InputError } from "../../errors.js";
import type { Weights } from "../../initializers/network-access.js";
import type { Runtime } from "../../runtime/runtime.js";
import { compileProblem } from "../../training/compile-problem.js";
import { optimizerOf } from "../../training/optimizers.js";
import { runStreams } from "../../training/run-streams.js";
import { initialState } from "../../training/state.js";
import { stepByStep } from "../../training/step-by-step.js";
import type { TrainingRecipe } from "../../training/training-recipe.js";
import type { Subject } from "../subject.js";
import { type LayerReader, loadLayerReader, type ReadLayers } from "./read-layers.js";

/** What to train on, how, and for how many steps. */
export interface FollowOptions {
  readonly runtime: Runtime;
  /** Its training samples are trained on. */
  readonly dataset: Dataset;
  /** Number of steps, from 1 on. */
  readonly steps: number;
  readonly optimizer: TrainingRecipe["optimizer"];
  /**
   * η of every step.
   *
   * @defaultValue that of the optimizer
   */
  readonly learningRate?: number | undefined;
  /**
   * Rows of a step.
   *
   * @defaultValue those of the subject's batch
   */
  readonly batch?: number | undefined;
  /**
   * Of the order of the samples, and of dropout.
   *
   * @defaultValue 0
   */
  readonly seed?: number | undefined;
}

/** The readings after some steps. */
export interface StepReadings extends ReadLayers {
  /** Steps made before them: 0 at the start. */
  readonly step: number;
  /** Mean loss of the step's own batch, dropout included; null after the last step. */
  readonly stepLoss: number | null;
}

/**
 * Reads a subject on its batch before steps 1, 2, … of training, and after the last: `steps` + 1
 * readings. `updateRatio` is that of the step that follows, with the optimizer's state; null after
 * the last step. Where weights are no longer finite the readings say so by NaN, and training ends.
 *
 * @throws InputError for a number of steps that is no whole number from 1 on
 * @throws ShapeError where the network does not fit the data
 */
export async function followSteps(subject: Subject, options: FollowOptions): Promise<readonly StepReadings[]> {
  const { runtime, dataset, steps, seed = 0, batch = subject.batch.rows } = options;
  if (!(Number.isSafeInteger(steps) && steps >= 1)) {
    throw new InputError(`followSteps: steps must be a whole number from 1 on, got ${steps}.`);
  }
  const optimizer = withRate(options);
  const recipe: TrainingRecipe = { loss: "cross-entropy", optimizer, batch, epochs: 1 };
  const reader = await loadLayerReader(runtime, subject);
  try {
    const problem = await compileProblem(runtime, dataset, subject.layers, recipe, undefined, { stepsAtOnce: 1 });
    try {
      const start = initialState(problem, subject.weights);
      const readings: StepReadings[] = [];
      let weights = subject.weights;
      let now = await reader.read(weights, subject.batch);
      for await (const { step, loss, tensors } of stepByStep(problem, start, runStreams(seed))) {
        const next = numbersOf(weights, tensors);
        readings.push({ ...withUpdates(now, weights, next), step: step - 1, stepLoss: loss });
        weights = next;
        now = await reader.read(weights, subject.batch);
        if (step === steps || !Number.isFinite(now.output.loss)) {
          readings.push({ ...now, step, stepLoss: null });
          break;
        }
      }
      return readings;
    } finally {
      await problem.release();
    }
  } finally {
    await reader.release();
  }
}

function withRate({ optimizer, learningRate }: FollowOptions): TrainingRecipe["optimizer"] {
  const complete = optimizerOf(optimizer);
  if (learningRate === undefined) return complete;
  return { ...complete, hyperparameters: { ...complete.hyperparameters, learningRate } };
}

const numbersOf = (weights: Weights, tensors: Readonly<Record<string, { readonly data: unknown }>>): Weights =>
  Object.fromEntries(Object.keys(weights).map((name) => [name, tensors[name]!.data as Float32Array]));

/** Readings with how far the next step moved each kernel. */
function withUpdates(
  { layers, ...rest }: Awaited<ReturnType<LayerReader["read"]>>,
  before: Weights,
  after: Weights,
): ReadLayers {
  return {
    ...rest,
    layers: layers.map((layer) => {
      const updateRatio = moved(before[layer.kernel]!, after[layer.kernel]!);
      return { ...layer, weights: { ...layer.weights, updateRatio } };
    }),
  };
}

/** ‖after − before‖ / ‖before‖; 0 for a kernel that stays. */
function moved(before: Float32Array, after: Float32Array): number {
  let [moves, sizes] = [0, 0];
  for (let i = 0; i < before.length; i++) {
    moves += (after[i]! - before[i]!) ** 2;
    sizes += before[i]! ** 2;
  }
  return moves === 0 ? 0 : Math.sqrt(moves / sizes);
}
