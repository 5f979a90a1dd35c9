/** Training one network on one data set: compiled once for all initializers, seeds and learning rates. Read this first. */
import type { Dataset } from "../data/dataset.js";
import { type CompileOptions, compiledSession } from "../graph/compiler/compile.js";
import type { Graph, Value } from "../graph/graph.js";
import type { Tensor } from "../graph/tensor.js";
import type { Layer } from "../network/layers/layer.js";
import type { TensorSpecification } from "../network/parameter.js";
import type { Recipe } from "../recipe.js";
import type { DeviceMemory, Runtime, Session, Tensors } from "../runtime/runtime.js";
import { stepsInOneRun } from "./steps-at-once.js";
import { buildEvaluateGraph, buildTrainGraph, names, type SampleSource, type TrainGraph } from "./train-graph.js";

/** Everything that training changes: a checkpoint. With the problem, the recipe and the seed it decides all that follows. */
export interface TrainingState {
  /** Epochs finished. */
  readonly epoch: number;
  /** Optimizer steps made. */
  readonly step: number;
  /**
   * Parameters, optimizer slots and running statistics, by the name of their graph input. Where the runtime has a memory of its
   * own they lie there (`CompiledProblem.memory` reads and frees them).
   */
  readonly tensors: Readonly<Record<string, Tensor>>;
}

/** Several runs of one problem that are trained at once, in one graph. */
export interface Replicas {
  readonly count: number;
  /**
   * Whether each run has a batch order, masks and augmentation of its own. Otherwise all see what the first one's seed gives, as
   * paired runs of several initializers do: samples are then gathered, and a first layer's input prepared, once for all.
   */
  readonly ownBatches: boolean;
}

export interface Figures {
  /** Fraction of samples whose first largest logit is their label's. */
  readonly accuracy: number;
  /** Mean loss per sample. */
  readonly loss: number;
}

/**
 * What the learning rate is multiplied by, by parameter (1 where left out): a number, or with replicas one for each. Undefined where
 * all train at one rate.
 */
export type RateMultipliers = Readonly<Record<string, number | readonly number[]>>;

/** A problem made ready to run: sessions, and what the graphs want. */
export interface CompiledProblem {
  readonly dataset: Dataset;
  readonly recipe: Recipe;
  readonly batch: number;
  /** As they are for one run. */
  readonly parameters: readonly TensorSpecification[];
  readonly learningRateMultipliers: RateMultipliers | undefined;
  /** Where several runs are trained at once: every tensor of the state then has an axis for them in front. */
  readonly replicas: Replicas | undefined;
  readonly train: CompiledStep;
  /** The same for several steps in one run; undefined where that gains nothing. */
  readonly several: CompiledStep | undefined;
  /** For the smaller last batch of an epoch, where batch statistics forbid filling it up. */
  readonly remainder: CompiledStep | undefined;
  readonly evaluate: { readonly session: Session; readonly batch: number };
  /** The training samples and labels as inputs of a step; with augmentation the labels only, as batches come with each step. */
  readonly samples: Tensors;
  /** The runtime's own memory, where training's state stays between steps; undefined on the processor. */
  readonly memory: DeviceMemory | undefined;
  release(): Promise<void>;
}

export interface CompiledStep {
  readonly session: Session;
  /** Of one step. */
  readonly graph: TrainGraph;
  readonly batch: number;
  /** How many steps a run makes; what differs between them is named by `names.inStep`. */
  readonly steps: number;
}

export interface CompileProblemOptions {
  /**
   * Keeps about the square root of what a training step's forward pass makes and computes the rest again in its backward pass:
   * deep networks in a fraction of the memory, for the time of less than a second forward pass (`graph/compiler/schedule/recompute.ts`). The steps'
   * results are the same; where that would not save a tenth of the memory, so are the steps. `false` if left out.
   */
  readonly recompute?: boolean;
  /**
   * Trains so many runs at once (`trainReplicas`, `evaluateReplicas`): many small ones fill a device that one would leave idle. Each
   * makes the steps that it would make alone, rounded otherwise. On the processor only the smallest networks gain (`docs/performance.md`).
   */
  readonly replicas?: Replicas;
  /**
   * Training steps in one run of a graph, with the results of as many runs. Left out, several where networks are small; always 1 with
   * `recompute` and on devices where the state stays.
   */
  readonly stepsAtOnce?: number;
}

/** Rows of one evaluation run: small enough for its activations to stay near the processor. */
export const evaluationBatch = 250;

/**
 * Builds, differentiates, simplifies, lowers and loads the graphs of a problem.
 *
 * @param learningRateMultipliers of methods that are rates as well as weights (`learningRateMultipliersOf`). The graphs then take
 * them as inputs: `{ ...problem, learningRateMultipliers: others }` trains by others in the same sessions
 * @throws ShapeError where the network does not fit the data
 */
export async function compileProblem(
  runtime: Runtime,
  dataset: Dataset,
  layers: Layer,
  recipe: Recipe,
  learningRateMultipliers?: RateMultipliers,
  { recompute = false, replicas, stepsAtOnce }: CompileProblemOptions = {},
): Promise<CompiledProblem> {
  const { train, test, shape, classes } = dataset;
  const batch = Math.min(recipe.batch, train.count);
  const type = train.inputs instanceof Uint8Array ? "uint8" : "float32";
  const augmented = recipe.augmentation !== undefined;
  const source: SampleSource = augmented
    ? { shape, type: "float32", count: undefined }
    : { shape, type, count: train.count };
  const common = { layers, classes, loss: recipe.loss };
  const sessions: Session[] = [];
  const load = async (graph: Graph, stacked: readonly string[], own: CompileOptions = {}) => {
    const isStacked = ({ name }: Value) => stacked.includes(name);
    const together = replicas === undefined ? {} : { replicas: { count: replicas.count, isStacked } };
    const session = await compiledSession(graph, runtime, { ...own, ...together });
    sessions.push(session);
    return session;
  };
  const step = async (rows: number): Promise<CompiledStep> => {
    const options = { ...common, source, labelCount: train.count, batch: rows };
    const graph = buildTrainGraph(options, recipe.optimizer, learningRateMultipliers !== undefined);
    return loadSteps(graph, rows, 1);
  };
  const loadSteps = async (graph: TrainGraph, rows: number, steps: number): Promise<CompiledStep> => {
    const changing = [...graph.parameters, ...graph.slots, ...graph.states].map(({ name }) => name);
    const successors = new Map(changing.map((name) => [name, names.next(name)]));
    const forward = [names.loss, names.correct, ...graph.states.map(({ name }) => names.next(name))];
    const perStep = [...inputsOfBatch(graph, augmented), names.learningRate, ...graph.scalars];
    const session = await load(graph.graph, stackedInputs(graph, augmented, replicas), {
      resident: [...successors.values(), names.loss, names.correct],
      successors,
      ...(recompute ? { recomputeBeside: forward } : {}),
      ...(steps === 1 ? {} : { unroll: { steps, perStep } }),
    });
    return { session, graph, batch: rows, steps };
  };
  const main = await step(batch);
  const left = train.count % batch;
  const remainder = left > 0 && main.graph.states.length > 0 ? await step(left) : undefined;
  // On a device the state stays, and each operator costs as much again.
  const possible = !recompute && runtime.memory === undefined;
  const steps = { perEpoch: Math.floor(train.count / batch), epochs: recipe.epochs };
  const atOnce = stepsAtOnce ?? stepsInOneRun(main.graph, steps, replicas?.count);
  const several = possible && atOnce > 1 ? await loadSteps(main.graph, batch, atOnce) : undefined;
  const rows = Math.min(evaluationBatch, train.count, test.count);
  const evaluateGraph = buildEvaluateGraph({
    ...common,
    source: { shape, type, count: undefined },
    labelCount: rows,
    batch: rows,
  });
  const { memory } = runtime;
  const samples = await sampleInputs(dataset, augmented, memory);
  return {
    dataset,
    recipe,
    batch,
    parameters: main.graph.parameters,
    learningRateMultipliers,
    replicas,
    train: main,
    several,
    remainder,
    evaluate: {
      session: await load(
        evaluateGraph,
        [...main.graph.parameters, ...main.graph.states].map(({ name }) => name),
      ),
      batch: rows,
    },
    samples,
    memory,
    release: async () => {
      memory?.free(samples);
      for (const session of sessions) await session.release();
    },
  };
}

/** Inputs of a training step that its batch decides, if it is not a smaller one. */
function inputsOfBatch({ masks }: TrainGraph, augmented: boolean): string[] {
  return [...masks.map(({ name }) => name), names.indices, ...(augmented ? [names.data] : [])];
}

/** Inputs of a training step that differ between replicas. */
function stackedInputs(graph: TrainGraph, augmented: boolean, replicas: Replicas | undefined): string[] {
  const { parameters, slots, states } = graph;
  const batches = replicas?.ownBatches ? inputsOfBatch(graph, augmented) : [];
  const rates = graph.ownRates ? parameters.map(({ name }) => names.rateMultiplier(name)) : [];
  return [...[...parameters, ...slots, ...states].map(({ name }) => name), ...batches, ...rates];
}

/** Read in place, never copied on the processor; in a device's own memory once for all steps. */
async function sampleInputs(dataset: Dataset, augmented: boolean, memory: DeviceMemory | undefined): Promise<Tensors> {
  const { inputs, labels, count } = dataset.train;
  const labelInput = { [names.labels]: { type: "int32", shape: [count], data: labels } } as const;
  const shape = [count, ...dataset.shape];
  // Devices gather bytes on the processor: only the batch goes over.
  if (!augmented && inputs instanceof Uint8Array) {
    return {
      ...((await memory?.write(labelInput)) ?? labelInput),
      [names.data]: { type: "uint8", shape, data: inputs },
    };
  }
  const all: Tensors = augmented
    ? labelInput
    : { ...labelInput, [names.data]: { type: "float32", shape, data: inputs } };
  return (await memory?.write(all)) ?? all;
}
