/** The most elements that are sorted. Scale and bounds are those of all. */
const MOST_SORTED = 32_768;
/** The smallest normal number of float32. */
const SMALLEST_NORMAL = 2 ** -126;
const roundings = { float16: 2 ** -11, bfloat16: 2 ** -8 };
/** The numbers that the network computes with: times the role's multiplier. */
export function effectiveValues({ specification, values }) {
    const { multiplier = 1 } = specification.role;
    return multiplier === 1 ? values : values.map((x) => x * multiplier);
}
/**
 * The figures of some numbers.
 *
 * @param type the element type that they were stored in
 */
export function sampleOf(values, type = "float") {
    let [notFinite, zeros, denormal, sum, squares] = [0, 0, 0, 0, 0];
    let [smallest, largest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const x of values) {
        if (!Number.isFinite(x)) {
            notFinite++;
            continue;
        }
        sum += x;
        squares += x * x;
        if (x < smallest)
            smallest = x;
        if (x > largest)
            largest = x;
        if (x === 0)
            zeros++;
        else if (x < SMALLEST_NORMAL && x > -SMALLEST_NORMAL)
            denormal++;
    }
    const count = Math.max(1, values.length - notFinite);
    const mean = sum / count;
    const secondMoment = squares / count;
    return {
        size: values.length,
        notFinite,
        zeros,
        denormal,
        mean,
        secondMoment,
        kurtosis: kurtosisAbout(values, mean),
        smallest,
        largest,
        sorted: everyFew(values).sort(),
        rounding: roundings[type] ?? 2 ** -23,
    };
}
/** 0 where all numbers are equal. */
function kurtosisAbout(values, mean) {
    let [second, fourth, count] = [0, 0, 0];
    for (const x of values) {
        if (!Number.isFinite(x))
            continue;
        const square = (x - mean) ** 2;
        second += square;
        fourth += square * square;
        count++;
    }
    return second === 0 ? 0 : (fourth * count) / (second * second);
}
function everyFew(values) {
    const finite = values.length <= MOST_SORTED ? values.filter(Number.isFinite) : values;
    const count = Math.min(MOST_SORTED, finite.length);
    // Steps of a fraction do not fall into step with the rows.
    const picked = Float32Array.from({ length: count }, (_, i) => finite[Math.floor((i * finite.length) / count)]);
    return finite === values ? picked.filter(Number.isFinite) : picked;
}
