/** The magnitudes of kernels under weight normalization. */
import { sizeOf } from "../../graph/tensor.js";
import { indicesAfter } from "./steps.js";
/** A weight for the magnitude of each kernel that has one. */
export function magnitudes(groups, weights) {
    const byName = new Map(weights.map((weight) => [weight.tensor.name, weight]));
    const done = new Set();
    return groups.flatMap(({ name, uses: [use] }) => {
        const { magnitude } = use.source;
        const kernel = byName.get(name);
        if (magnitude === undefined || kernel === undefined || done.has(magnitude.name))
            return [];
        done.add(magnitude.name);
        const { shape, type } = magnitude.tensor;
        const count = sizeOf(shape);
        const axis = count === 1 ? undefined : axisOf(kernel, shape);
        if (count > 1 && axis === undefined)
            return [];
        const direction = { name, ...(axis === undefined ? {} : { axis }) };
        const role = {
            kind: "magnitude",
            direction,
            kernel: { shape: kernel.tensor.shape, role: kernel.tensor.role },
        };
        const steps = [{ kind: "reshape", shape: [count] }];
        const tensor = { name: magnitude.name, shape: [count], role };
        return [{ tensor, places: [{ name: magnitude.name, shape, type, steps, offset: 0 }] }];
    });
}
/** The axis of the kernel, in our layout, along which the magnitude has one number per place. */
function axisOf({ tensor, places }, shape) {
    const { shape: stored, steps } = places[0];
    const inFile = shape.findIndex((n) => n > 1) + stored.length - shape.length;
    if (shape.filter((n) => n > 1).length !== 1 || stored[inFile] !== sizeOf(shape))
        return undefined;
    // Where the element one place further along that axis has gone to.
    const inner = sizeOf(stored.slice(inFile + 1));
    let at = indicesAfter(stored, steps).indexOf(inner);
    for (let axis = tensor.shape.length - 1; axis >= 0; axis--) {
        const size = tensor.shape[axis];
        if (at % size !== 0)
            return size === sizeOf(shape) ? axis : undefined;
        at /= size;
    }
    return undefined;
}
