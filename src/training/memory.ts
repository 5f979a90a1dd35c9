/** How much memory training takes: counted on its graphs before any runs. */

import { bytesOf, peakBytes } from "../graph/compiler/schedule/execution-order.js";
import { type Shape, sizeOf } from "../graph/tensor.js";
import type { Layer } from "../network/layers/layer.js";
import { type DataSize, problemGraphs } from "./problem-graphs.js";
import type { TrainingRecipe } from "./training-recipe.js";

/**
 * What memory depends on, besides the network and its recipe. `trainSamples` counts those held out,
 * too.
 */
export interface ProblemSize extends DataSize {
  /**
   * Training samples that are held out; the others are then copied.
   *
   * @defaultValue 0
   */
  readonly validation?: number | undefined;
}

/** Bytes that training a network takes in one process, besides the process itself. */
export interface TrainingMemory {
  /** The network's parameters. */
  readonly parameters: number;
  /** State tensors of the optimizer, and running statistics. */
  readonly slots: number;
  /**
   * The most that a step holds besides: activations for the backward pass, gradients, new
   * parameters.
   */
  readonly activations: number;
  /** The most that one evaluation holds. */
  readonly evaluation: number;
  /** Samples and labels. */
  readonly data: number;
  /** The sum, with parameters and slots counted `STATES` times. */
  readonly total: number;
}

/**
 * Copies of parameters and slots besides those of the step: the state before, and garbage that
 * JavaScript has yet to collect.
 */
const STATES = 3;

/**
 * How much memory training takes, counted on its graphs, without recomputation and on whole batches
 * (a step that is cut into pieces takes less). The scratch memory of operators and the slack of the
 * allocator are not counted (`npm run bench:memory` compares with what is resident).
 *
 * @throws ShapeError where the network does not fit the data
 * @example
 * import { mlp } from "stepzero/networks";
 * import { trainingMemory } from "stepzero/training";
 *
 * const data = { input: [1, 28, 28], classes: 10 };
 * const layers = mlp.build(data, { depth: 2, width: 64, activation: "relu" });
 * const samples = { trainSamples: 60000, testSamples: 10000 };
 * const size = { shape: [1, 28, 28], type: "uint8", classes: 10, ...samples } as const;
 * trainingMemory(layers, mlp.recipe, size).total / 2 ** 30; // GiB
 */
export function trainingMemory(layers: Layer, recipe: TrainingRecipe, size: ProblemSize): TrainingMemory {
  const { shape, type, testSamples, validation = 0 } = size;
  const graphs = problemGraphs(layers, recipe, { ...size, trainSamples: size.trainSamples - validation });
  const train = graphs.train(graphs.batch);
  const parameters = floats(train.parameters);
  const slots = floats([...train.slots, ...train.states]);
  // Where there are batch statistics, the smaller last batch has a session that allocates for
  // itself.
  const share = train.states.length > 0 ? 1 + graphs.remainder / graphs.batch : 1;
  const activations = share * peakBytes(train.graph);
  const evaluation = peakBytes(graphs.evaluate());
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
