import { sizeOf } from "../../graph/tensor.js";
import { normalCdf } from "../../random/index.js";
import { gaussianMean } from "../../signal/quadrature.js";
import { zeroUpTo } from "./functions.js";
import { correlation, pairMean, variance } from "./signal.js";
/**
 * The share of units whose activation is 0 on every sample and place: pre-activations m + σ (√c t +
 * √(1 − c) e) that share t, c being the mean correlation of two points. Null where the function is
 * not 0 on a half-line.
 */
export function deadShare(activation, { stateOf, signalOf, functionOf }, rows) {
    const state = stateOf(activation);
    if (state?.kind !== "function")
        return null;
    const x = signalOf(state.root);
    const f = functionOf(state.name);
    const threshold = f === undefined ? undefined : zeroUpTo(f);
    if (x === undefined || threshold === undefined)
        return null;
    const deviation = Math.sqrt(variance(x));
    if (!(deviation > 0))
        return x.mean <= threshold ? 1 : 0;
    const points = rows * sizeOf(x.places);
    const end = (threshold - x.mean) / deviation;
    if (points < 2)
        return normalCdf(end);
    const toCorrelation = correlation(x);
    const withItself = pairMean(x, x.cosines, toCorrelation);
    const c = Math.max(0, Math.min(1, (withItself * points - 1) / (points - 1)));
    if (c > 1 - 1e-9)
        return normalCdf(end);
    const rest = Math.sqrt(1 - c);
    return gaussianMean((t) => normalCdf((end - Math.sqrt(c) * t) / rest) ** points);
}
