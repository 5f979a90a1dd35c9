/** Whether a method fits a network, as far as that can be told without drawing large weights. */
import { sizeOf } from "../graph/tensor.js";
import type { TensorSpecification } from "../network/parameter.js";
import { stream } from "../random/index.js";
import { checkNames, checkNumbers } from "./initial-weights.js";
import type { Initializer, InitializerOptions, NetworkContext } from "./initializer.js";
import { completeInitializerOptions } from "./options.js";
import { checkRequirement } from "./requirements.js";

/** Numbers of one tensor, and of all tensors together, that are drawn at most. */
const LARGEST = 131_072;
const BUDGET = 262_144;

/**
 * Throws what `initialWeights` would throw of these tensors, those aside that are too large to be drawn for a check.
 *
 * @throws InputError as `initialWeights`
 * @example
 * checkFits(fixup, parametersOf(findModel("mlp"), problem).parameters, 0); // throws: no residual branches
 */
export function checkFits(
  initializer: Initializer,
  tensors: readonly TensorSpecification[],
  seed: number,
  options: InitializerOptions = {},
): void {
  const complete = completeInitializerOptions(initializer, options);
  checkNames(tensors);
  checkRequirement(initializer, tensors);
  const network: NetworkContext = { tensors, streamOf: (name) => stream(seed, "init", name) };
  let left = BUDGET;
  for (const tensor of tensors) {
    const size = sizeOf(tensor.shape);
    if (size > LARGEST || size > left) continue;
    left -= size;
    checkNumbers(initializer, tensor, initializer.initialize(network.streamOf(tensor.name), tensor, complete, network));
  }
}
