/** Inversion of increasing functions by bisection. */
/** The place between `low` and `high` where `tooFar` becomes true, to the last bit. */
export function bisect(low, high, tooFar) {
    for (;;) {
        const x = low + (high - low) / 2;
        if (x <= low || x >= high)
            return x;
        if (tooFar(x))
            high = x;
        else
            low = x;
    }
}
/**
 * The place from `low` up where `tooFar` becomes true, where no upper end is set: the end doubles
 * from `start` until it is too far.
 */
export function bisectUp(low, start, tooFar) {
    let high = start;
    while (!tooFar(high) && high < Number.MAX_VALUE / 2)
        [low, high] = [high, 2 * high];
    return bisect(low, high, tooFar);
}
