/** All of a network's initial numbers. */
import { InputError } from "../errors.js";
import { sizeOf } from "../graph/tensor.js";
import type { TensorSpecification } from "../network/parameter.js";
import { stream } from "../random/index.js";
import {
  type AnyInitializer,
  type InitializerOptions,
  isDataDriven,
  type MethodDescription,
  type NetworkContext,
} from "./initializer.js";
import { completeInitializerOptions } from "./options.js";
import { checkRequirement } from "./requirements.js";

/**
 * Each tensor's initial numbers by its name, row-major. A tensor's draws come from its own stream, (seed, "init", name): they
 * do not depend on the other tensors, on their order or on the method. (Mimetic attention, whose query and key are two factors of
 * one matrix, is the exception and says so.)
 *
 * @throws InputError for options that are not legal, a tensor the initializer cannot serve, tensors that lack what it acts on
 * (Fixup on a network without residual branches), two tensors of one name, a
 * data-driven initializer (which wants `prepareWeights`), or an initializer (of the user's own) that returns too few numbers or
 * some that are not finite
 * @example
 * const weights = initialWeights(findInitializer("he"), parameters, 0);
 * weights["conv1.kernel"]; // Float32Array
 */
export function initialWeights(
  initializer: AnyInitializer,
  tensors: readonly TensorSpecification[],
  seed: number,
  options: InitializerOptions = {},
): Record<string, Float32Array> {
  if (isDataDriven(initializer)) {
    throw new InputError(
      `Initializer "${initializer.name}" is ${initializer.kind}: it needs a network and its data, not tensors alone. Use prepareWeights, or stepzero compare.`,
    );
  }
  const complete = completeInitializerOptions(initializer, options);
  checkNames(tensors);
  checkRequirement(initializer, tensors);
  const network: NetworkContext = { tensors, streamOf: (name) => stream(seed, "init", name) };
  const weights: Record<string, Float32Array> = {};
  for (const { name, shape, role } of tensors) {
    const tensor = { name, shape, role };
    weights[name] = checkNumbers(
      initializer,
      tensor,
      initializer.initialize(network.streamOf(name), tensor, complete, network),
    );
  }
  return weights;
}

/** @throws InputError where two tensors have one name */
export function checkNames(tensors: readonly TensorSpecification[]): void {
  const seen = new Set<string>();
  for (const { name } of tensors) {
    if (seen.has(name)) throw new InputError(`Two tensors are named "${name}"; names address their numbers.`);
    seen.add(name);
  }
}

/** The numbers, if they are as many as the tensor wants and finite. @throws InputError naming method and tensor */
export function checkNumbers(
  { name: method }: MethodDescription,
  { name, shape }: TensorSpecification,
  numbers: Float32Array | undefined,
): Float32Array {
  const size = sizeOf(shape);
  if (numbers?.length === size && numbers.every(Number.isFinite)) return numbers;
  throw new InputError(
    `Initializer "${method}" must return ${size} finite numbers for "${name}" [${shape.join(", ")}], ` +
      (numbers?.length === size ? "some are not finite." : `got ${numbers?.length ?? "none"}.`),
  );
}
