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
  const network: InspectedNetwork = { ...facts, tensors, isTrained: looksTrained(tensors) };
  return tensorRules.flatMap((rule) => rule.find(network));
}

/** Whether more than half of the numbers in the kernels of a network look trained. */
export function looksTrained(tensors: readonly IdentifiedTensor[]): boolean {
  let [trained, all] = [0, 0];
  for (const { sample, recipe } of tensors.filter(isKernel)) {
    all += sample.size;
    if (recipe.looksTrained) trained += sample.size;
  }
  return trained > all / 2;
}
