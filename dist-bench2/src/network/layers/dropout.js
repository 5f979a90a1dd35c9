/** Dropout by a mask that is an input of the graph. */
import { cast, mul, scale } from "../../graph/expressions.js";
import { inRange } from "./check-arguments.js";
/**
 * Inverted dropout (Srivastava et al. 2014): in training each element is set to 0 with probability
 * `rate`, and the others are divided by 1 − rate; in evaluation nothing happens. Any shape.
 *
 * The rate is rounded to k/256, since a mask element is one random byte compared with k; the
 * divisor is the true probability (256 − k)/256, so the mean stays exact. 0.25 and 0.5 are exact;
 * 0.1 becomes 26/256 = 0.1016.
 *
 * @param rate at least 0 and below 1; below 1/512 nothing is dropped
 * @throws InputError for a rate out of range
 */
export function dropout(rate) {
    inRange("dropout", "rate", rate, 0, 1);
    const k = Math.min(Math.round(rate * 256), 255);
    return {
        kind: "dropout",
        apply: (x, scope) => {
            if (scope.mode !== "train" || k === 0)
                return x;
            const { g } = scope;
            const keep = cast(g, scope.mask("mask", x.shape, k / 256), x.type);
            return mul(g, x, scale(g, keep, 256 / (256 - k)));
        },
    };
}
