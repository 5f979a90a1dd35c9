/** What initializing a whole network gives. Read this first of the three `initialize…` files. */
import { storedType } from "../data/formats/array.js";
import { fans } from "../network/fans.js";
/**
 * Mean and standard deviation of a tensor's numbers, and the fans of a kernel.
 *
 * @param specification the tensor in our own layout, with its role
 */
export function summarizeTensor(tensor, specification) {
    const { name, shape, data } = tensor;
    const type = storedType(tensor);
    let sum = 0;
    let squares = 0;
    for (const x of data)
        sum += x;
    const mean = sum / data.length;
    for (const x of data)
        squares += (x - mean) ** 2;
    const ofKernel = specification?.role.kind === "kernel" ? fans(specification) : undefined;
    return {
        name,
        shape,
        ...(type === "float32" ? {} : { type }),
        ...ofKernel,
        mean,
        std: Math.sqrt(squares / data.length),
    };
}
