/** Correction of p-values for several comparisons. */
import { InputError } from "../errors.js";
/**
 * Holm's adjusted p-values ("A simple sequentially rejective multiple test procedure", 1979), in
 * the order of the arguments. The i-th smallest of m p-values is multiplied by m − i + 1; it is
 * never below a smaller one's and at most 1. If every p ≤ α is called significant, the chance of
 * one or more false claims in the whole family is at most α, however the tests depend on each
 * other.
 *
 * The family is every comparison that could have been reported. An author who picks the leader
 * first and compares it with the rest has looked at all pairs: the family is all k(k − 1)/2 of
 * them.
 *
 * @throws InputError for a value outside [0, 1]
 * @example
 * import { holm } from "stepzero/statistics";
 *
 * holm([0.01, 0.04, 0.03]); // → [0.03, 0.06, 0.06]
 */
export function holm(pValues) {
    for (const p of pValues)
        if (!(p >= 0 && p <= 1))
            throw new InputError(`holm: p-values lie from 0 to 1, got ${p}.`);
    const order = pValues.map((_, i) => i).sort((i, j) => pValues[i] - pValues[j]);
    const adjusted = new Array(pValues.length);
    let floor = 0;
    for (const [rank, i] of order.entries()) {
        floor = Math.max(floor, Math.min(1, (pValues.length - rank) * pValues[i]));
        adjusted[i] = floor;
    }
    return adjusted;
}
