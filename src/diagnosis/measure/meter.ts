/** A network in a runtime that can be measured at any weights. */
import type { Batch, Weights } from "../../initializers/network-access.js";
import type { Runtime } from "../../runtime/runtime.js";
import { optimizerOf } from "../../training/optimizers.js";
import type { TrainingRecipe } from "../../training/training-recipe.js";
import { usualLoss } from "../loss/subject-loss.js";
import type { Subject } from "../subject.js";
import type { FirstStep } from "./layer-points.js";
import { classLoss } from "./output.js";
import { loadLayerReader, type NotMeasured } from "./read-layers.js";
import type { LayerReadings, NetworkReadings } from "./readings.js";

/** Where to measure, and which first update. */
export interface MeterOptions {
  readonly runtime: Runtime;
  /**
   * Its first update is measured.
   *
   * @defaultValue none
   */
  readonly optimizer?: TrainingRecipe["optimizer"] | undefined;
  /**
   * η of the first step.
   *
   * @defaultValue that of the optimizer
   */
  readonly learningRate?: number | undefined;
}

/** What was measured of a network. */
export interface Measurement {
  /** In the order of the forward pass. */
  readonly layers: readonly LayerReadings[];
  readonly network: NetworkReadings;
  readonly notMeasured: readonly NotMeasured[];
}

/** Measures a network at any weights. */
export interface Meter {
  /**
   * One pass of a batch, forward and backward.
   *
   * @param detailed whether to read `LayerReadings.details`, which takes longer
   * @param batch as many samples as the subject's, which it is if left out
   */
  look(weights: Weights, detailed: boolean, batch?: Batch): Promise<Measurement>;
  /** Frees the session. */
  release(): Promise<void>;
}

/**
 * Loads a subject's network with everything that is measured of layers into a runtime. Batch
 * normalization uses the batch, as in the first step of training; dropout is off.
 *
 * @throws ShapeError where the network does not fit the samples
 * @throws InputError for an unknown optimizer
 */
export async function openMeter(subject: Subject, options: MeterOptions): Promise<Meter> {
  const { labelled, loss } = subject;
  const { read, release } = await loadLayerReader(options.runtime, subject, firstStep(options));
  return {
    release,
    look: async (weights, detailed, batch = subject.batch) => {
      const { layers, output, attention, notMeasured } = await read(weights, batch, detailed);
      const network: NetworkReadings = {
        rows: batch.rows,
        labelled: labelled && loss?.targets === undefined,
        ...output,
        classLoss: classLoss(batch, labelled, loss ?? usualLoss(output.classes)),
        jacobian: null,
        curvature: null,
        gradientQuotient: null,
        attention,
      };
      return { layers, network, notMeasured };
    },
  };
}

function firstStep({ optimizer, learningRate }: MeterOptions): FirstStep | undefined {
  if (optimizer === undefined) return undefined;
  const complete = optimizerOf(optimizer);
  return { optimizer: complete, learningRate: learningRate ?? complete.hyperparameters.learningRate };
}
