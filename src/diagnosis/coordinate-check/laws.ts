/**
 * The exponents that theory has for parametrizations: how much of what a layer returns one step
 * changes through the layer's own kernel, as a power of the width.
 */
import type { OptimizerName } from "../../recipe.js";
import { type LayerGroup, layerGroups, type SlopeInterval } from "./coordinate-check.js";

/** Exponents by group of layers. */
type Exponents = Readonly<Record<LayerGroup, number>>;

/** A parametrization by its name in the literature. */
export interface WidthLaw {
  readonly name: string;
  /** For steps as large as the gradient, and for steps that do not grow with it. */
  readonly sgd: Exponents;
  readonly adam: Exponents;
}

/**
 * At a learning rate that does not follow the width. With n for the width, kernels of size 1/√n
 * have gradients of 1/√n by what a hidden layer returns (1/n in μP, whose head is smaller). A step
 * of a kernel changes the layer's answers by rate · gradient · |input|², and |input|² is n behind
 * the first layer (Yang and Hu 2021, Table 1). A step of Adam has the size of the rate in every
 * weight, and its signs follow the inputs: it changes the answers by rate · n.
 */
export const widthLaws: readonly WidthLaw[] = [
  { name: "standard", sgd: { input: -0.5, hidden: 0.5, output: 1 }, adam: { input: 0, hidden: 1, output: 1 } },
  { name: "μP", sgd: { input: 0, hidden: 0, output: 0 }, adam: { input: 0, hidden: 0, output: 0 } },
  { name: "NTK", sgd: { input: -0.5, hidden: -0.5, output: 0 }, adam: { input: 0, hidden: 0.5, output: 0.5 } },
];

/**
 * Exponents of parametrizations are multiples of ½: a slope is that of the law to which it is
 * nearer than a quarter.
 */
export const MARGIN = 0.25;

/**
 * The law with which all slopes agree. Two groups or more must have one.
 *
 * @returns undefined where there is none
 */
export function lawOfWidth(
  slopes: Readonly<Record<LayerGroup, SlopeInterval | null>>,
  optimizer: OptimizerName,
): { readonly name: string; readonly exponents: Exponents } | undefined {
  // The step of Adadelta follows its past steps: there is no exponent for it.
  if (optimizer === "adadelta") return undefined;
  const measured = layerGroups.filter((group) => slopes[group] !== null);
  if (measured.length < 2) return undefined;
  const rule = optimizer === "sgd" ? "sgd" : "adam";
  const law = widthLaws.find((one) =>
    measured.every((group) => Math.abs(slopes[group]!.mean - one[rule][group]) < MARGIN),
  );
  return law && { name: law.name, exponents: law[rule] };
}
