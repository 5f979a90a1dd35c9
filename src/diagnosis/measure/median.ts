/** Several draws of one network as one: the median of every number. */
import type { Measurement } from "./meter.js";

/** The median of each number of several measurements of one network. */
export function medianOf(draws: readonly Measurement[]): Measurement {
  const [first] = draws;
  if (first === undefined) throw new Error("The median of no measurement.");
  return draws.length === 1 ? first : (middle(draws) as Measurement);
}

/** Ascending; what is no number comes last. */
const byNumber = (a: number, b: number): number =>
  Number(Number.isNaN(a)) - Number(Number.isNaN(b)) || Number(a > b) - Number(a < b);

/** Values of one form: numbers become their median; of texts, and of what differs, the first. */
function middle(values: readonly unknown[]): unknown {
  const [first] = values;
  if (typeof first === "number") {
    const numbers = values.filter((value): value is number => typeof value === "number").sort(byNumber);
    return numbers[Math.floor((numbers.length - 1) / 2)];
  }
  if (Array.isArray(first)) return first.map((_, i) => middle(values.map((value) => (value as unknown[])[i])));
  if (typeof first !== "object" || first === null) return first;
  return Object.fromEntries(
    Object.keys(first).map((key) => [key, middle(values.map((value) => (value as Record<string, unknown>)[key]))]),
  );
}
