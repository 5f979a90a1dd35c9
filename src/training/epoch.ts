/** One epoch of training: every sample once, in an order drawn from the seed. */
import { augmentBatch } from "../data/augment.js";
import { type Tensor, tensor } from "../onnx/tensor.js";
import { at, keepMask, permutation, type Stream, stream } from "../random/index.js";
import { optimizerOf } from "./optimizers.js";
import { learningRate } from "./schedule.js";
import { names } from "./train-graph.js";
import {
  type CompiledProblem,
  type CompiledStep,
  type Figures,
  filled,
  scalarOf,
  type TrainingState,
} from "./training.js";

/** The streams of a run besides initialization; paired cells share them. */
export interface RunStreams {
  /** Order of the samples: child e for epoch e (from 0). */
  readonly order: Stream;
  /** Dropout: by mask name, child s for step s (from 0). */
  readonly dropout: (mask: string) => Stream;
  /** Shifts and flips: child s for step s (from 0). */
  readonly augmentation: Stream;
}

/** The streams that belong to a seed. */
export function runStreams(seed: number): RunStreams {
  return {
    order: stream(seed, "order"),
    dropout: (mask) => stream(seed, "dropout", mask),
    augmentation: stream(seed, "augmentation"),
  };
}

export interface EpochOptions {
  /** Called after each step with the number of samples seen in this epoch. */
  readonly onStep?: (samples: number) => void;
  /** Aborting throws the signal's reason between two steps. */
  readonly signal?: AbortSignal;
}

export type EpochOutcome =
  | { readonly kind: "trained"; readonly state: TrainingState; readonly running: Figures }
  /** The loss of a step was NaN or infinite; `step` counts from 1 over all epochs. */
  | { readonly kind: "diverged"; readonly step: number; readonly loss: number };

/**
 * Trains one epoch from `state`, which is left as it was.
 *
 * `running` is what Keras reports: the mean of each sample's loss and correctness at the step it was used in, dropout
 * active, weights changing. The last, smaller batch of the epoch counts each of its samples once.
 */
export async function trainEpoch(
  problem: CompiledProblem,
  state: TrainingState,
  streams: RunStreams,
  options: EpochOptions = {},
): Promise<EpochOutcome> {
  const { recipe, dataset, batch } = problem;
  const { count } = dataset.train;
  const stepsPerEpoch = Math.ceil(count / batch);
  const order = permutation(at(streams.order, state.epoch), count);
  const feeds = new Map(
    [problem.train, problem.remainder].flatMap((s) => (s ? [[s, stepFeeds(problem, s, streams)] as const] : [])),
  );
  const fixed = { ...problem.samples, ...rateInputs(problem) };
  let { tensors, step } = state;
  /** The step whose session has the tensors in its order. */
  let current: CompiledStep | undefined;
  const inUsualOrder = () => current?.session.inUsualOrder(tensors) ?? tensors;
  /** Of the epoch's own states, so that the device holds one at a time. */
  const free = (replaced: TrainingState["tensors"]): void => {
    if (replaced !== state.tensors) problem.memory?.free(replaced);
  };
  let loss = 0;
  let right = 0;
  for (let from = 0; from < count; from += batch) {
    if (options.signal?.aborted) {
      free(tensors);
      throw options.signal.reason;
    }
    const rows = Math.min(batch, count - from);
    const compiled = rows < batch && problem.remainder !== undefined ? problem.remainder : problem.train;
    if (compiled !== current) {
      tensors = compiled.session.arranged(inUsualOrder());
      current = compiled;
    }
    const feed = feeds.get(compiled)!(order.subarray(from, from + rows), step);
    const rate = learningRate(recipe, step + 1, stepsPerEpoch);
    const scalars = optimizerOf(recipe.optimizer).scalars?.(recipe.optimizer, step + 1) ?? {};
    const inputs: Record<string, Tensor> = {
      ...tensors,
      ...fixed,
      ...feed,
      [names.learningRate]: tensor("float32", [], [rate]),
    };
    for (const name of compiled.graph.scalars) inputs[name] = tensor("float32", [], [scalars[name]!]);
    const outputs = await compiled.session.run(inputs);
    step++;
    const next: Record<string, Tensor> = {};
    for (const name of Object.keys(tensors)) next[name] = outputs[names.next(name)]!;
    free(tensors);
    tensors = next;
    const stepLoss = scalarOf(outputs[names.loss]!);
    if (!Number.isFinite(stepLoss)) {
      free(tensors);
      return { kind: "diverged", step, loss: stepLoss };
    }
    loss += stepLoss;
    right += scalarOf(outputs[names.correct]!);
    options.onStep?.(from + rows);
  }
  return {
    kind: "trained",
    state: { epoch: state.epoch + 1, step, tensors: inUsualOrder() },
    running: { accuracy: right / count, loss: loss / count },
  };
}

/** Each parameter's share of the learning rate, in graphs that have such inputs. */
function rateInputs({ train, learningRateMultipliers = {} }: CompiledProblem): Record<string, Tensor> {
  if (!train.graph.ownRates) return {};
  return Object.fromEntries(
    train.graph.parameters.map(({ name }) => [
      names.rateMultiplier(name),
      tensor("float32", [], [learningRateMultipliers[name] ?? 1]),
    ]),
  );
}

/** What changes from step to step besides parameters: indices, weights, masks, augmented samples; buffers are reused. */
function stepFeeds(problem: CompiledProblem, { graph, batch }: CompiledStep, streams: RunStreams) {
  const { dataset, recipe } = problem;
  const indices = new Int32Array(batch);
  const weights = new Float32Array(batch);
  const masks = graph.masks.map(({ name, shape, rate }) => ({
    tensor: filled("uint8", shape, 0),
    stream: streams.dropout(name),
    dropped256ths: Math.round(rate * 256),
    name,
  }));
  const samples = recipe.augmentation && filled("float32", [batch, ...dataset.shape], 0);
  return (chosen: Int32Array, step: number): Record<string, Tensor> => {
    indices.fill(chosen[0]!); // rows that only fill up repeat the first sample and weigh nothing
    indices.set(chosen);
    weights.fill(0).fill(1, 0, chosen.length);
    const feed: Record<string, Tensor> = {
      [names.indices]: { type: "int32", shape: [batch], data: indices },
      [names.weights]: { type: "float32", shape: [batch], data: weights },
      [names.total]: tensor("float32", [], [chosen.length]),
    };
    for (const mask of masks) {
      keepMask(at(mask.stream, step), mask.tensor.data as Uint8Array, mask.dropped256ths);
      feed[mask.name] = mask.tensor;
    }
    if (samples !== undefined) {
      augmentBatch(
        dataset,
        indices,
        recipe.augmentation!,
        at(streams.augmentation, step),
        samples.data as Float32Array,
      );
      feed[names.data] = samples;
    }
    return feed;
  };
}
