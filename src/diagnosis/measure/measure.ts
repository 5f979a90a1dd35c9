/** Measures a network at some weights, layer by layer, on one batch. */
import { InputError } from "../../errors.js";
import type { Runtime } from "../../runtime/runtime.js";
import { optimizerOf } from "../../training/optimizers.js";
import type { TrainingRecipe } from "../../training/training-recipe.js";
import type { Subject } from "../subject.js";
import { largestCurvature, quotientOf } from "./curvature.js";
import { jacobianSingularValues } from "./jacobian.js";
import type { FirstStep } from "./layer-points.js";
import { classLoss } from "./output.js";
import { loadLayerReader, type NotMeasured } from "./read-layers.js";
import type { LayerReadings, NetworkReadings } from "./readings.js";

export type { NotMeasured } from "./read-layers.js";

/** Where to measure, and what beside the layers. */
export interface MeasureOptions {
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
  /**
   * Whether to compute the Jacobian's singular values: as many backward passes of 8 samples as
   * there are classes.
   *
   * @defaultValue false
   */
  readonly jacobian?: boolean | undefined;
  /**
   * Whether to compute the Hessian's largest eigenvalue: 10 to 60 gradients of gradients.
   *
   * @defaultValue false
   */
  readonly curvature?: boolean | undefined;
  /**
   * Whether to compute MetaInit's gradient quotient: one gradient of a gradient.
   *
   * @defaultValue false
   */
  readonly gradientQuotient?: boolean | undefined;
}

/** What was measured of a network. */
export interface Measurement {
  /** In the order of the forward pass. */
  readonly layers: readonly LayerReadings[];
  readonly network: NetworkReadings;
  readonly notMeasured: readonly NotMeasured[];
}

/**
 * Measures a subject. Batch normalization uses the batch; dropout is off; the loss is the mean
 * cross-entropy. Numbers that are not finite come out as NaN.
 *
 * @throws ShapeError where the network does not fit the samples
 * @throws InputError for an unknown optimizer
 */
export async function measure(subject: Subject, options: MeasureOptions): Promise<Measurement> {
  const { weights, batch, labelled } = subject;
  const { read, release } = await loadLayerReader(options.runtime, subject, firstStep(options));
  try {
    const { layers, output, attention, notMeasured } = await read(weights, batch);
    const whole = await wholeNetwork(subject, options);
    const classes = { rows: batch.rows, labelled, classLoss: classLoss(batch) };
    return {
      layers,
      network: { ...classes, ...output, ...whole.values, attention },
      notMeasured: [...notMeasured, ...whole.notMeasured],
    };
  } finally {
    await release();
  }
}

/** What differentiates the whole network; null with a reason where an operator has no gradient. */
async function wholeNetwork(subject: Subject, { runtime, ...options }: MeasureOptions) {
  const reasons: NotMeasured[] = [];
  const attempt = async <R>(name: string, isWanted: boolean | undefined, compute: () => Promise<R>) => {
    if (isWanted !== true) return null;
    try {
      return await compute();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      reasons.push({ layers: [], reason: `${name}: ${error.message}` });
      return null;
    }
  };
  const values = {
    jacobian: await attempt("Jacobian", options.jacobian, () => jacobianSingularValues(runtime, subject)),
    curvature: await attempt("curvature", options.curvature, () => largestCurvature(runtime, subject)),
    gradientQuotient: await attempt("gradient quotient", options.gradientQuotient, () => quotientOf(runtime, subject)),
  };
  return { values, notMeasured: reasons };
}

function firstStep({ optimizer, learningRate }: MeasureOptions): FirstStep | undefined {
  if (optimizer === undefined) return undefined;
  const complete = optimizerOf(optimizer);
  return { optimizer: complete, learningRate: learningRate ?? complete.hyperparameters.learningRate };
}
