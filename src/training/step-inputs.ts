/** What changes from step to step besides the state: indices, weights, masks, augmented samples. */
import { augmentBatch } from "../data/augment.js";
import { type Shape, sizeOf, type Tensor, tensor } from "../graph/tensor.js";
import { at, keepMask, type Stream, stream } from "../random/index.js";
import { filled } from "./state.js";
import { names } from "./train-graph.js";
import type { CompiledProblem, CompiledStep } from "./training.js";

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

/**
 * Makes the inputs of a step, in buffers that are used again for the next one.
 *
 * @param streams those of each run that has batches of its own; of one run, where all share its batches
 * @returns a function of the samples that each of them takes, all equally many, and the step (from 0)
 */
export function stepInputs(
  { dataset, recipe, replicas }: CompiledProblem,
  { graph, batch }: CompiledStep,
  streams: readonly RunStreams[],
): (chosen: readonly Int32Array[], step: number) => Record<string, Tensor> {
  const stacked = (shape: Shape): Shape => (replicas?.ownBatches ? [streams.length, ...shape] : shape);
  const indices = filled("int32", stacked([batch]), 0);
  const weights = filled("float32", [batch], 0);
  const masks = graph.masks.map(({ name, shape, rate }) => ({
    name,
    tensor: filled("uint8", stacked(shape), 0),
    size: sizeOf(shape),
    streams: streams.map((run) => run.dropout(name)),
    dropped256ths: Math.round(rate * 256),
  }));
  const sample = sizeOf(dataset.shape);
  const augmentation = recipe.augmentation;
  const samples = augmentation && filled("float32", stacked([batch, ...dataset.shape]), 0);
  return (chosen, step) => {
    chosen.forEach((own, r) => {
      const rows = (indices.data as Int32Array).subarray(r * batch, (r + 1) * batch);
      rows.fill(own[0]!); // rows that only fill up repeat the first sample and weigh nothing
      rows.set(own);
      for (const mask of masks) {
        const part = (mask.tensor.data as Uint8Array).subarray(r * mask.size, (r + 1) * mask.size);
        keepMask(at(mask.streams[r]!, step), part, mask.dropped256ths);
      }
      if (samples !== undefined) {
        const part = (samples.data as Float32Array).subarray(r * batch * sample, (r + 1) * batch * sample);
        augmentBatch(dataset, rows, augmentation!, at(streams[r]!.augmentation, step), part);
      }
    });
    const count = chosen[0]!.length;
    (weights.data as Float32Array).fill(0).fill(1, 0, count);
    return {
      [names.indices]: indices,
      [names.weights]: weights,
      [names.total]: tensor("float32", [], [count]),
      ...Object.fromEntries(masks.map(({ name, tensor: mask }) => [name, mask])),
      ...(samples === undefined ? {} : { [names.data]: samples }),
    };
  };
}
