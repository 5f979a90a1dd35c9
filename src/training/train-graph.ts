/**
 * The two graphs of a problem: one training step, and evaluation of one batch.
 *
 * A step is a pure function: (parameters, slots, states, data, batch indices, masks, scalars) →
 * (new parameters, new slots, new states, summed loss, number correct).
 */

import { ShapeError } from "../errors.js";
import { GraphBuilder } from "../graph/builder.js";
import { poolBeforeRelu } from "../graph/compiler/pool-before-relu.js";
import { inStep } from "../graph/compiler/schedule/unroll.js";
import { add, cast, div, mul, reduceSum, scale } from "../graph/expressions.js";
import { gradients } from "../graph/gradients/gradients.js";
import type { Graph, Value } from "../graph/graph.js";
import type { ElementType, Shape } from "../graph/tensor.js";
import { buildNetwork } from "../network/layers/build-network.js";
import type { Layer, MaskSpecification, NetworkGraph, StateSpecification } from "../network/layers/layer.js";
import type { TensorSpecification } from "../network/parameter.js";
import { correct, lossPerSample, oneHot } from "./loss.js";
import { type Optimizer, optimizerOf, updateOf } from "./optimizers.js";
import type { TrainingRecipe } from "./training-recipe.js";

/** Names of the graphs' inputs and outputs besides the parameters. */
export const names = {
  data: "data",
  labels: "labels",
  indices: "indices",
  weights: "weights",
  total: "total-weight",
  learningRate: "learning-rate",
  loss: "loss",
  correct: "correct",
  /** Output that becomes the input `name` of the next step. */
  next: (name: string) => `${name}:next`,
  /** Of the k-th step (from 0) of several in one graph. */
  inStep: (name: string, k: number, steps: number) => (steps === 1 ? name : inStep(name, k)),
  slot: (parameter: string, slot: string) => `${parameter}:${slot}`,
  /** Of the gradients of pieces of a batch, where a step makes it in pieces. */
  sum: (parameter: string) => `${parameter}:sum`,
  /** What the learning rate of this parameter is multiplied by, in graphs that have multipliers. */
  learningRateMultiplier: (parameter: string) => `${parameter}:learning-rate-multiplier`,
} as const;

/** What the samples look like to the graph. */
export interface SampleSource {
  /** One sample: `[C, H, W]` or `[F]`. */
  readonly shape: Shape;
  /** Bytes are divided by 255; floats are used as they are. */
  readonly type: "uint8" | "float32";
  /**
   * Samples in the `data` input, of which `indices` picks the batch. Undefined: `data` is the batch
   * itself, as with augmentation.
   */
  readonly count: number | undefined;
}

/** What both graphs are built from. */
export interface GraphOptions {
  readonly layers: Layer;
  readonly classes: number;
  readonly loss: TrainingRecipe["loss"];
  readonly source: SampleSource;
  /** Samples whose labels the `labels` input holds. */
  readonly labelCount: number;
  /** Rows of one run. */
  readonly batch: number;
}

/** A state tensor of the optimizer, by the name of its graph input. */
export interface SlotSpecification {
  readonly name: string;
  readonly shape: Shape;
}

/**
 * What a graph makes of its rows: a training step; sums of gradients, which it adds to those that
 * it is handed; or a step by the sum of its own gradients and those.
 */
export type StepPart = "step" | "sums" | "step from sums";

/** The graph of a step, and what its inputs mean. */
export interface TrainGraph {
  readonly graph: Graph;
  readonly parameters: readonly TensorSpecification[];
  readonly states: readonly StateSpecification[];
  readonly masks: readonly MaskSpecification[];
  readonly slots: readonly SlotSpecification[];
  /** Names of the optimizer's scalars beside the learning rate. */
  readonly scalars: readonly string[];
  /** Whether each parameter has an input `names.learningRateMultiplier`. */
  readonly learningRateMultipliers: boolean;
}

/**
 * The graph of one training step, differentiated and with the optimizer's update, in plain ONNX
 * operators.
 *
 * @param learningRateMultipliers whether each parameter gets an input that multiplies its learning
 * rate. Most methods need none; their graph stays without
 * @throws InputError where optimizer or loss are unknown, or do not return what they must
 * @throws ShapeError where the network does not fit the data
 */
export function buildTrainGraph(
  options: GraphOptions,
  optimizer: TrainingRecipe["optimizer"],
  learningRateMultipliers = false,
  part: StepPart = "step",
): TrainGraph {
  const forward = new GraphBuilder("train");
  const batch = forwardPass(forward, options, "train");
  const g = GraphBuilder.from(poolBeforeRelu(forward.build()));
  const { parameters, states, masks } = batch.network;
  const total = g.input(names.total, "float32", []);
  const meanLoss = div(g, batch.loss, total);
  const ofRows = gradients(
    g,
    [meanLoss],
    parameters.map((p) => p.value),
  );
  const slopes = part === "step" ? ofRows : addedToSums(g, parameters, ofRows);
  const update =
    part === "sums"
      ? returnedSums(g, parameters, slopes)
      : addUpdates(g, optimizerOf(optimizer), parameters, slopes, learningRateMultipliers);
  for (const state of states) g.output(names.next(state.name), state.next ?? state.value);
  g.output(names.loss, batch.loss);
  g.output(names.correct, batch.correct);
  return { graph: g.build(), parameters, states, masks, ...update, learningRateMultipliers };
}

/** The gradients of some rows, added to what the graph is handed of the rows before. */
function addedToSums(
  g: GraphBuilder,
  parameters: NetworkGraph["parameters"],
  slopes: readonly Value[],
): readonly Value[] {
  return parameters.map(({ name, shape }, i) => add(g, g.input(names.sum(name), "float32", shape), slopes[i]!));
}

function returnedSums(
  g: GraphBuilder,
  parameters: NetworkGraph["parameters"],
  sums: readonly Value[],
): Pick<TrainGraph, "slots" | "scalars"> {
  parameters.forEach(({ name }, i) => {
    g.output(names.next(names.sum(name)), sums[i]!);
  });
  return { slots: [], scalars: [] };
}

/**
 * Adds the optimizer's update of every parameter: inputs for its scalars and slots, outputs for
 * what comes next.
 */
function addUpdates(
  g: GraphBuilder,
  optimizer: Optimizer,
  parameters: NetworkGraph["parameters"],
  slopes: readonly Value[],
  learningRateMultipliers: boolean,
): Pick<TrainGraph, "slots" | "scalars"> {
  const { hyperparameters } = optimizer;
  const learningRate = g.input(names.learningRate, "float32", []);
  const scalarNames = Object.keys(optimizer.scalars?.(hyperparameters, 1) ?? {});
  const scalars = Object.fromEntries(scalarNames.map((name) => [name, g.input(name, "float32", [])]));
  const slotNames = optimizer.slots(hyperparameters);
  const allSlots: SlotSpecification[] = [];
  g.inLayer("optimizer", () => {
    parameters.forEach(({ name, shape, role, value }, i) => {
      const specifications = slotNames.map((slot) => ({ name: names.slot(name, slot), shape }));
      allSlots.push(...specifications);
      const update = updateOf(optimizer, {
        g,
        parameter: value,
        gradient: slopes[i]!,
        slots: specifications.map((slot) => g.input(slot.name, "float32", shape)),
        learningRate,
        scalars,
        decays: role.kind === "kernel" || role.kind === "embedding",
        learningRateMultiplier: learningRateMultipliers
          ? g.input(names.learningRateMultiplier(name), "float32", [])
          : undefined,
      });
      g.output(names.next(name), update.parameter);
      update.slots.forEach((slot, k) => {
        g.output(names.next(specifications[k]!.name), slot);
      });
    });
  });
  return { slots: allSlots, scalars: scalarNames };
}

/**
 * The forward pass of a training step alone, with the inputs and outputs that it has there:
 * undefined, where the network cannot be built for so many rows.
 */
export function buildForwardGraph(options: GraphOptions): Graph | undefined {
  const g = new GraphBuilder("forward");
  try {
    const batch = forwardPass(g, options, "train");
    g.output(names.loss, batch.loss);
    g.output(names.correct, batch.correct);
    return g.build();
  } catch (error) {
    if (error instanceof ShapeError) return undefined;
    throw error;
  }
}

/** The graph that evaluates one batch: dropout off, batch norm by its running statistics. */
export function buildEvaluateGraph(options: GraphOptions): Graph {
  const g = new GraphBuilder("evaluate");
  const batch = forwardPass(g, options, "evaluate");
  g.output(names.loss, batch.loss);
  g.output(names.correct, batch.correct);
  return poolBeforeRelu(g.build());
}

interface Batch {
  readonly network: NetworkGraph;
  /** Weighted sum over the batch's samples: scalar. */
  readonly loss: Value;
  /** Weighted number of correct samples: scalar. */
  readonly correct: Value;
}

function forwardPass(g: GraphBuilder, options: GraphOptions, mode: "train" | "evaluate"): Batch {
  const { source, batch, classes } = options;
  const data = g.input(names.data, source.type as ElementType, [source.count ?? batch, ...source.shape]);
  const allLabels = g.input(names.labels, "int32", [options.labelCount]);
  const indices = g.input(names.indices, "int32", [batch]);
  const weights = g.input(names.weights, "float32", [batch]);
  // [batch, ...shape]
  const rows = source.count === undefined ? data : g.apply("Gather", [data, indices], { axis: 0 });
  const x = source.type === "uint8" ? scale(g, cast(g, rows, "float32"), 1 / 255) : rows;
  const labels = g.apply("Gather", [allLabels, indices], { axis: 0 }); // [batch]
  const network = buildNetwork(g, options.layers, x, { mode });
  // [batch]
  const perSample = lossPerSample(g, options.loss, network.logits, oneHot(g, labels, classes));
  return {
    network,
    loss: reduceSum(g, mul(g, perSample, weights), [0], false),
    correct: reduceSum(g, mul(g, correct(g, network.logits, labels), weights), [0], false),
  };
}
