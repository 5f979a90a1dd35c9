/** A sweep before it is judged. */
import type { TensorSpecification } from "../../network/parameter.js";
import type { OptimizerName } from "../../recipe.js";
import type { Series, Sweep } from "./coordinate-check.js";

/** What was measured over the sizes, and what remedies depend on. */
export interface MeasuredSweep extends Pick<Sweep, "dimension" | "sizes" | "fixed"> {
  readonly series: readonly Omit<Series, "expected">[];
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  readonly steps: number;
  readonly seeds: number;
  /** The method that draws the weights, with its options. */
  readonly init: string;
  /** Whether the method sets a learning rate for each tensor. */
  readonly ratesByTensor: boolean;
  /** Of the largest network. */
  readonly parameters: readonly TensorSpecification[];
  /** What to type to check the same by another method. */
  readonly recheck: (method: string) => string;
}
