/**
 * The two graphs of a problem: one training step, and evaluation of one batch.
 *
 * A step is a pure function: (parameters, slots, states, data, batch indices, masks, scalars) → (new parameters, new slots,
 * new states, summed loss, number correct).
 */

import { GraphBuilder } from "../graph/builder.js";
import { poolBeforeRelu } from "../graph/compiler/pool-before-relu.js";
import { inStep } from "../graph/compiler/schedule/unroll.js";
import { cast, div, mul, reduceSum, scale } from "../graph/expressions.js";
import { gradients } from "../graph/gradients/gradients.js";
import type { Graph, Value } from "../graph/graph.js";
import type { ElementType, Shape } from "../graph/tensor.js";
import type { Layer, MaskSpecification, NetworkGraph, StateSpecification } from "../network/layers/layer.js";
import { buildNetwork } from "../network/layers/build-network.js";
import type { TensorSpecification } from "../network/parameter.js";
import type { Recipe } from "../recipe.js";
import { correct, losses, oneHot } from "./loss.js";
import { decayed, optimizerOf } from "./optimizers.js";

/** Names of the graphs' inputs and outputs that are not parameters. */
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
  /** Of the k-th of several steps in one graph (from 0). */
  inStep: (name: string, k: number, steps: number) => (steps === 1 ? name : inStep(name, k)),
  slot: (parameter: string, slot: string) => `${parameter}:${slot}`,
  /** What the learning rate is multiplied by for this parameter, in graphs that have rates of their own. */
  rateMultiplier: (parameter: string) => `${parameter}:learning-rate-multiplier`,
} as const;

/** What the samples look like to the graph. */
export interface SampleSource {
  /** One sample: `[C, H, W]` or `[F]`. */
  readonly shape: Shape;
  /** Bytes are divided by 255; floats are used as they are. */
  readonly type: "uint8" | "float32";
  /** Samples in the `data` input, of which `indices` picks the batch; undefined: `data` is the batch itself (augmented). */
  readonly count: number | undefined;
}

export interface GraphOptions {
  readonly layers: Layer;
  readonly classes: number;
  readonly loss: Recipe["loss"];
  readonly source: SampleSource;
  /** Samples whose labels the `labels` input holds. */
  readonly labelCount: number;
  /** Rows of one run. */
  readonly batch: number;
}

/** A state or slot of the optimizer, by the name of its graph input. */
export interface SlotSpecification {
  readonly name: string;
  readonly shape: Shape;
}

export interface TrainGraph {
  readonly graph: Graph;
  readonly parameters: readonly TensorSpecification[];
  readonly states: readonly StateSpecification[];
  readonly masks: readonly MaskSpecification[];
  readonly slots: readonly SlotSpecification[];
  /** Names of the optimizer's scalars beside the learning rate. */
  readonly scalars: readonly string[];
  /** Whether each parameter has a rate of its own, by the input `names.rateMultiplier`. */
  readonly ownRates: boolean;
}

/**
 * The graph of one training step, differentiated and with the optimizer's update, in plain ONNX operators.
 *
 * @param ownRates gives each parameter an input that multiplies its learning rate: a graph of its own, so that the usual one stays
 * as it is for all who train at one rate
 */
export function buildTrainGraph(options: GraphOptions, optimizer: Recipe["optimizer"], ownRates = false): TrainGraph {
  const forward = new GraphBuilder("train");
  const batch = forwardPass(forward, options, "train");
  const g = GraphBuilder.from(poolBeforeRelu(forward.build()));
  const { network } = batch;
  const total = g.input(names.total, "float32", []);
  const meanLoss = div(g, batch.loss, total);
  const slopes = gradients(
    g,
    [meanLoss],
    network.parameters.map((p) => p.value),
  );

  const method = optimizerOf(optimizer);
  const scalars: Record<string, Value> = { learningRate: g.input(names.learningRate, "float32", []) };
  const scalarNames = Object.keys(method.scalars?.(optimizer, 1) ?? {});
  for (const name of scalarNames) scalars[name] = g.input(name, "float32", []);
  const slots: SlotSpecification[] = [];
  g.inLayer("optimizer", () => {
    network.parameters.forEach((parameter, i) => {
      const own = method.slots(optimizer).map((slot) => {
        slots.push({ name: names.slot(parameter.name, slot), shape: parameter.shape });
        return g.input(slots.at(-1)!.name, "float32", parameter.shape);
      });
      const decays = parameter.role.kind === "kernel" || parameter.role.kind === "embedding";
      const start = decayed(g, optimizer, decays, parameter.value, slopes[i]!, scalars.learningRate!);
      // Decoupled weight decay, above, keeps the plain rate: how far weights shrink is not to depend on the width.
      const rate = ownRates
        ? mul(g, scalars.learningRate!, g.input(names.rateMultiplier(parameter.name), "float32", []))
        : scalars.learningRate!;
      const update = method.update(g, optimizer, start.parameter, start.gradient, own, {
        ...scalars,
        learningRate: rate,
      });
      g.output(names.next(parameter.name), update.parameter);
      update.slots.forEach((value, k) => {
        g.output(names.next(slots.at(k - own.length)!.name), value);
      });
    });
  });
  for (const state of network.states) g.output(names.next(state.name), state.next ?? state.value);
  g.output(names.loss, batch.loss);
  g.output(names.correct, batch.correct);
  const { parameters, states, masks } = network;
  return { graph: g.build(), parameters, states, masks, slots, scalars: scalarNames, ownRates };
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
  /** Weighted number of right answers: scalar. */
  readonly correct: Value;
}

function forwardPass(g: GraphBuilder, options: GraphOptions, mode: "train" | "evaluate"): Batch {
  const { source, batch, classes } = options;
  const data = g.input(names.data, source.type as ElementType, [source.count ?? batch, ...source.shape]);
  const allLabels = g.input(names.labels, "int32", [options.labelCount]);
  const indices = g.input(names.indices, "int32", [batch]);
  const weights = g.input(names.weights, "float32", [batch]);
  const rows = source.count === undefined ? data : g.apply("Gather", [data, indices], { axis: 0 }); // [batch, ...shape]
  const x = source.type === "uint8" ? scale(g, cast(g, rows, "float32"), 1 / 255) : rows;
  const labels = g.apply("Gather", [allLabels, indices], { axis: 0 }); // [batch]
  const network = buildNetwork(g, options.layers, x, { mode });
  const perSample = losses[options.loss](g, network.logits, oneHot(g, labels, classes)); // [batch]
  return {
    network,
    loss: reduceSum(g, mul(g, perSample, weights), [0], false),
    correct: reduceSum(g, mul(g, correct(g, network.logits, labels), weights), [0], false),
  };
}
