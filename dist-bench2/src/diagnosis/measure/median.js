/** The median of each number of several measurements of one network. */
export function medianOf(draws) {
    const [first] = draws;
    if (first === undefined)
        throw new Error("The median of no measurement.");
    return draws.length === 1 ? first : middle(draws);
}
/** Values of one form: numbers become their median; of texts, and of what differs, the first. */
function middle(values) {
    const [first] = values;
    if (typeof first === "number") {
        const numbers = values.filter((value) => typeof value === "number").sort((a, b) => a - b);
        return numbers[Math.floor((numbers.length - 1) / 2)];
    }
    if (Array.isArray(first))
        return first.map((_, i) => middle(values.map((value) => value[i])));
    if (typeof first !== "object" || first === null)
        return first;
    return Object.fromEntries(Object.keys(first).map((key) => [key, middle(values.map((value) => value[key]))]));
}
