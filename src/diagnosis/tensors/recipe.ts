/** Which initializers the values of one tensor fit. Read this first. */
import type { TensorSpecification } from "../../network/parameter.js";

/** A tensor with numbers. */
export interface TensorValues {
  readonly specification: TensorSpecification;
  /**
   * Row-major, as `initialWeights` gives them: the network computes with these times
   * `role.multiplier`.
   */
  readonly values: Float32Array;
  /**
   * The element type that the numbers were stored in: half precision rounds them.
   *
   * @defaultValue "float"
   */
  readonly type?: string | undefined;
}

/** A method of the catalogue, with the parameters and fans at which it fits. */
export interface FittedMethod {
  /** As `--init` takes it: "he", "random:std=0.02". */
  readonly method: string;
  /** How the method got its scale, in words: "W ~ N(0, 2 / fanIn), fanIn 576: std 0.0589". */
  readonly how: string;
}

/** What a tensor's values look like, and which methods draw such values. */
export interface Recipe {
  /** What cannot be told apart for this tensor; the plainest first. Empty: none fits. */
  readonly methods: readonly FittedMethod[];
  /** The best of the methods that do not fit; null where none was tested. */
  readonly runnerUp: FittedMethod | null;
  /** The distribution, whatever its scale: "normal", "uniform", "truncated normal (±2σ)", … */
  readonly shape: string | null;
  /** Why nothing is said: "62 elements: too few to tell"; null where something is. */
  readonly abstains: string | null;
  /** The p-value of the test of the first method; null without one, or where it fits exactly. */
  readonly pValue: number | null;
  /**
   * Whether the values look trained: no law of a method fits, and rows, columns or positions differ
   * in scale more than draws do.
   */
  readonly looksTrained: boolean;
}
