/** Training one network on one data set: compiled once for all initializers, seeds and learning rates. Read this first. */

import type { Dataset, Split } from "../data/dataset.js";
import type { TensorSpecification } from "../initializers/initializer.js";
import type { Layer } from "../layers/layer.js";
import { type CompiledSession, type CompileOptions, compiledSession } from "../lowering/compile.js";
import type { Graph } from "../onnx/graph.js";
import { type ElementType, emptyData, type Shape, sizeOf, type Tensor } from "../onnx/tensor.js";
import type { DeviceMemory, Runtime, Session, Tensors } from "../runtime/runtime.js";
import type { Recipe } from "./recipe.js";
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

export interface Figures {
  /** Fraction of samples whose first largest logit is their label's. */
  readonly accuracy: number;
  /** Mean loss per sample. */
  readonly loss: number;
}

/** A problem made ready to run: sessions, and what the graphs want. */
export interface CompiledProblem {
  readonly dataset: Dataset;
  readonly recipe: Recipe;
  readonly batch: number;
  readonly parameters: readonly TensorSpecification[];
  /** What the learning rate is multiplied by, by parameter (1 where left out); undefined where all train at one rate. */
  readonly learningRateMultipliers: Readonly<Record<string, number>> | undefined;
  readonly train: CompiledStep;
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
  readonly session: CompiledSession;
  readonly graph: TrainGraph;
  readonly batch: number;
}

export interface CompileProblemOptions {
  /**
   * Keeps about the square root of what a training step's forward pass makes and computes the rest again in its backward pass:
   * deep networks in a fraction of the memory, for the time of less than a second forward pass (`lowering/recompute.ts`). The steps'
   * results are the same; where that would not save a tenth of the memory, so are the steps. `false` if left out.
   */
  readonly recompute?: boolean;
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
  learningRateMultipliers?: Readonly<Record<string, number>>,
  { recompute = false }: CompileProblemOptions = {},
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
  const load = async (graph: Graph, own: CompileOptions = {}) => {
    const session = await compiledSession(graph, runtime, own);
    sessions.push(session);
    return session;
  };
  const step = async (rows: number): Promise<CompiledStep> => {
    const options = { ...common, source, labelCount: train.count, batch: rows };
    const graph = buildTrainGraph(options, recipe.optimizer, learningRateMultipliers !== undefined);
    const changing = [...graph.parameters, ...graph.slots, ...graph.states].map(({ name }) => name);
    const successors = new Map(changing.map((name) => [name, names.next(name)]));
    const forward = [names.loss, names.correct, ...graph.states.map(({ name }) => names.next(name))];
    const session = await load(graph.graph, {
      resident: [...successors.values()],
      successors,
      ...(recompute ? { recomputeBeside: forward } : {}),
    });
    return { session, graph, batch: rows };
  };
  const main = await step(batch);
  const left = train.count % batch;
  const remainder = left > 0 && main.graph.states.length > 0 ? await step(left) : undefined;
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
    train: main,
    remainder,
    evaluate: { session: await load(evaluateGraph), batch: rows },
    samples,
    memory,
    release: async () => {
      memory?.free(samples);
      for (const session of sessions) await session.release();
    },
  };
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

/** The state before the first step. `weights` holds every parameter by name. @throws Error naming a missing or wrongly sized one */
export function initialState(
  { train }: CompiledProblem,
  weights: Readonly<Record<string, Float32Array>>,
): TrainingState {
  const tensors: Record<string, Tensor> = {};
  for (const { name, shape } of train.graph.parameters) {
    const data = weights[name];
    if (data?.length !== sizeOf(shape)) {
      throw new Error(
        `initialState: parameter "${name}" wants ${sizeOf(shape)} numbers [${shape.join(", ")}], got ${data?.length ?? "none"}`,
      );
    }
    tensors[name] = { type: "float32", shape, data };
  }
  for (const { name, shape } of train.graph.slots) tensors[name] = filled("float32", shape, 0);
  for (const { name, shape, initial } of train.graph.states) tensors[name] = filled("float32", shape, initial);
  return { epoch: 0, step: 0, tensors };
}

/** Loss and accuracy of a split in evaluation mode, every sample counted once. */
export async function evaluate(
  problem: CompiledProblem,
  state: TrainingState,
  split: Split,
  signal?: AbortSignal,
): Promise<Figures> {
  const { session, batch } = problem.evaluate;
  const size = sizeOf(problem.dataset.shape);
  const { inputs, labels } = split.count < batch ? filledUp(split, batch) : split;
  const indices: Tensor = { type: "int32", shape: [batch], data: Int32Array.from({ length: batch }, (_, i) => i) };
  const all = filled("float32", [batch], 1);
  let loss = 0;
  let right = 0;
  for (let from = 0; from < split.count; from += batch) {
    signal?.throwIfAborted();
    // The last batch reaches back over rows already counted; those weigh nothing.
    const start = Math.max(0, Math.min(from, split.count - batch));
    const weights =
      start === from && split.count >= batch
        ? all
        : {
            ...all,
            data: Float32Array.from({ length: batch }, (_, i) =>
              start + i < from || start + i >= split.count ? 0 : 1,
            ),
          };
    const outputs = await session.run({
      ...state.tensors,
      [names.data]: {
        type: inputs instanceof Uint8Array ? "uint8" : "float32",
        shape: [batch, ...problem.dataset.shape],
        data: inputs.subarray(start * size, (start + batch) * size),
      },
      [names.labels]: { type: "int32", shape: [batch], data: labels.subarray(start, start + batch) },
      [names.indices]: indices,
      [names.weights]: weights,
    });
    loss += scalarOf(outputs[names.loss]!);
    right += scalarOf(outputs[names.correct]!);
  }
  return { accuracy: right / split.count, loss: loss / split.count };
}

/** A split of fewer rows than a batch, filled up with zeros that weigh nothing. */
function filledUp({ inputs, labels, count }: Split, rows: number): Split {
  const size = inputs.length / count;
  const more = inputs instanceof Uint8Array ? new Uint8Array(rows * size) : new Float32Array(rows * size);
  const filledLabels = new Int32Array(rows);
  more.set(inputs);
  filledLabels.set(labels);
  return { inputs: more, labels: filledLabels, count: rows };
}

export function filled(type: ElementType, shape: Shape, value: number): Tensor {
  const data = emptyData(type, sizeOf(shape));
  (data as Float32Array).fill(value);
  return { type, shape, data };
}

export function scalarOf(t: Tensor): number {
  return Number(t.data[0]);
}
