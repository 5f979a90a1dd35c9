/**
 * How the size of a network changes what its layers return, and what training changes of that. Read
 * this first.
 *
 * The coordinate check of Yang and others (2021): a network is built at several widths or depths
 * and trained for a few steps. Where what the steps change in a layer grows with the size, a
 * learning rate that is right for a small network is too large for a large one.
 */
import type { OptimizerName } from "../../recipe.js";

/** What of a network grows. */
export const dimensions = ["width", "depth"] as const;

/** Width or depth. */
export type Dimension = (typeof dimensions)[number];

/** Layers that a parametrization treats alike: the first, those between, and the last. */
export const layerGroups = ["input", "hidden", "output"] as const;

/** The first layer, those between, or the last. */
export type LayerGroup = (typeof layerGroups)[number];

/**
 * What is read of a layer, each as a root mean square over samples, units and places:
 *
 * | quantity | what it is |
 * | --- | --- |
 * | activation | what the layer returns before its normalization and activation |
 * | gradient | the derivative of one sample's loss by that |
 * | update | what the training steps change of that through the layer's own kernel and bias alone |
 * | change | what they change of that in all |
 */
export const quantities = ["activation", "gradient", "update", "change"] as const;

/** What is read of a layer. */
export type Quantity = (typeof quantities)[number];

/**
 * What decides whether a rate transfers: over widths, what each layer's own update changes, for
 * which theory has exponents; over depths, what changes in all, because there the changes of many
 * layers add up.
 */
export const decisive: Readonly<Record<Dimension, Quantity>> = { width: "update", depth: "change" };

/** A number with its 95 % interval over the seeds (Student's t). */
export interface SlopeInterval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** One quantity of one group of layers over all sizes. */
export interface Series {
  readonly group: LayerGroup;
  readonly quantity: Quantity;
  /**
   * For each size the value of each seed; null where the network has no such layer or gradient.
   * Values that are no number stand for a training that broke down.
   */
  readonly values: readonly (readonly (number | null)[])[];
  /**
   * Exponent s of value ∝ sizeˢ, by least squares of the logarithms. Null where a value is 0 or is
   * no number, and where fewer than two sizes have values.
   */
  readonly slope: SlopeInterval | null;
  /** The exponent that `agreesWith` has for it; null where it has none. */
  readonly expected: number | null;
}

/** Whether a learning rate that was tuned at the smallest size is right at the largest. */
export const transferVerdicts = ["transfers", "does-not-transfer", "cannot-tell"] as const;

/** Whether a rate transfers; `cannot-tell` where the intervals are too wide. */
export type TransferVerdict = (typeof transferVerdicts)[number];

/** A network at several widths, or at several depths. */
export interface Sweep {
  readonly dimension: Dimension;
  /** Ascending. */
  readonly sizes: readonly number[];
  /** The network's other size, which stays; null where it has no such option. */
  readonly fixed: { readonly dimension: Dimension; readonly size: number } | null;
  /** By group and quantity, in the order of `layerGroups` and `quantities`. */
  readonly series: readonly Series[];
  readonly verdict: TransferVerdict;
  /** The parametrization with these slopes: "standard", "μP", "NTK", "CompleteP"; null for none. */
  readonly agreesWith: string | null;
  /** The verdict in one sentence with the numbers. */
  readonly text: string;
  /** What to do; null where nothing need be done, or nothing can be said. */
  readonly remedy: string | null;
}

/** The coordinate check of one network. */
export interface CoordinateCheck {
  readonly optimizer: OptimizerName;
  /** η; constant. */
  readonly learningRate: number;
  /** Training steps between the two looks. */
  readonly steps: number;
  /** Draws of the weights at each size. */
  readonly seeds: number;
  /** Samples of the one batch, which is trained on and looked at. */
  readonly rows: number;
  /** The method that draws the weights, as `--init` takes it. */
  readonly init: string;
  /** Whether the method sets a learning rate for each tensor. */
  readonly ratesByTensor: boolean;
  readonly sweeps: readonly Sweep[];
  /** What was assumed, a phrase each. */
  readonly notes: readonly string[];
}

/** The typical value of the seeds at one size; null where the network has none. */
export function geometricMean(values: readonly (number | null)[]): number | null {
  if (values.includes(null)) return null;
  return Math.exp(values.reduce<number>((sum, value) => sum + Math.log(value!), 0) / values.length);
}
