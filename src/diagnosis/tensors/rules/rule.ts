/** A rule that finds one kind of bug from the weights alone. Read this first. */

import { layerOf } from "../../../training/affine-layers.js";
import type { Finding, FindingKind } from "../../diagnosis.js";
import { fixedName } from "../../fixed-name.js";
import type { IdentifiedTensor } from "../identify.js";

/** What is known of the network besides its tensors. */
export interface NetworkFacts {
  /** The model as a person types it: "my-net.onnx". */
  readonly model: string;
  /** Whether the file's network is not the one that is trained: then only damage is named. */
  readonly isChanged?: boolean | undefined;
  /** The method that drew the weights, where that is known: "pytorch/trunc-normal:std=0.02". */
  readonly initializer?: string | undefined;
}

/** A network as the rules see it. */
export interface InspectedNetwork extends NetworkFacts {
  /** In the order of the forward pass. */
  readonly tensors: readonly IdentifiedTensor[];
  /** Whether most numbers of its kernels look trained: rules for fresh weights then say nothing. */
  readonly isTrained: boolean;
}

/** One kind of bug. */
export interface TensorRule {
  readonly kind: FindingKind;
  /** The gravest that it can be. */
  readonly severity: Finding["severity"];
  /** What it looks at, in words. */
  readonly reads: string;
  readonly find: (network: InspectedNetwork) => Finding[];
}

/** The names of tensors and their layers, as a finding has them. */
export function namesOf(tensors: readonly IdentifiedTensor[]): Pick<Finding, "tensors" | "layers"> {
  const names = tensors.map(({ specification }) => specification.name);
  return { tensors: names, layers: [...new Set(names.map(layerOf))] };
}

/** "conv1/kernel", "conv1/kernel and 3 others". */
export function listed(tensors: readonly IdentifiedTensor[]): string {
  const [first] = tensors as readonly [IdentifiedTensor];
  const rest = tensors.length - 1;
  const { name } = first.specification;
  return rest === 0 ? name : `${name} and ${rest} ${rest === 1 ? "other" : "others"}`;
}

/** "is" or "are", after `listed`. */
export const verb = (tensors: readonly unknown[], one: string, several: string): string =>
  tensors.length === 1 ? one : several;

/** The remedy that writes the model with fresh weights. */
export const fix = ({ model }: NetworkFacts, method: string): string =>
  `draw all weights by ${method}:\nstepzero doctor ${model} --init ${method} --fix ${fixedName(method)}`;

/**
 * The remedy that writes the model with new numbers in the bad tensors alone; of a network that a method drew,
 * with fresh weights.
 */
export const mend = (network: NetworkFacts): string =>
  network.initializer === undefined
    ? `draw these tensors anew; all others keep their numbers:\nstepzero doctor ${network.model} --fix ${fixedName()}`
    : fix(network, "he");

/** Standard deviation of all numbers, about their mean. */
export const spreadOf = ({ sample }: IdentifiedTensor): number =>
  Math.sqrt(Math.max(0, sample.secondMoment - sample.mean ** 2));

/** Whether a tensor is a kernel. */
export const isKernel = ({ specification }: IdentifiedTensor): boolean => specification.role.kind === "kernel";
