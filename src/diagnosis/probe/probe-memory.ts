/** How many samples a probe reads at once. */
import type { Shape } from "../../graph/tensor.js";
import type { Layer } from "../../network/layers/layer.js";
import { MOST_BYTES, USUAL_ROWS } from "../bounds.js";
import { type BatchMemory, rowsWithin } from "../rows.js";

/** What a network is probed with. */
export interface ProbedSamples {
  /** One sample: `[C, H, W]` or `[F]`. */
  readonly shape: Shape;
  /** Training samples. */
  readonly samples: number;
  /** Rows of a training step, which the network is known to take. */
  readonly batch: number;
}

/**
 * As many samples as `doctor` reads, and the memory that takes.
 *
 * @throws InputError where the network takes no batch of these samples
 */
export function probeMemory(layers: Layer, { shape, samples, batch }: ProbedSamples): BatchMemory {
  return rowsWithin(layers, shape, Math.min(USUAL_ROWS, samples), MOST_BYTES, Math.min(batch, samples));
}
