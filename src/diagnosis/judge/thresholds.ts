/**
 * Where health ends. The numbers were fixed on one half of the networks of `npm run
 * bench:detection` and hold for the other half (docs/diagnosis.md has the confusion matrix).
 */
export const thresholds = {
  /**
   * A change of second moments through the network, against the reference, that training does not
   * recover from: a hundredfold in root mean squares.
   */
  drift: Math.log(1e4),
  /** One that is worth knowing: tenfold in root mean squares. */
  someDrift: Math.log(100),
  /**
   * A change of gradient² through the best start that was tried: then it is the architecture that
   * keeps no gradient. Pooling, and blocks that end in one token, change it by less.
   */
  architecture: Math.log(1e6),
  /** So many standard deviations of one draw's noise are no trouble. */
  deviations: 3,
  /**
   * Inputs are one to the network where 1 − cosine falls below this, and below this share of the
   * reference's.
   */
  alike: 1e-3,
  /** Share of a layer's units. */
  dead: 0.9,
  someDead: 0.25,
  saturated: 0.5,
  /** Fewer distinct units than this share are copies of each other. */
  distinct: 0.6,
  /** Nats by which the loss exceeds that of the class shares. */
  confident: 3,
  someConfident: 2,
  /** Mean squared error over the variance of the targets, and over the reference's. */
  largeOutputs: 1e4,
  someLargeOutputs: 100,
  /** Nats between the entropy of even classes and that of the labels. */
  prior: 0.1,
  /** Share of ln(tokens) that the entropy of attention must have. */
  attention: 0.25,
} as const;
