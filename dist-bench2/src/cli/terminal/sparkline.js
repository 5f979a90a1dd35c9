/** A series of numbers as one line of bars. */
const BARS = "▁▂▃▄▅▆▇█";
/**
 * One character for each value, its height between `low` and `high`. A value that is not a number
 * is a space. 0, 0.5 and 1 between 0 and 1 give "▁▅█".
 */
export function sparkline(values, low, high) {
    return values
        .map((value) => {
        if (Number.isNaN(value))
            return " ";
        const height = high > low ? (value - low) / (high - low) : 0;
        return BARS[Math.min(BARS.length - 1, Math.max(0, Math.floor(height * BARS.length)))];
    })
        .join("");
}
/** At most `width` values, evenly picked; the first and the last are among them. */
export function thin(values, width) {
    if (values.length <= width)
        return [...values];
    if (width === 1)
        return [values.at(-1)];
    return Array.from({ length: width }, (_, i) => values[Math.round((i * (values.length - 1)) / (width - 1))]);
}
