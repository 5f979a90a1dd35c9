/** How many runs of a method failed, in words. */
import type { MethodSummary } from "./summary.js";

/** "2 of 5 stuck, 1 diverged"; "none". */
export function failures({ failures: failed, runs }: Pick<MethodSummary, "failures" | "runs">): string {
  const kinds = (["stuck", "diverged", "crashed", "refused"] as const).filter((kind) => failed[kind] > 0);
  if (kinds.length === 0) return "none";
  return kinds
    .map((kind, i) => (i === 0 ? `${failed[kind]} of ${runs} ${kind}` : `${failed[kind]} ${kind}`))
    .join(", ");
}
