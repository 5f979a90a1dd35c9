/** Errors of methods that go by the activation after a layer. */
import { InputError } from "../../../errors.js";
import type { TensorSpecification } from "../../../network/parameter.js";

/** Calls `compute`; its InputError gets the tensor's name. */
export function forTensor<Result>({ name }: TensorSpecification, compute: () => Result): Result {
  try {
    return compute();
  } catch (error) {
    throw error instanceof InputError ? new InputError(`Tensor "${name}": ${error.message}`) : error;
  }
}
