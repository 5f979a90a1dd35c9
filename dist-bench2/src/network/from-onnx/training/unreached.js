/** Which parameters of a network no gradient of the logits reaches. */
import { InputError } from "../../../errors.js";
import { gradients } from "../../../graph/gradients/gradients.js";
import { toNumbers } from "../../../graph/tensor.js";
/**
 * The names of the parameters whose gradient is zero whatever the numbers are: they change the
 * logits in steps only (`Round`, `ArgMax`, …), or not at all.
 *
 * @throws InputError where an operator has no gradient, or where every kernel is unreached
 */
export function unreachedParameters(g, { logits, parameters }) {
    const slopes = gradients(g, [logits], parameters.map(({ value }) => value));
    const unreached = parameters.filter((_, i) => isZero(g, slopes[i]));
    const kernels = parameters.filter(({ role }) => role.kind === "kernel");
    const needed = kernels.length > 0 ? kernels : parameters;
    if (needed.every((one) => unreached.includes(one))) {
        throw new InputError(`its logits are no differentiable function of ${unreached.map(({ name }) => `"${name}"`).join(", ")}, ` +
            "so it cannot be trained. Export the model without rounding and choices between the kernels and the output.");
    }
    return unreached.map(({ name }) => name);
}
/** Zeros, as `gradients` returns them where nothing depends on a value. */
function isZero(g, slope) {
    const node = g.producer(slope);
    const data = g.constantOf(node?.operator === "Expand" ? node.inputs[0] : slope);
    return data !== undefined && toNumbers(data).every((x) => x === 0);
}
