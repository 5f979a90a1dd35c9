/** The gradient of the cross-entropy by the logits: where the walk back starts. */
import { exp } from "../../random/elementary.js";
import { normals, stream } from "../../random/index.js";
import { still } from "./deviation.js";
import { perClass, secondMoment } from "./signal.js";
/** Draws of logits that the mean over them is taken of. */
const DRAWS = 2048;
/**
 * The gradient of one sample's loss by the logits, p − y, as the unit of all others. Its cosines
 * are those of nearly uniform p; labels are taken as independent of the logits, which are normal.
 *
 * @param sameLabels the share of pairs of samples with one label
 */
export function unitGradient(x, sameLabels, classes) {
    const apart = 1 / Math.max(1, classes - 1);
    const alike = Math.sqrt(sameLabels + (1 - sameLabels) * apart * apart);
    return {
        squares: x.squares.map(() => 1),
        cosines: { samples: alike, places: 0, near: 0, both: 0 },
        chance: perClass(() => 0),
        tilt: logitTilt(Math.sqrt(secondMoment(x)), Math.min(classes, MOST_CLASSES)),
        deviation: still,
    };
}
/** More classes hardly change the tilt; an image as output has hundreds of thousands. */
const MOST_CLASSES = 1000;
/** E (z·(p − y))² over E z² E |p − y|², less 1, for logits z of this deviation. */
function logitTilt(deviation, classes) {
    const draws = normals(stream(0, "theory", "logits"), DRAWS * classes);
    let [products, squares] = [0, 0];
    for (let i = 0; i < DRAWS; i++) {
        const z = Array.from(draws.subarray(i * classes, (i + 1) * classes), (draw) => draw * deviation);
        const largest = z.reduce((most, logit) => Math.max(most, logit), Number.NEGATIVE_INFINITY);
        const weights = z.map((logit) => exp(logit - largest));
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        // The label is the first class: all are alike.
        const slopes = weights.map((weight, k) => weight / total - (k === 0 ? 1 : 0));
        products += z.reduce((sum, logit, k) => sum + logit * slopes[k], 0) ** 2;
        squares += slopes.reduce((sum, slope) => sum + slope * slope, 0);
    }
    const independent = deviation * deviation * squares;
    return independent > 0 ? products / independent - 1 : 0;
}
