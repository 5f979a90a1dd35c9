/**
 * 1, 2 or 5 times a power of ten from `low` to `high`, or else the number of fewest digits, as
 * text.
 */
export function roundest(low, high) {
    const middle = (low + high) / 2;
    const isWithin = (x) => x >= low && x <= high;
    const power = Math.floor(Math.log10(Math.abs(middle)));
    const usual = [1, 2, 5, 10].map((n) => Number(`${Math.sign(middle) * n}e${power}`));
    const digits = [1, 2, 3, 4, 5, 6].map((n) => Number(middle.toPrecision(n)));
    return String([...usual, ...digits].find(isWithin) ?? digits.at(-1));
}
/** The standard deviation of a sample, within the error that its size leaves (99 %). */
export function roundStd({ secondMoment, mean, size }, { kurtosis }) {
    const std = Math.sqrt(secondMoment - mean * mean);
    const error = 2.58 * Math.sqrt((kurtosis - 1) / (4 * size));
    return roundest(std * (1 - error), std * (1 + error));
}
