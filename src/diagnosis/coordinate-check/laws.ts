/** The exponents that theory has for parametrizations. */
import type { OptimizerName } from "../../recipe.js";
import { type LayerGroup, layerGroups, type Quantity, type SlopeInterval } from "./coordinate-check.js";

/** Exponents by group of layers. */
type Exponents = Readonly<Record<LayerGroup, number>>;

/** A parametrization, and the exponents that it asks for. */
export interface Law {
  /** As in the literature. */
  readonly name: string;
  /** Null where it says nothing. */
  readonly exponent: (group: LayerGroup, quantity: Quantity) => number | null;
}

/**
 * How much of what a layer returns one step changes through the layer's own kernel, as a power of
 * the width.
 */
interface WidthLaw {
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
const widthLaws: readonly WidthLaw[] = [
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
 * A network whose residual branches are multiplied by 1 / depthᵅ, and the exponent of the gradient
 * by what a layer in a branch returns, −α (Dey and others 2025; Yang, Yu and others 2024). What the
 * update changes in all is not to follow the depth.
 */
const depthLaws = [
  { name: "CompleteP", gradient: -1 },
  { name: "depth-μP", gradient: -0.5 },
] as const;

/** The slopes of one quantity, by group. */
export type Slopes = Readonly<Record<LayerGroup, SlopeInterval | null>>;

const isNear = (slope: SlopeInterval, exponent: number): boolean => Math.abs(slope.mean - exponent) < MARGIN;

/**
 * The law of widths with which all slopes of the updates agree; two groups or more must have one.
 *
 * @returns undefined where there is none
 */
export function lawOfWidth(updates: Slopes, optimizer: OptimizerName): Law | undefined {
  // The step of Adadelta follows its past steps: there is no exponent for it.
  if (optimizer === "adadelta") return undefined;
  const measured = layerGroups.filter((group) => updates[group] !== null);
  if (measured.length < 2) return undefined;
  const rule = optimizer === "sgd" ? "sgd" : "adam";
  const law = widthLaws.find((one) => measured.every((group) => isNear(updates[group]!, one[rule][group])));
  if (law === undefined) return undefined;
  return { name: law.name, exponent: (group, quantity) => (quantity === "update" ? law[rule][group] : null) };
}

/**
 * The law of depths of a network with residual branches in which a rate transfers.
 *
 * @returns undefined where there is none
 */
export function lawOfDepth(gradients: Slopes): Law | undefined {
  const { hidden } = gradients;
  const law = hidden === null ? undefined : depthLaws.find(({ gradient }) => isNear(hidden, gradient));
  if (law === undefined) return undefined;
  return {
    name: law.name,
    exponent: (group, quantity) =>
      quantity === "change" ? 0 : quantity === "gradient" && group === "hidden" ? law.gradient : null,
  };
}
