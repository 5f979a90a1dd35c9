import { extent } from "./axes.js";
/** "n = 5 seeds"; "the seeds that learned (n = 1 to 5)" where some failed. */
export function seedCount({ methods }) {
    const counts = methods.flatMap(({ testAccuracy }) => testAccuracy?.n ?? []);
    if (counts.length === 0)
        return "no seeds";
    const [low, high] = extent(counts);
    if (low < high)
        return `the seeds that learned (${numberOf(counts)})`;
    return `${numberOf(counts)} seed${low === 1 ? "" : "s"}`;
}
/** "n = 5", or "n = 1 to 5", which no line breaks. */
export function numberOf(counts) {
    const [low, high] = extent(counts);
    return low === high ? `n\u00a0=\u00a0${low}` : `n\u00a0=\u00a0${low}\u00a0to\u00a0${high}`;
}
