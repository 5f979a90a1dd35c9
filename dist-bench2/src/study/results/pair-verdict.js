/**
 * A pair as seen from one of its methods.
 *
 * @param from the label of either method
 * @returns undefined where no seed is common to both
 */
export function seenFrom(from, pair) {
    const { a, b, basis, mean, low, high, median } = pair;
    if (mean === null)
        return undefined;
    const judged = basis === "median" && median !== null ? median : { value: mean, low, high };
    if (from === a)
        return { other: b, value: judged.value, low: judged.low, high: judged.high };
    const turned = (x) => (x === null ? null : 0 - x);
    return { other: a, value: 0 - judged.value, low: turned(judged.high), high: turned(judged.low) };
}
