/** A sum over units, and in windows over places, with random weights. */
import { combined, fresh, still } from "./deviation.js";
import { classMean, likeness, pairMean, perClass } from "./signal.js";
/** The signal behind a sum with random weights: normal over units, with mean 0. */
export function affine(x, sum, sources) {
    const { kernel, output } = sum;
    const weight = kernel.meanSquare * sum.factor * sum.factor;
    const here = { batch: x.batch, ...output };
    const cosines = sum.forwardCosines(x.cosines);
    const alike = pairMean(here, cosines, (c) => c * c);
    const spread = 2 * beyond(alike, sum.fanIn) * kernel.forwardSpread;
    const signal = {
        ...here,
        squares: sum.sums(x.squares).map((square) => square * weight),
        mean: 0,
        cosines,
        deviation: combined([
            [1, x.deviation],
            [1, fresh(sources, spread)],
        ]),
        centred: false,
    };
    return { signal, pullback: (gradient) => backward(gradient, x.units, here, sum, weight, sources) };
}
/**
 * How far points are from filling all directions of `terms`, where the kernel's own mean square
 * says all: 1 for one direction, 0 for all alike.
 */
const beyond = (alike, terms) => terms > 1 ? Math.max(0, alike - 1 / terms) / (1 - 1 / terms) : 0;
function backward(gradient, units, here, sum, weight, sources) {
    const alike = classMean(here, (kind) => likeness(gradient, kind));
    // 1 for independent weights, 0 for an orthogonal matrix, which keeps lengths whatever the angle.
    const independence = Math.min(1, sum.kernel.backwardSpread * units);
    const spread = 2 * beyond(alike, sum.fanOut) * sum.kernel.backwardSpread;
    return {
        squares: sum.adjoint(gradient.squares).map((square) => square * weight),
        cosines: sum.backwardCosines(gradient),
        // Windows average over the chances of several places.
        chance: perClass((kind) => gradient.chance[kind] / sum.positions + (1 - likeness(gradient, kind)) ** 2 * sum.kernel.backwardSpread),
        tilt: gradient.tilt,
        deviation: combined([
            [1, gradient.deviation],
            [1, { ...still, shift: (gradient.tilt / sum.fanIn) * independence }],
            [1, fresh(sources, spread)],
        ]),
    };
}
