/** Which initializers the values of one tensor fit. Read this first. */

/** A method of the catalogue, with the parameters and fans at which it fits. */
export interface FittedMethod {
  /** As `--init` takes it: "he", "random:std=0.02". */
  readonly method: string;
  /** How the method got its scale, in words: "std √(2 / fanIn), fanIn 576". */
  readonly how: string;
}

/** What a tensor's values look like, and which methods draw such values. */
export interface Recipe {
  /** What cannot be told apart for this tensor; the plainest first. Empty: none fits. */
  readonly methods: readonly FittedMethod[];
  /** The distribution, whatever its scale: "normal", "uniform", "truncated normal (±2σ)", … */
  readonly shape: string | null;
  /** Why nothing is said: "62 elements: too few to tell"; null where something is. */
  readonly abstains: string | null;
  /** The p-value of the test of the first method; null without one. */
  readonly pValue: number | null;
  /**
   * "yes" where the values look trained: no law of a method fits, and rows differ in scale more
   * than draws do.
   */
  readonly looksTrained: boolean;
}
