/** Training one network, for users of the library: one loop, in Node and in a page. */
import type { Split } from "../data/dataset.js";
import { InputError } from "../errors.js";
import { initialWeights, isDataDriven, prepareWeights } from "../initializers/index.js";
import type { Runtime, Tensors } from "../runtime/runtime.js";
import { checkRuntime } from "./check-runtime.js";
import { type CompileProblemOptions, compileProblem } from "./compile-problem.js";
import { DivergenceError } from "./divergence-error.js";
import { initializableNetworks } from "./initializable-network.js";
import { optimizerOf } from "./optimizers.js";
import { eventLoopPause } from "./pause.js";
import { runStreams } from "./run-streams.js";
import { initialState, type Weights } from "./state.js";
import { type EpochFigures, type EvaluateTrain, trainRuns } from "./train-runs.js";
import { type TrainSettings, type TrainSetup, trainSetup } from "./train-setup.js";
import type { CompiledProblem, TrainingState } from "./training.js";

/** What to train, where, and how to follow it. */
export interface TrainOptions extends TrainSettings, Pick<CompileProblemOptions, "recompute" | "stepsAtOnce"> {
  /** From `loadRuntime` of "stepzero/node" or `loadBrowserRuntime` of "stepzero/browser". */
  readonly runtime: Runtime;
  /** Samples that are evaluated after every epoch, besides the test samples. */
  readonly validation?: Split | undefined;
  /**
   * When to evaluate the training samples too, dropout off.
   *
   * @defaultValue never
   */
  readonly evaluateTrain?: EvaluateTrain | undefined;
  /**
   * Aborting ends the loop with the signal's reason, between two runs of a graph, and frees
   * everything.
   */
  readonly signal?: AbortSignal | undefined;
  /**
   * Called with the mean loss of each step's batch (steps from 1 over all epochs), in order, when
   * it is read.
   */
  readonly onLoss?: ((step: number, loss: number) => void) | undefined;
  /**
   * Called now and then with the fraction of the training samples of all epochs that were seen so
   * far: 0 … 1.
   */
  readonly onProgress?: ((fraction: number) => void) | undefined;
  /**
   * Milliseconds, such as `() => performance.now()`. With it each epoch has `seconds`.
   *
   * @defaultValue none
   */
  readonly clock?: (() => number) | undefined;
  /**
   * Awaited after each run of a graph, to let a page draw and events happen.
   *
   * @defaultValue waits for one turn of the event loop
   */
  readonly pause?: (() => Promise<void>) | undefined;
}

/** One epoch of `train`: the figures of a study's epoch. */
export interface TrainedEpoch extends EpochFigures {
  /** Time of training and evaluating the epoch; only with a clock. */
  readonly seconds?: number | undefined;
}

/** A training: yields its epochs. */
export interface Training extends AsyncGenerator<TrainedEpoch, void, undefined> {
  /**
   * Copies of the parameters and running statistics after the last epoch that ended, by name. They
   * stay after the end of the loop, however it ends.
   *
   * @throws InputError before the first epoch has ended
   */
  weights(): Record<string, Float32Array>;
}

/**
 * Trains a network and yields the figures of each epoch. It begins with the first call of `next`,
 * frees its memory at the end or when the loop is left, and lets the page draw between steps.
 * The same settings give the figures of a study's cell, bit for bit on one kind of processor.
 *
 * @throws InputError for settings that are not legal, or where network, initializer and data do not
 *   fit
 * @throws ShapeError where the network does not fit the data
 * @throws DivergenceError where a loss is NaN or infinite
 * @throws Error the signal's reason, when aborted
 * @example
 * import { glyphs, he, train } from "stepzero";
 * import { loadRuntime } from "stepzero/node";
 *
 * const { runtime } = await loadRuntime();
 * const settings = { dataset: glyphs(), model: "mlp", init: he, seed: 0, epochs: 2 };
 * const training = train({ ...settings, runtime });
 * for await (const { epoch, trainLoss, testAccuracy } of training) {
 *   console.log(epoch, trainLoss, testAccuracy);
 * }
 * const kernel = training.weights()["dense1/kernel"]; // Float32Array of [128, 784]
 */
export function train(options: TrainOptions): Training {
  let tensors: Tensors | undefined;
  const epochs = trainedEpochs(options, (ofEpoch) => {
    tensors = ofEpoch;
  });
  return Object.assign(epochs, {
    weights() {
      if (tensors !== undefined) return copied(tensors);
      throw new InputError("train: there are no weights before the first epoch has ended; ask for an epoch first.");
    },
  });
}

async function* trainedEpochs(
  options: TrainOptions,
  onWeights: (tensors: Tensors) => void,
): AsyncGenerator<TrainedEpoch, void, undefined> {
  const { runtime, dataset, seed, signal, clock, evaluateTrain, validation, onProgress, onLoss } = options;
  checkRuntime("train", runtime);
  signal?.throwIfAborted();
  const setup = trainSetup(options);
  const { layers, recipe, learningRateMultipliers } = setup;
  const problem = await compileProblem(runtime, dataset, layers, recipe, learningRateMultipliers, options);
  const eventLoop = eventLoopPause();
  try {
    const weights = await startingWeights(options, setup);
    const epochs = trainRuns(problem, initialState(problem, weights), [runStreams(seed)], {
      evaluateTrain,
      validation,
      signal,
      onProgress,
      onLosses: onLoss && ((step, [loss]) => onLoss(step, loss!)),
      pause: options.pause ?? eventLoop.pause,
    });
    let began = clock?.();
    for await (const { runs, state } of epochs) {
      const [run] = runs;
      if (run?.kind === "diverged") {
        throw new DivergenceError(run, optimizerOf(recipe.optimizer).hyperparameters.learningRate);
      }
      if (run?.kind !== "trained") return;
      onWeights(await weightTensors(problem, state!));
      yield began === undefined ? run.figures : { ...run.figures, seconds: (clock!() - began) / 1000 };
      began = clock?.();
    }
  } finally {
    eventLoop.close();
    await problem.release();
  }
}

async function startingWeights(
  { runtime, dataset, seed }: TrainOptions,
  { layers, parameters, recipe, init: { initializer, options } }: TrainSetup,
): Promise<Weights> {
  if (!isDataDriven(initializer)) return initialWeights(initializer, parameters, seed, options);
  const networks = initializableNetworks(runtime, dataset, layers, recipe.loss, recipe.batch);
  try {
    return (await prepareWeights(initializer, networks.of(seed), parameters, seed, options)).weights;
  } finally {
    await networks.release();
  }
}

/** Parameters and running statistics, in the processor's memory. */
async function weightTensors(problem: CompiledProblem, state: TrainingState): Promise<Tensors> {
  const { memory, train: step } = problem;
  const names = [...step.graph.parameters, ...step.graph.states].map(({ name }) => name);
  const tensors = Object.fromEntries(names.map((name) => [name, state.tensors[name]!]));
  return (await memory?.read(tensors)) ?? tensors;
}

function copied(tensors: Tensors): Record<string, Float32Array> {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { data }]) => [name, Float32Array.from(data as Float32Array)]),
  );
}
