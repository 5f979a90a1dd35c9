/** Errors of methods that go by the activation after a layer. */
import { InputError } from "../../../errors.js";
/** Calls `compute`; its InputError gets the tensor's name. */
export function forTensor({ name }, compute) {
    try {
        return compute();
    }
    catch (error) {
        throw error instanceof InputError ? new InputError(`Tensor "${name}": ${error.message}`) : error;
    }
}
