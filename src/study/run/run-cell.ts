/** Runs cells of one data set in one process; sessions are kept between cells of the same problem. */
import type { Dataset } from "../../data/dataset.js";
import { InputError } from "../../errors.js";
import {
  type AnyInitializer,
  findInitializer,
  initialWeights,
  isDataDriven,
  learningRateMultipliersOf,
  prepareWeights,
  type TensorSpecification,
} from "../../initializers/index.js";
import type { Layer } from "../../network/layers/layer.js";
import { findModel, type Model, parametersOf } from "../../network/models/index.js";
import type { Runtime } from "../../runtime/runtime.js";
import { type InitializableNetworks, initializableNetworks } from "../../training/initializable-network.js";
import { initialState, type Weights } from "../../training/state.js";
import {
  type CompiledProblem,
  type CompileProblemOptions,
  compileProblem,
  type RateMultipliers,
} from "../../training/training.js";
import { type Cell, type CellResult, type EpochResult, type OwnFile, problemKey } from "../plan/cell.js";
import { measurePace, type Pace } from "./pace.js";
import { type CellStart, type Checkpoint, replicasOf, type TrainCellsOptions, trainCells } from "./train-cells.js";
import { type TrainingData, trainingData } from "./training-data.js";

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

export interface RunTogetherOptions extends TrainCellsOptions {
  /** Cells that go on from somewhere. */
  readonly from?: ReadonlyMap<Cell, Checkpoint>;
}

export interface CellRunner {
  /** Trains the cell. @throws the signal's reason when aborted; InputError where network, method and data do not fit */
  run(cell: Cell, options?: RunOptions): Promise<CellResult>;
  /**
   * Trains cells of one problem (`problemKey`) at once, in one graph; those that begin after different epochs one lot after the other.
   *
   * @returns their results in their order; "refused" where a method does not fit
   * @throws the signal's reason when aborted; InputError where the network does not fit the data
   */
  runTogether(cells: readonly Cell[], options?: RunTogetherOptions): Promise<CellResult[]>;
  /** Times a few steps of cells of one problem, at once and from He's weights. @returns the share of each @throws InputError likewise */
  measure(cells: readonly Cell[]): Promise<Pace>;
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
  compileOptions?: Pick<CompileProblemOptions, "recompute">,
): CellRunner {
  let current: Current | undefined;
  const leave = async () => {
    for (const problem of current?.compiled.values() ?? []) await problem.release();
    await current?.networks.release();
    current = undefined;
  };

  const initializerOf = async ({ init, initFile }: Cell): Promise<AnyInitializer> =>
    (initFile && (await ownInitializer?.(initFile))) ?? findInitializer(init);

  /** What cells of a problem share; one is kept, since cells come ordered by problem. */
  const enter = async (cell: Cell): Promise<Current> => {
    const key = problemKey(cell);
    if (current?.key === key) return current;
    await leave();
    const { model, modelOptions, modelFile, recipe } = cell;
    const chosen = (modelFile && (await ownModel?.(modelFile))) ?? findModel(model);
    const problem = { input: dataset.shape, classes: dataset.classes };
    const { parameters } = parametersOf(chosen, problem, modelOptions);
    const layers = chosen.build(problem, modelOptions);
    const data = trainingData(dataset, cell);
    const networks = initializableNetworks(runtime, data.dataset, layers, recipe.loss, recipe.batch);
    current = { key, layers, parameters, data, networks, compiled: new Map() };
    return current;
  };

  /** The sessions that train these cells, with their rates. */
  const compiledFor = async (cells: readonly Cell[], problem: Current): Promise<CompiledProblem> => {
    const { layers, parameters, data, compiled } = problem;
    const { recipe } = cells[0]!;
    const each = await Promise.all(
      cells.map(async (cell): Promise<Readonly<Record<string, number>> | undefined> => {
        const initializer = await initializerOf(cell);
        if (isDataDriven(initializer) || initializer.learningRateMultipliers === undefined) return undefined;
        return learningRateMultipliersOf(initializer, parameters, recipe.optimizer.kind, cell.initOptions);
      }),
    );
    const replicas = replicasOf(cells);
    const rates = ratesOf(each, parameters);
    const key = JSON.stringify([rates !== undefined, replicas]);
    const options = { ...compileOptions, ...(replicas && { replicas }) };
    const found = compiled.get(key) ?? (await compileProblem(runtime, data.dataset, layers, recipe, rates, options));
    compiled.set(key, found);
    // The sessions of one method's rates serve another's.
    return { ...found, learningRateMultipliers: rates };
  };

  /** A cell's initial weights, and for data-driven methods what they cost. */
  const weightsOf = async (cell: Cell, { parameters, networks }: Current): Promise<Beginning> => {
    const { initSeed: seed = cell.seed, initOptions } = cell;
    const initializer = await initializerOf(cell);
    if (!isDataDriven(initializer)) {
      return { weights: initialWeights(initializer, parameters, seed, initOptions), told: { epochs: [] } };
    }
    const began = clock();
    const { weights, cost, notes } = await prepareWeights(
      initializer,
      networks.of(seed),
      parameters,
      seed,
      initOptions,
    );
    const initializationCost = { ...cost, seconds: (clock() - began) / 1000 };
    const noted = notes.length === 0 ? {} : { initializationNotes: notes };
    return { weights, told: { epochs: [], initializationCost, ...noted } };
  };

  /** Trains what begins after the same number of epochs. */
  const trainFrom = async (
    begun: readonly Begun[],
    problem: Current,
    options: TrainCellsOptions,
  ): Promise<CellResult[]> => {
    const cells = begun.map(({ cell }) => cell);
    const compiled = await compiledFor(cells, problem);
    const alone = { train: compiled.train, replicas: undefined };
    const starts = begun.map(({ cell, from }): CellStart => {
      if ("state" in from) return { cell, from };
      return { cell, from: { state: initialState(alone, from.weights), told: from.told } };
    });
    return trainCells(compiled, problem.data, starts, clock, options);
  };

  return {
    async run(cell, { from, onEpoch, onCheckpoint, ...options } = {}) {
      const problem = await enter(cell);
      const begun = { cell, from: from ?? (await weightsOf(cell, problem)) };
      const [result] = await trainFrom([begun], problem, {
        ...options,
        onEpoch: (_, epoch) => onEpoch?.(epoch),
        ...(onCheckpoint && {
          onCheckpoint: async (make) => {
            for (const reached of await make()) onCheckpoint(reached.from);
          },
        }),
      });
      return result!;
    },
    async runTogether(cells, { from, ...options } = {}) {
      const problem = await enter(cells[0]!);
      const results = new Map<Cell, CellResult>();
      const lots = new Map<number, Begun[]>();
      for (const cell of cells) {
        try {
          const start = from?.get(cell) ?? (await weightsOf(cell, problem));
          const epoch = "state" in start ? start.state.epoch : 0;
          lots.set(epoch, [...(lots.get(epoch) ?? []), { cell, from: start }]);
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          const refused = { cell, status: "refused", epochs: [], reason: error.message } as const;
          results.set(cell, refused);
          options.onResult?.(refused);
        }
      }
      for (const begun of lots.values()) {
        for (const result of await trainFrom(begun, problem, options)) results.set(result.cell, result);
      }
      return cells.map((cell) => results.get(cell)!);
    },
    async measure(cells) {
      const began = clock();
      const problem = await enter(cells[0]!);
      const compiled = await compiledFor(cells, problem);
      const prepare = (clock() - began) / 1000;
      const weights = cells.map(({ seed }) => initialWeights(findInitializer("he"), problem.parameters, seed));
      const start = initialState(compiled, compiled.replicas === undefined ? weights[0]! : weights);
      const { train, test } = compiled.dataset;
      const bytes = Object.values(start.tensors).reduce((sum, { data }) => sum + data.byteLength, 0);
      return {
        prepare,
        ...(await measurePace(compiled, start, clock)),
        trainSamples: train.count,
        testSamples: test.count,
        validationSamples: problem.data.validation?.count ?? 0,
        checkpointBytes: bytes / cells.length,
      };
    },
    release: leave,
  };
}

/** What is kept between the cells of a problem. */
interface Current {
  readonly key: string;
  readonly layers: Layer;
  readonly parameters: readonly TensorSpecification[];
  readonly data: TrainingData;
  readonly networks: InitializableNetworks;
  /** By whether tensors have learning rates of their own, and how many are trained at once: a study's cells may need several. */
  readonly compiled: Map<string, CompiledProblem>;
}

/** The weights that a run begins with, and what they cost. */
interface Beginning {
  readonly weights: Weights;
  readonly told: Checkpoint["told"];
}

interface Begun {
  readonly cell: Cell;
  readonly from: Checkpoint | Beginning;
}

/** The rates of one cell, or of each of several; undefined where none has any. */
function ratesOf(
  each: readonly (Readonly<Record<string, number>> | undefined)[],
  parameters: readonly TensorSpecification[],
): RateMultipliers | undefined {
  if (each.length === 1) return each[0];
  if (each.every((rates) => rates === undefined)) return undefined;
  return Object.fromEntries(parameters.map(({ name }) => [name, each.map((rates) => rates?.[name] ?? 1)]));
}
