/** The column's name, and what can be told of its ranking. */
export function verdictSentence(ranking) {
    return `${ranking.problem}${ranking.better === "lower" ? " (less is better)" : ""}: ${verdictOn(ranking)}`;
}
function verdictOn(ranking) {
    const { order, leading, lead, largestSpread, leadingIfLarger } = ranking;
    const names = order.map(({ method }) => method);
    const first = names[0];
    if (leading === null) {
        return lead === 0
            ? `${listed(names.slice(0, 2))} are level; nothing is ranked first.`
            : `cannot be told without a spread. ${first} counts as better than ${names[1]} only if figures vary from seed to seed with a standard deviation of at most ${Number(largestSpread.toPrecision(2))}.`;
    }
    const rest = names.filter((name) => !leading.includes(name));
    const doubt = leadingIfLarger !== null && leadingIfLarger.length > leading.length
        ? ` Were the spread as large as few seeds allow, ${listed(leadingIfLarger)} could not be told apart.`
        : "";
    if (leading.length === 1) {
        return `${first} is the best (at least 95 % sure); ${rest.length === 1 ? `${rest[0]} is` : `the other ${words(rest.length)} are`} worse.${doubt}`;
    }
    const noise = `${groupWords(names, leading)} cannot be told apart`;
    if (rest.length === 0)
        return `${noise}: the ranking may be noise.`;
    return `${noise}; ${listed(rest)} ${rest.length === 1 ? "is" : "are"} worse than ${first}.${doubt}`;
}
function groupWords(names, leading) {
    const isHead = leading.every((name, i) => names[i] === name);
    if (leading.length === names.length)
        return leading.length === 2 ? listed(leading) : `the ${words(leading.length)}`;
    return isHead && leading.length > 2 ? `the first ${words(leading.length)} (${listed(leading)})` : listed(leading);
}
const numbers = ["two", "three", "four", "five", "six", "seven", "eight", "nine"];
function words(count) {
    return numbers[count - 2] ?? String(count);
}
function listed(names) {
    return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
