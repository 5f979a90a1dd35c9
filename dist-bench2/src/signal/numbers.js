/** Small tools of arithmetic. */
/**
 * Where f, with other signs at low and at high, crosses 0: to the last digits, by Ridders' method
 * (1979, "A new algorithm for computing a single root of a real continuous function"). Every step
 * takes two values and at least halves the interval.
 */
export function root(f, low, high) {
    let [from, to] = [low, high];
    let [below, above] = [f(low), f(high)];
    if (below === 0)
        return low;
    if (above === 0)
        return high;
    let best = Number.NaN;
    for (let i = 0; i < 100; i++) {
        const middle = (from + to) / 2;
        const between = f(middle);
        if (between === 0 || middle <= from || middle >= to)
            return middle;
        // The root of the exponential times straight line through the three values.
        const bend = Math.sign(below) * between * (middle - from);
        const next = middle + bend / Math.sqrt(between * between - below * above);
        if (Math.abs(next - best) <= 2 ** -52 * Math.abs(next))
            return next;
        best = next;
        const value = f(next);
        if (value === 0)
            return next;
        const places = [from, middle, next, to].sort((a, b) => a - b);
        const values = new Map([
            [from, below],
            [middle, between],
            [next, value],
            [to, above],
        ]);
        const crossing = places.findIndex((x, k) => k > 0 && values.get(x) > 0 !== values.get(places[k - 1]) > 0);
        [from, to] = [places[crossing - 1], places[crossing]];
        [below, above] = [values.get(from), values.get(to)];
    }
    return best;
}
/**
 * `x` to 10 significant digits. Numbers from elementary functions are rounded like this before
 * weights depend on them.
 */
export function rounded(x) {
    return Number(x.toPrecision(10));
}
/** x · x exactly rounded; some engine may round `x ** 2` differently. */
export function square(x) {
    return x * x;
}
