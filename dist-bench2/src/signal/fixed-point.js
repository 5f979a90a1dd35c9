/** The variance that a deep random network settles at. */
import { checkLevels, checkVariance } from "./layer.js";
import { root } from "./numbers.js";
import { profileOf, secondMoment } from "./profile.js";
/** Layers that are followed one by one; what settles more slowly is bracketed. */
const LAYERS = 40;
/** Relative change per layer that is none. */
const SETTLED = 1e-13;
/** Variances outside of these have vanished or grown without end, but for a start further out. */
const VANISHED = 1e-12;
const ENDLESS = 1e12;
/**
 * The variance that layers settle at, q* = σ_w² E φ(√q* z)² + σ_b², coming from `start`: `Infinity`
 * where it grows without end (above 1e12), 0 where it vanishes (below 1e-12). Where every q stays
 * as it is (ReLU at σ_w = √2) it is `start`.
 *
 * @param start variance at the first layer
 * @defaultValue `start`: 1
 */
export function fixedPointVariance(activation, levels, start = 1) {
    checkLevels(levels);
    const profile = profileOf(activation);
    // Here it may be infinite: then the variance grows without end.
    const next = (q) => levels.sigmaW ** 2 * secondMoment(profile, Math.sqrt(q)) + levels.sigmaB ** 2;
    let q = checkVariance(start);
    const ends = { low: Math.min(VANISHED, start), high: Math.max(ENDLESS, start) };
    for (let layer = 0; layer < LAYERS; layer++) {
        const after = next(q);
        if (Math.abs(after - q) <= SETTLED * q)
            return after;
        if (after < ends.low || after > ends.high)
            break;
        q = after;
    }
    return bracketed(next, q, ends);
}
/**
 * The first fixed point from q on, in the direction that layers go, by doubling or halving. It
 * attracts: as q^½ E φ² never falls in q, the slope of the map is at least −½ there.
 */
function bracketed(next, start, { low, high }) {
    const rises = next(start) > start;
    let [before, q] = [start, start];
    do {
        before = q;
        q = rises ? 2 * q : q / 2;
        if (q > 2 * high)
            return Number.POSITIVE_INFINITY;
        if (q < low / 2)
            return 0;
    } while (next(q) > q === rises);
    return root((at) => next(at) - at, Math.min(before, q), Math.max(before, q));
}
