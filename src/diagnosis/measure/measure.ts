/** Measures a network at some weights, layer by layer, on one batch. */
import { InputError } from "../../errors.js";
import type { Subject } from "../subject.js";
import { largestCurvature, quotientOf } from "./curvature.js";
import { jacobianSingularValues } from "./jacobian.js";
import { type Measurement, type MeterOptions, openMeter } from "./meter.js";
import type { NotMeasured } from "./read-layers.js";

/** Where to measure, and what beside the layers. */
export interface MeasureOptions extends MeterOptions {
  /**
   * Whether to compute the Jacobian's singular values: as many backward passes of 8 samples as
   * there are outputs.
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

/**
 * Measures a subject. Batch normalization uses the batch; dropout is off; the loss is the
 * subject's, the mean over the samples. Numbers that are not finite come out as NaN.
 *
 * @throws ShapeError where the network does not fit the samples
 * @throws InputError for an unknown optimizer
 */
export async function measure(subject: Subject, options: MeasureOptions): Promise<Measurement> {
  const meter = await openMeter(subject, options);
  try {
    const { layers, network, notMeasured } = await meter.look(subject.weights, true);
    const whole = await wholeNetwork(subject, options);
    return { layers, network: { ...network, ...whole.values }, notMeasured: [...notMeasured, ...whole.notMeasured] };
  } finally {
    await meter.release();
  }
}

/**
 * What differentiates the whole network; null with a reason where an operator has no gradient.
 */
export async function wholeNetwork(subject: Subject, { runtime, ...options }: MeasureOptions) {
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
