/** Runs cells in this process; cells of one training graph share what takes time to make. */
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
import { type Model, parametersOf } from "../../network/models/index.js";
import type { Runtime } from "../../runtime/runtime.js";
import { compileProblem } from "../../training/compile-problem.js";
import { type InitializableNetworks, initializableNetworks } from "../../training/initializable-network.js";
import { initialState, type Weights } from "../../training/state.js";
import type { CompiledProblem, LearningRateMultipliers } from "../../training/training.js";
import { type Cell, type CellResult, trainingKey } from "../plan/cell.js";
import type { Choice } from "../plan/study.js";
import { initializerOf, modelOf, noUserModules } from "../plan/user-modules.js";
import type { DatasetSource } from "./contracts.js";
import { measurePace, type Pace } from "./pace.js";
import { type LazyProbe, lazyProbe, probePace, probing } from "./probing.js";
import { type CellStart, type Checkpoint, replicasOf, type TrainCellsOptions, trainCells } from "./train-cells.js";
import { type TrainingData, trainingData } from "./training-data.js";

/** Finds the initializers and networks that cells name. */
export interface ModuleLoader {
  /** The initializer of a choice. */
  initializer(choice: Choice): Promise<AnyInitializer>;
  /** The network of a choice. */
  model(choice: Choice): Promise<Model>;
}

/** Finds stepzero's own initializers and networks only. */
export const builtInModules: ModuleLoader = {
  initializer: async (choice) => initializerOf(choice, noUserModules),
  model: async (choice) => modelOf(choice, noUserModules),
};

/** What a cell runner works with. */
export interface CellRunnerOptions {
  /** The runtime that trains. */
  readonly runtime: Runtime;
  /** Loads the data sets of cells. */
  readonly datasets: DatasetSource;
  /** Milliseconds, for the epochs' `seconds`. */
  readonly clock: () => number;
  /** @defaultValue `builtInModules`: stepzero's own initializers and networks only */
  readonly modules?: ModuleLoader | undefined;
  /**
   * Trains in less memory and more time, to the same results.
   *
   * @defaultValue false
   */
  readonly recompute?: boolean | undefined;
}

/** How a cell runner runs cells. */
export interface RunCellsOptions extends Omit<TrainCellsOptions, "onProbe"> {
  /**
   * Checkpoints of cells that resume; the results have the same bits as without interruption.
   *
   * @defaultValue every cell starts from its initial weights
   */
  readonly from?: ReadonlyMap<Cell, Checkpoint> | undefined;
}

/** Trains and times cells in this process. */
export interface CellRunner {
  /**
   * Trains cells of one training graph (`trainingKey`) at once. Cells that resume after different
   * epochs form groups, which are trained one after the other.
   *
   * @returns the results in the order of the cells; "refused" where a method does not fit
   * @throws Error the signal's reason, when it aborts
   * @throws InputError where the network does not fit the data
   */
  run(cells: readonly Cell[], options?: RunCellsOptions): Promise<CellResult[]>;
  /**
   * Times a few steps of cells of one training graph, trained at once from the weights of `he`.
   *
   * @returns the share of each cell
   * @throws InputError where the network does not fit the data
   */
  measure(cells: readonly Cell[]): Promise<Pace>;
  /** Frees the sessions. */
  release(): Promise<void>;
}

/** What cells of one training graph share. */
interface SharedParts {
  readonly key: string;
  readonly layers: Layer;
  readonly parameters: readonly TensorSpecification[];
  readonly data: TrainingData;
  readonly networks: InitializableNetworks;
  readonly probe: LazyProbe;
  /** By whether tensors have learning rates of their own, and how many runs are trained at once. */
  readonly compiled: Map<string, CompiledProblem>;
}

/** The weights a run starts from, and what they cost. */
interface InitialWeights {
  readonly weights: Weights;
  readonly history: Checkpoint["history"];
}

/** A cell and where its training starts. */
interface StartedCell {
  readonly cell: Cell;
  readonly from: Checkpoint | InitialWeights;
}

/** A cell runner, which keeps what the last cells shared until cells of another problem come. */
export function createCellRunner(options: CellRunnerOptions): CellRunner {
  const { clock } = options;
  const sharing = shareBetweenCells(options);
  return {
    async run(cells, { from, ...training } = {}) {
      const shared = await sharing.of(cells[0]!);
      const results = new Map<Cell, CellResult>();
      const lots = new Map<number, StartedCell[]>();
      for (const cell of cells) {
        try {
          const start = from?.get(cell) ?? (await weightsOf(cell, shared, options));
          const epoch = "state" in start ? start.state.epoch : 0;
          lots.set(epoch, [...(lots.get(epoch) ?? []), { cell, from: start }]);
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          const refused = { cell, status: "refused", epochs: [], reason: error.message } as const;
          results.set(cell, refused);
          training.onResult?.(refused);
        }
      }
      for (const started of lots.values()) {
        for (const result of await trainLot(started, shared, options, training)) {
          results.set(result.cell, result);
        }
      }
      return cells.map((cell) => results.get(cell)!);
    },
    async measure(cells) {
      const began = clock();
      const shared = await sharing.of(cells[0]!);
      const compiled = await compiledFor(cells, shared, options);
      const prepare = (clock() - began) / 1000;
      const he = findInitializer("he");
      if (isDataDriven(he)) throw new Error("he needs no data");
      const weights = cells.map(({ seed }) => initialWeights(he, shared.parameters, seed));
      const start = initialState(compiled, compiled.replicas === undefined ? weights[0]! : weights);
      const probe = await probePace(cells, shared, weights[0]!, clock);
      const { train, test } = compiled.dataset;
      const bytes = Object.values(start.tensors).reduce((sum, { data }) => sum + data.byteLength, 0);
      return {
        prepare: prepare + probe.prepare,
        probe: probe.seconds,
        probeBytes: probe.bytes,
        ...(await measurePace(compiled, start, clock)),
        trainSamples: train.count,
        testSamples: test.count,
        validationSamples: shared.data.validation?.count ?? 0,
        checkpointBytes: bytes / cells.length,
      };
    },
    release: sharing.release,
  };
}

/** Keeps what the last cells shared: cells come ordered by problem and recipe. */
function shareBetweenCells({ runtime, datasets, modules = builtInModules }: CellRunnerOptions) {
  let shared: SharedParts | undefined;
  let loaded: { readonly checksum: string; readonly dataset: Dataset } | undefined;
  const release = async (): Promise<void> => {
    for (const problem of shared?.compiled.values() ?? []) await problem.release();
    await shared?.networks.release();
    await shared?.probe.release();
    shared = undefined;
  };
  return {
    release,
    async of(cell: Cell): Promise<SharedParts> {
      const key = trainingKey(cell);
      if (shared?.key === key) return shared;
      await release();
      const { data: name, dataChecksum: checksum, model: choice } = cell.problem;
      if (loaded?.checksum !== checksum) {
        loaded = undefined; // the old one may be large
        loaded = { checksum, dataset: await datasets.load(name, checksum) };
      }
      const { dataset } = loaded;
      const model = await modules.model(choice);
      const problem = { input: dataset.shape, classes: dataset.classes };
      const { parameters } = parametersOf(model, problem, choice.options);
      const layers = model.build(problem, choice.options);
      const data = trainingData(dataset, cell.problem);
      const { recipe } = cell.method;
      const networks = initializableNetworks(runtime, data.dataset, layers, recipe.loss, recipe.batch);
      const probe = lazyProbe(runtime, { layers, parameters, dataset: data.dataset, recipe });
      shared = { key, layers, parameters, data, networks, probe, compiled: new Map() };
      return shared;
    },
  };
}

/** A cell's initial weights, and for data-driven methods what they cost. */
async function weightsOf(
  { initSeed, seed: cellSeed, method }: Cell,
  { parameters, networks }: SharedParts,
  { modules = builtInModules, clock }: CellRunnerOptions,
): Promise<InitialWeights> {
  const seed = initSeed ?? cellSeed;
  const { options } = method.initializer;
  const initializer = await modules.initializer(method.initializer);
  if (!isDataDriven(initializer)) {
    return { weights: initialWeights(initializer, parameters, seed, options), history: { epochs: [] } };
  }
  const began = clock();
  const { weights, cost, notes } = await prepareWeights(initializer, networks.of(seed), parameters, seed, options);
  const initializationCost = { ...cost, seconds: (clock() - began) / 1000 };
  const reported = notes.length === 0 ? {} : { initializationNotes: notes };
  return { weights, history: { epochs: [], initializationCost, ...reported } };
}

/** The sessions that train these cells, with their learning rates. */
async function compiledFor(
  cells: readonly Cell[],
  { layers, parameters, data, compiled }: SharedParts,
  { runtime, modules = builtInModules, recompute }: CellRunnerOptions,
): Promise<CompiledProblem> {
  const { recipe } = cells[0]!.method;
  const each = await Promise.all(
    cells.map(async ({ method: { initializer: choice } }) => {
      const initializer = await modules.initializer(choice);
      if (isDataDriven(initializer) || initializer.learningRateMultipliers === undefined) return undefined;
      return learningRateMultipliersOf(initializer, parameters, recipe.optimizer.kind, choice.options);
    }),
  );
  const replicas = replicasOf(cells);
  const rates = ratesOf(each, parameters);
  const key = JSON.stringify([rates !== undefined, replicas]);
  const options = { ...(recompute && { recompute }), ...(replicas && { replicas }) };
  const problem = compiled.get(key) ?? (await compileProblem(runtime, data.dataset, layers, recipe, rates, options));
  compiled.set(key, problem);
  // The sessions of one method's rates serve another's.
  return { ...problem, learningRateMultipliers: rates };
}

/** Trains cells that start after the same number of epochs. */
async function trainLot(
  started: readonly StartedCell[],
  shared: SharedParts,
  options: CellRunnerOptions,
  training: TrainCellsOptions,
): Promise<CellResult[]> {
  const compiled = await compiledFor(
    started.map(({ cell }) => cell),
    shared,
    options,
  );
  const alone = { train: compiled.train, replicas: undefined };
  const starts = started.map(({ cell, from }): CellStart => {
    if ("state" in from) return { cell, from };
    return { cell, from: { state: initialState(alone, from.weights), history: from.history } };
  });
  const cells = starts.map(({ cell }) => cell);
  const onProbe = probing(cells, shared.probe, compiled, compiled.learningRateMultipliers);
  return trainCells(compiled, shared.data, starts, options.clock, { ...training, onProbe });
}

/** The rates of one cell, or of each of several; undefined where none has any. */
function ratesOf(
  each: readonly (Readonly<Record<string, number>> | undefined)[],
  parameters: readonly TensorSpecification[],
): LearningRateMultipliers | undefined {
  if (each.length === 1) return each[0];
  if (each.every((rates) => rates === undefined)) return undefined;
  return Object.fromEntries(parameters.map(({ name }) => [name, each.map((rates) => rates?.[name] ?? 1)]));
}
