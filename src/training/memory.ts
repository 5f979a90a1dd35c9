/** How much memory training takes, known from its graphs before any is run. */

import { bytesOf, peakBytes } from "../graph/compiler/schedule/execution-order.js";
import { type Shape, sizeOf } from "../graph/tensor.js";
import type { Layer } from "../network/layers/layer.js";
import type { Recipe } from "../recipe.js";
import { buildEvaluateGraph, buildTrainGraph } from "./train-graph.js";
import { evaluationBatch } from "./training.js";

/** What memory depends on, besides the network and its recipe. */
export interface ProblemSize {
  /** One sample: `[C, H, W]` or `[F]`. */
  readonly shape: Shape;
  /** Of the samples as they are kept. */
  readonly type: "uint8" | "float32";
  readonly classes: number;
  /** Training samples that are used, those held out for validation among them. */
  readonly trainSamples: number;
  readonly testSamples: number;
  /** Samples that are held out of the training samples, which are copied for it. */
  readonly validation?: number;
}

/** Bytes that training a network takes in one process, without the process itself. */
export interface TrainingMemory {
  readonly parameters: number;
  /** Of the optimizer, and running statistics. */
  readonly slots: number;
  /** What a step holds at most besides: activations kept for the backward pass, gradients, new parameters. */
  readonly activations: number;
  /** What one evaluation holds at most. */
  readonly evaluation: number;
  /** Samples and labels. */
  readonly data: number;
  /** All of them, the state as often as it is held (`STATES`). */
  readonly total: number;
}

/** Copies of parameters and slots beside the step's own: the state before, and those that wait for JavaScript's garbage collection. */
const STATES = 3;

/**
 * Counted on the graphs as they are built, without recomputation; the operators' scratch memory and the allocator's slack come on top
 * (`npm run bench:memory` has it beside what is resident).
 *
 * @throws ShapeError where the network does not fit the data
 * @example
 * const size = { shape: [1, 28, 28], type: "uint8", classes: 10, trainSamples: 60000, testSamples: 10000 } as const;
 * trainingMemory(layers, recipe, size).total / 2 ** 30 // → GiB
 */
export function trainingMemory(layers: Layer, recipe: Recipe, size: ProblemSize): TrainingMemory {
  const { shape, type, classes, testSamples, validation = 0 } = size;
  const trained = size.trainSamples - validation;
  const batch = Math.min(recipe.batch, trained);
  const augmented = recipe.augmentation !== undefined;
  const source = augmented
    ? ({ shape, type: "float32", count: undefined } as const)
    : ({ shape, type, count: trained } as const);
  const common = { layers, classes, loss: recipe.loss };
  const train = buildTrainGraph({ ...common, source, labelCount: trained, batch }, recipe.optimizer);
  const rows = Math.min(evaluationBatch, trained, testSamples);
  const evaluate = buildEvaluateGraph({
    ...common,
    source: { shape, type, count: undefined },
    labelCount: rows,
    batch: rows,
  });
  const parameters = floats(train.parameters);
  const slots = floats([...train.slots, ...train.states]);
  // The smaller last batch has sessions of its own where there are batch statistics; they allocate for themselves.
  const left = trained % batch;
  const share = left > 0 && train.states.length > 0 ? 1 + left / batch : 1;
  const activations = share * peakBytes(train.graph);
  const evaluation = peakBytes(evaluate);
  const sample = bytesOf({ type, shape: [sizeOf(shape)] }) + 4;
  const data = sample * (size.trainSamples + testSamples + (validation > 0 ? size.trainSamples : 0));
  return {
    parameters,
    slots,
    activations,
    evaluation,
    data,
    total: STATES * (parameters + slots) + activations + evaluation + data,
  };
}

const floats = (tensors: readonly { readonly shape: Shape }[]): number =>
  tensors.reduce((bytes, { shape }) => bytes + bytesOf({ type: "float32", shape }), 0);
