/** The activation after a layer, as methods that go by it see it. */
import { InputError } from "../../../errors.js";
import type { TensorSpecification } from "../../../network/parameter.js";

/**
 * The activation after the layer. A softmax at the end of a network does not change the size of
 * the logits, so it counts as linear.
 */
export function activationAfter({ role: { activation = "linear" } }: TensorSpecification): string {
  return activation === "softmax" ? "linear" : activation;
}

/** Calls `compute`; its InputError gets the tensor's name. */
export function forTensor<Result>({ name }: TensorSpecification, compute: () => Result): Result {
  try {
    return compute();
  } catch (error) {
    throw error instanceof InputError ? new InputError(`Tensor "${name}": ${error.message}`) : error;
  }
}
