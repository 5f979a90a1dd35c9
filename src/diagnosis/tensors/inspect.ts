/** Bugs of initialization that the weights alone show. */
import type { Finding } from "../diagnosis.js";
import type { IdentifiedTensor } from "./identify.js";
import { misplacedDepthScale } from "./rules/depth-scale.js";
import { equalTensors } from "./rules/equal-tensors.js";
import { type InspectedNetwork, isKernel, type NetworkFacts, type TensorRule } from "./rules/rule.js";
import { symmetric } from "./rules/symmetric.js";
import { ineffectiveTruncation, uncorrectedTruncation } from "./rules/truncation.js";
import { neverInitialized, notFinite } from "./rules/uninitialized.js";
import { unintendedDefault } from "./rules/unintended-default.js";
import { wrongFan } from "./rules/wrong-fan.js";

export type { NetworkFacts, TensorRule } from "./rules/rule.js";

/** Every rule, the gravest first. */
export const tensorRules: readonly TensorRule[] = [
  notFinite,
  neverInitialized,
  equalTensors,
  symmetric,
  wrongFan,
  misplacedDepthScale,
  uncorrectedTruncation,
  ineffectiveTruncation,
  unintendedDefault,
];

/**
 * What is wrong with a network's tensors, one finding per cause, the gravest rule first. Weights
 * that look trained are judged only by what no training explains.
 *
 * @param tensors in the order of the forward pass, as `identifyTensors` gives them
 */
export function inspectTensors(tensors: readonly IdentifiedTensor[], facts: NetworkFacts): Finding[] {
  const network: InspectedNetwork = { ...facts, tensors, isTrained: facts.isChanged === true || looksTrained(tensors) };
  const findings = tensorRules.flatMap((rule) => rule.find(network));
  return findings.filter((finding) => !findings.some((cause) => explains(cause, finding)));
}

/** Whether units are equal because nobody has written their tensors. */
export const explains = (cause: Finding, { kind, tensors }: Finding): boolean =>
  kind === "symmetric" &&
  (cause.kind === "never-initialized" || cause.kind === "not-finite") &&
  tensors.length > 0 &&
  tensors.every((name) => cause.tensors.includes(name));

/** Whether all kernels have too few numbers to tell fresh weights from trained ones. */
export const areTooSmall = (tensors: readonly IdentifiedTensor[]): boolean =>
  tensors.every((one) => !isKernel(one) || one.recipe.abstains !== null);

/**
 * Whether a network looks trained: of the numbers in its kernels, more than half are in tensors
 * that fit no method, and some of these differ in scale from unit to unit.
 */
export function looksTrained(tensors: readonly IdentifiedTensor[]): boolean {
  let [unexplained, all] = [0, 0];
  const kernels = tensors.filter((one) => isKernel(one) && one.recipe.abstains === null);
  for (const { sample, recipe } of kernels) {
    all += sample.size;
    if (recipe.methods.length === 0) unexplained += sample.size;
  }
  return unexplained > all / 2 && kernels.some(({ recipe }) => recipe.looksTrained);
}
