/** Checked claims and their evidence. Read this first. */
import type { ClaimNumber } from "../paper.js";

/** The verdict of the evidence on a claim. "cannot be told" is not "does not hold". */
export type ClaimVerdict = "holds" | "does not hold" | "cannot be told";

/** One statement of a claim, with its evidence. */
export interface ClaimPart {
  /** The statement. */
  readonly says: string;
  /** The verdict of the evidence on it. */
  readonly verdict: ClaimVerdict;
  /** Sentences with figures, each with its n. */
  readonly evidence: readonly string[];
}

/** A claim with its verdict and the evidence. */
export interface CheckedClaim {
  /** The claim's number, 1 to 8. */
  readonly number: ClaimNumber;
  /** The claim in a sentence. */
  readonly claim: string;
  /** "holds" where all parts hold, "does not hold" where one does not. */
  readonly verdict: ClaimVerdict;
  /** The statements that the claim consists of. */
  readonly parts: readonly ClaimPart[];
  /**
   * The same by test accuracy or test loss, where the paper's figures are training figures. It does
   * not count for the verdict.
   */
  readonly byTest?: { readonly verdict: ClaimVerdict; readonly parts: readonly ClaimPart[] };
}

/** The verdict on several statements that must all hold; "cannot be told" for none. */
export function together(verdicts: readonly ClaimVerdict[]): ClaimVerdict {
  if (verdicts.includes("does not hold")) return "does not hold";
  return verdicts.length > 0 && verdicts.every((verdict) => verdict === "holds") ? "holds" : "cannot be told";
}

/** The verdict on all parts together. */
export const verdictOf = (parts: readonly ClaimPart[]): ClaimVerdict => together(parts.map(({ verdict }) => verdict));

/** The part on data sets that were not run, if there are any. */
export function withoutRuns(says: string, names: readonly string[]): ClaimPart[] {
  if (names.length === 0) return [];
  return [{ says: `${says} on ${names.join(", ")}.`, verdict: "cannot be told", evidence: ["No runs there."] }];
}

/** 0.9513 → "95.13 %". */
export const percent = (fraction: number, decimals = 2): string => `${(100 * fraction).toFixed(decimals)} %`;

/** "1 run", "3 runs". */
export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;
