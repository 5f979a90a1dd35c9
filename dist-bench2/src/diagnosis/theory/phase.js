import { fans } from "../../network/fans.js";
import { scaleOf } from "./kernel.js";
import { variance } from "./signal.js";
/** ln χ₁ of this size is 0. */
const CRITICAL = 1e-9;
/** The phase of a layer; undefined where its activation's input has no rule. */
export function layerPhase({ layer }, activation, { stateOf, signalOf, functionOf }, tensors) {
    const state = activation === undefined ? undefined : stateOf(activation);
    if (state?.kind !== "function")
        return undefined;
    const [x, f] = [signalOf(state.root), functionOf(state.name)];
    const kernel = tensors[layer.kernel.name];
    if (x === undefined || f === undefined || kernel === undefined)
        return undefined;
    const { multiplier = 1 } = layer.kernel.role;
    const weights = fans(layer.kernel).fanIn * scaleOf(kernel).meanSquare * multiplier ** 2;
    const bias = layer.bias === undefined ? undefined : tensors[layer.bias.name];
    const chi = weights * f.law(x.mean, Math.sqrt(variance(x))).slopes;
    const rate = Math.abs(Math.log(chi));
    return {
        sigmaW: Math.sqrt(weights),
        sigmaB: bias === undefined ? 0 : Math.sqrt(scaleOf(bias).meanSquare),
        variance: variance(x),
        chi,
        depthScale: rate < CRITICAL ? Number.POSITIVE_INFINITY : 1 / rate,
    };
}
