/**
 * The moments of a signal, `[samples, units, places]`, that the theory carries from operator to
 * operator. Read this first, after `prediction.ts`.
 *
 * Units count as alike, so there is one second moment per sample and place; places are kept apart,
 * since borders and images differ. Between two points (a point is a sample and a place) stand
 * cosines, by what the two points share. A step changes each class of cosines on its own: exact for
 * dense and elementwise steps, and for convolutions away from borders, where pairs keep their
 * distance.
 */
import { sizeOf } from "../../graph/tensor.js";
/** The mean of some numbers. */
export function meanOf(values) {
    let sum = 0;
    for (let i = 0; i < values.length; i++)
        sum += values[i];
    return sum / values.length;
}
/** E x² over units, samples and places. */
export const secondMoment = ({ squares }) => meanOf(squares);
/** The variance over units. */
export const variance = (x) => Math.max(0, secondMoment(x) - x.mean * x.mean);
/** A number for each cosine. */
export function eachCosine(cosines, f) {
    const changed = (kind) => cosines[kind].map((c) => f(c, kind));
    return { samples: changed("samples"), places: changed("places"), near: changed("near"), both: changed("both") };
}
/** Every class of cosines, changed by f and kept within [−1, 1]. */
export const mapCosines = (cosines, f) => eachCosine(cosines, (c, kind) => Math.max(-1, Math.min(1, f(c, kind))));
/** One cosine for every pair of a class. */
export const sameCosines = (c) => {
    const one = Float64Array.of(c);
    return { samples: one, places: one, near: one, both: one };
};
/** The correlation over units of two points, from their cosine. */
export function correlation(x) {
    const [second, mean] = [secondMoment(x), x.mean * x.mean];
    if (!(second - mean > 1e-12 * second))
        return () => 1;
    return (cosine) => Math.max(-1, Math.min(1, (cosine * second - mean) / (second - mean)));
}
/**
 * The mean of f over all pairs of points, a point with itself (cosine 1) included.
 *
 * @param f of the cosine and the class of the pair
 */
export function pairMean(x, cosines, f) {
    const places = sizeOf(x.places);
    const ofClass = (kind) => {
        let sum = 0;
        for (let i = 0; i < cosines[kind].length; i++)
            sum += f(cosines[kind][i], kind);
        return sum / cosines[kind].length;
    };
    const pairs = { samples: x.batch - 1, places: places - 1, both: (x.batch - 1) * (places - 1) };
    const others = ["samples", "places", "both"].filter((kind) => pairs[kind] > 0);
    const sum = others.reduce((total, kind) => total + pairs[kind] * ofClass(kind), f(1, "itself"));
    return sum / (x.batch * places);
}
/** A number for each class of pairs. */
export const perClass = (f) => ({
    samples: f("samples"),
    places: f("places"),
    near: f("near"),
    both: f("both"),
});
/** The mean square of the cosines of a class. */
export const likeness = ({ cosines, chance }, kind) => Math.min(1, cosines[kind] ** 2 + chance[kind]);
/** The mean of f of the class over all pairs of points, where a point with itself gives 1. */
export function classMean(x, f) {
    const one = [1];
    return pairMean(x, { samples: one, places: one, near: one, both: one }, (_, kind) => kind === "itself" ? 1 : f(kind));
}
