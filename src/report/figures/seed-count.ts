/** How many seeds a figure is of, as its caption says it. */
import type { MethodOutcome } from "../../study/results/methods.js";
import { extent } from "./axes.js";

/** Methods whose means are of some seeds. */
interface CountedMethods {
  readonly methods: readonly Pick<MethodOutcome, "averaged">[];
}

/** "n = 5 seeds"; "the seeds that learned (n = 1 to 5)" where some failed. */
export function seedCount({ methods }: CountedMethods): string {
  const counts = methods.flatMap(({ averaged }) => (averaged.length === 0 ? [] : averaged.length));
  if (counts.length === 0) return "no seeds";
  const [low, high] = extent(counts);
  if (low < high) return `the seeds that learned (${numberOf(counts)})`;
  return `${numberOf(counts)} seed${low === 1 ? "" : "s"}`;
}

/** "n = 5", or "n = 1 to 5", which no line breaks. */
export function numberOf(counts: readonly number[]): string {
  const [low, high] = extent(counts);
  return low === high ? `n\u00a0=\u00a0${low}` : `n\u00a0=\u00a0${low}\u00a0to\u00a0${high}`;
}
