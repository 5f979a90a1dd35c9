/** Runs cells of one data set in one process; sessions are kept between cells of the same problem. */
import type { Dataset } from "../data/dataset.js";
import {
  type AnyInitializer,
  findInitializer,
  initialWeights,
  isDataDriven,
  learningRateMultipliersOf,
  prepareWeights,
} from "../initializers/index.js";
import type { Layer } from "../layers/layer.js";
import { findModel, type Model, parametersOf } from "../models/index.js";
import type { Runtime } from "../runtime/runtime.js";
import { trainEpoch } from "../training/epoch.js";
import { evaluate } from "../training/evaluate.js";
import { type InitializableNetworks, initializableNetworks } from "../training/initializable-network.js";
import { initialState } from "../training/state.js";
import { runStreams } from "../training/step-inputs.js";
import {
  type CompiledProblem,
  type CompileProblemOptions,
  compileProblem,
  type TrainingState,
} from "../training/training.js";
import type { Cell, CellResult, EpochResult, OwnFile } from "./cell.js";
import { measurePace, type Pace } from "./pace.js";
import { type TrainingData, trainingData } from "./training-data.js";

/** Where a run can go on from: all that its remaining epochs depend on, and what it has to tell of those before. */
export interface Checkpoint {
  readonly state: TrainingState;
  readonly told: Pick<CellResult, "epochs" | "initializationCost" | "initializationNotes">;
}

export interface RunOptions {
  /** Called as each epoch ends. */
  readonly onEpoch?: (epoch: EpochResult) => void;
  /** Called now and then with the fraction of the cell's training samples seen so far: 0 … 1. */
  readonly onProgress?: (fraction: number) => void;
  readonly signal?: AbortSignal;
  /** Goes on from here instead of from the initial weights, to the same bits as without interruption. */
  readonly from?: Checkpoint;
  /** Called after each epoch but the last. */
  readonly onCheckpoint?: (checkpoint: Checkpoint) => void;
}

export interface CellRunner {
  /** Trains the cell. @throws the signal's reason when aborted; ShapeError where the network does not fit the data */
  run(cell: Cell, options?: RunOptions): Promise<CellResult>;
  /** Times a few steps of it, from He's weights. @throws ShapeError likewise */
  measure(cell: Cell): Promise<Pace>;
  release(): Promise<void>;
}

/**
 * @param dataset the cells' data set, whole: each cell's `limit` is applied here
 * @param clock milliseconds, for the epochs' `seconds`
 * @param ownInitializer loads a user's own initializer, for cells that have one
 * @param ownModel likewise a user's own network
 * @param compileOptions how sessions are made, which changes no result
 */
export function createCellRunner(
  runtime: Runtime,
  dataset: Dataset,
  clock: () => number,
  ownInitializer?: (file: OwnFile) => Promise<AnyInitializer>,
  ownModel?: (file: OwnFile) => Promise<Model>,
  compileOptions?: CompileProblemOptions,
): CellRunner {
  let current: Current | undefined;
  const leave = async () => {
    for (const problem of current?.compiled.values() ?? []) await problem.release();
    await current?.networks.release();
    current = undefined;
  };

  const initializerOf = async ({ init, initFile }: Cell): Promise<AnyInitializer> =>
    (initFile && (await ownInitializer?.(initFile))) ?? findInitializer(init);

  /** The compiled problem of a cell; one is kept, since cells come ordered by problem. */
  const problemOf = async (cell: Cell): Promise<Prepared> => {
    const { model, modelOptions, modelFile, recipe, limit, validation } = cell;
    const chosen = (modelFile && (await ownModel?.(modelFile))) ?? findModel(model);
    const problem = { input: dataset.shape, classes: dataset.classes };
    const initializer = await initializerOf(cell);
    const rates =
      isDataDriven(initializer) || initializer.learningRateMultipliers === undefined
        ? undefined
        : learningRateMultipliersOf(
            initializer,
            parametersOf(chosen, problem, modelOptions).parameters,
            recipe.optimizer.kind,
            cell.initOptions,
          );
    const key = JSON.stringify([model, modelFile?.sha256, modelOptions, recipe, limit, validation]);
    if (current?.key !== key) {
      await leave();
      const layers = chosen.build(problem, modelOptions);
      const data = trainingData(dataset, cell);
      const networks = initializableNetworks(runtime, data.dataset, layers, recipe.loss, recipe.batch);
      current = { key, layers, data, networks, compiled: new Map() };
    }
    const { layers, data, networks, compiled } = current;
    const ownRates = rates !== undefined;
    const found =
      compiled.get(ownRates) ?? (await compileProblem(runtime, data.dataset, layers, recipe, rates, compileOptions));
    compiled.set(ownRates, found);
    // The sessions of one method's rates serve another's.
    return { problem: { ...found, learningRateMultipliers: rates }, data, networks };
  };

  /** A cell's initial weights, and for data-driven methods what they cost. */
  const weightsOf = async (cell: Cell, problem: CompiledProblem, networks: InitializableNetworks) => {
    const { initSeed: seed = cell.seed, initOptions } = cell;
    const initializer = await initializerOf(cell);
    if (!isDataDriven(initializer)) {
      return { weights: initialWeights(initializer, problem.parameters, seed, initOptions), looked: {} };
    }
    const began = clock();
    const { weights, cost, notes } = await prepareWeights(
      initializer,
      networks.of(seed),
      problem.parameters,
      seed,
      initOptions,
    );
    const initializationCost = { ...cost, seconds: (clock() - began) / 1000 };
    return {
      weights,
      looked: { initializationCost, ...(notes.length === 0 ? {} : { initializationNotes: notes }) },
    };
  };

  const startOf = async (cell: Cell, { problem, networks }: Prepared): Promise<Checkpoint> => {
    const { weights, looked } = await weightsOf(cell, problem, networks);
    return { state: initialState(problem, weights), told: { epochs: [], ...looked } };
  };

  return {
    async run(cell, options = {}) {
      const prepared = await problemOf(cell);
      const { problem, data } = prepared;
      let { state, told } = options.from ?? (await startOf(cell, prepared));
      const streams = runStreams(cell.orderSeed ?? cell.seed);
      const { train, test } = problem.dataset;
      const { epochs: last } = cell.recipe;
      const { signal, onProgress, onEpoch, onCheckpoint } = options;
      const diverged = (reason: string, step: number): CellResult => ({
        cell,
        status: "diverged",
        reason,
        step,
        ...told,
      });
      try {
        for (let epoch = state.epoch + 1; epoch <= last; epoch++) {
          const began = clock();
          const seen = (epoch - 1) * train.count;
          const outcome = await trainEpoch(problem, state, streams, {
            onStep: (samples) => onProgress?.((seen + samples) / (last * train.count)),
            ...(signal === undefined ? {} : { signal }),
          });
          if (outcome.kind === "diverged") {
            return diverged(`the loss was ${outcome.loss} at step ${outcome.step} (epoch ${epoch})`, outcome.step);
          }
          problem.memory?.free(state.tensors);
          state = outcome.state;
          const tested = await evaluate(problem, state, test, signal);
          if (!Number.isFinite(tested.loss)) {
            return diverged(`the test loss was ${tested.loss} after epoch ${epoch}`, state.step);
          }
          const { evaluateTrain } = cell;
          const wanted = evaluateTrain === "every" || (evaluateTrain === "last" && epoch === last);
          const trained = wanted ? await evaluate(problem, state, train, signal) : undefined;
          const validated = data.validation && (await evaluate(problem, state, data.validation, signal));
          const result: EpochResult = {
            epoch,
            trainAccuracy: outcome.running.accuracy,
            trainLoss: outcome.running.loss,
            ...(trained && { evalTrainAccuracy: trained.accuracy, evalTrainLoss: trained.loss }),
            ...(validated && { validationAccuracy: validated.accuracy, validationLoss: validated.loss }),
            testAccuracy: tested.accuracy,
            testLoss: tested.loss,
            seconds: (clock() - began) / 1000,
          };
          told = { ...told, epochs: [...told.epochs, result] };
          onEpoch?.(result);
          if (epoch < last && onCheckpoint) {
            const tensors = (await problem.memory?.read(state.tensors)) ?? state.tensors;
            onCheckpoint({ state: { ...state, tensors }, told });
          }
        }
        return { cell, status: "done", ...told };
      } finally {
        problem.memory?.free(state.tensors);
      }
    },
    async measure(cell) {
      const began = clock();
      const { problem, data } = await problemOf(cell);
      const prepare = (clock() - began) / 1000;
      const start = initialState(problem, initialWeights(findInitializer("he"), problem.parameters, cell.seed));
      const { train, test } = problem.dataset;
      return {
        prepare,
        ...(await measurePace(problem, start, clock)),
        trainSamples: train.count,
        testSamples: test.count,
        validationSamples: data.validation?.count ?? 0,
        checkpointBytes: Object.values(start.tensors).reduce((sum, { data: numbers }) => sum + numbers.byteLength, 0),
      };
    },
    release: leave,
  };
}

/** What is kept between the cells of a problem. */
interface Current {
  readonly key: string;
  readonly layers: Layer;
  readonly data: TrainingData;
  readonly networks: InitializableNetworks;
  /** Whether each tensor has a learning rate of its own → the graphs for that; both, where a study's methods alternate. */
  readonly compiled: Map<boolean, CompiledProblem>;
}

/** A problem that is ready to run. */
interface Prepared {
  readonly data: TrainingData;
  readonly problem: CompiledProblem;
  readonly networks: InitializableNetworks;
}
