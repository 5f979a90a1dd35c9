/**
 * What theory says of the signals in a network at some scales of its weights. Read this first.
 *
 * Weights count as independent draws with the mean squares that the tensors have. The moments of
 * the input are measured; from there on everything is computed.
 */

/** What theory says of one layer with a kernel. `before` and `after` as in `LayerReadings`. */
export interface Prediction {
  /** E of the squares of the pre-activations, and of what the activation returns. */
  readonly before: number;
  readonly after: number;
  /** E of what the activation returns, over units, samples and places. */
  readonly mean: number;
  /** Cosine between two different samples after the activation; null where there is no rule. */
  readonly cosine: number | null;
  /**
   * Mean square of the derivative of one sample's loss by one number of `before`, relative to that
   * at the network's last kernel; null where there is no rule for what comes after.
   */
  readonly gradient: number | null;
  /**
   * What one draw of the weights does: the variances of ln `before`, of ln `after` (`signal`) and
   * of ln `gradient` about their medians, and the medians' distance from the logarithm of the mean;
   * to leading order in 1 / width. What follows from the tensors' own mean squares is in the
   * prediction, and no longer in the noise.
   */
  readonly noise: { readonly before: Noise; readonly signal: Noise; readonly gradient: Noise | null };
  /** Share of units that are 0 on every one of `rows` samples; null where there is no rule. */
  readonly dead: number | null;
}

/** ln of a quantity has mean `shift` + ln of the prediction, and this variance. */
export interface Noise {
  readonly shift: number;
  readonly variance: number;
}
