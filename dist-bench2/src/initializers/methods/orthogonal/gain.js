/** The factor on orthogonal kernels: a number, times the gain of the activation after the layer. */
import { activationAfter } from "../../../network/activations/index.js";
import { choice, defineOptions, real } from "../../../options.js";
import { gain as gainOf, rounded } from "../../../signal/index.js";
/** The options of orthogonal methods. */
export const gainOptions = defineOptions({
    gain: real(1, 0, 100, "factor on the orthogonal kernel: √2 keeps the second moment through ReLU layers"),
    activationGain: choice("none", ["none", "fixed-point", "unit"], "further factor by the activation after the layer: none, the g with E φ(g z)² = 1 (which bounded activations lack), or 1 / √E φ(z)²"),
});
/**
 * The factor for a kernel.
 *
 * @throws InputError for the fixed point of a bounded activation, or an unknown activation
 */
export function factorOf({ role }, { gain, activationGain: kind }) {
    const activation = activationAfter(role);
    if (kind === "none" || activation === "linear")
        return gain;
    return gain * rounded(gainOf(activation, { kind }));
}
