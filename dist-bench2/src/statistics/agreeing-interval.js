/**
 * Intervals that agree with the verdict beside them. Bonferroni's hold all together; Holm's
 * correction shows a little more, and few seeds have no interval of the median at the level of the
 * test.
 */
/**
 * The interval of a difference: one that is shown to be above 0 (`direction` 1) or below (−1) ends
 * at 0 at the latest; one that is not shown (0) reaches to 0 at least.
 */
export function agreeing({ low, high }, direction) {
    if (direction === 0)
        return { low: Math.min(low, 0), high: Math.max(high, 0) };
    return direction > 0 ? { low: Math.max(low, 0), high } : { low, high: Math.min(high, 0) };
}
/** The interval of a difference that is shown to be smaller than the margin. */
export function within({ low, high }, margin) {
    return { low: Math.max(low, -margin), high: Math.min(high, margin) };
}
