/**
 * What is judged and what comes out: the verdict on two methods as data. Read this first;
 * `judge.ts` makes it, `verdict-sentence.ts` puts it into words.
 */
import type { Decision } from "./decide.js";
import type { Departure } from "./departure.js";
import type { EquivalenceTest } from "./equivalence.js";
import type { PairedTTest } from "./paired.js";
import type { PermutationTest } from "./permutation.js";
import type { SeedsNeeded } from "./power.js";
import type { MedianInterval, SignTest } from "./sign.js";

/** Two methods to compare. */
export interface Comparison {
  /** The name of the first method. */
  readonly a: string;
  /** The name of the second method. */
  readonly b: string;
  /** a − b, one per seed (`pairBySeed`). */
  readonly differences: readonly number[];
  /** The seeds of the differences, in their order; for sentences that name one. */
  readonly seeds?: readonly number[] | undefined;
}

/** Options of `judge`. */
export interface VerdictOptions {
  /**
   * Significance level of the whole family. The intervals hold all together with 1 − alpha.
   *
   * @defaultValue 0.05
   */
  readonly alpha?: number | undefined;
  /**
   * Whether a higher figure is better (accuracy) or a lower one (loss).
   *
   * @defaultValue "higher"
   */
  readonly better?: "higher" | "lower" | undefined;
  /**
   * The largest difference that does not matter, in the units of the differences. Without it no two
   * methods are called equivalent.
   */
  readonly margin?: number | undefined;
  /**
   * The difference for which the number of seeds is computed.
   *
   * @defaultValue `margin`
   */
  readonly worthSeeing?: number | undefined;
  /**
   * Whether the number of seeds is computed for the mean difference instead, where that is larger.
   *
   * @defaultValue false
   */
  readonly orSeen?: boolean | undefined;
  /**
   * Chance of detecting that difference.
   *
   * @defaultValue 0.8
   */
  readonly power?: number | undefined;
}

/** The possible conclusions. */
export type VerdictKind = "winner" | "no-detectable-difference" | "equivalent" | "too-few-seeds";

/** A difference that lies far from the others. */
export interface FarOut {
  /** Null where the comparison names no seeds. */
  readonly seed: number | null;
  /** The value, a − b. */
  readonly difference: number;
}

/** The conclusion about two methods, with everything it rests on. */
export interface Verdict {
  /** What the tests say. */
  readonly kind: VerdictKind;
  /** The name of the first method. */
  readonly a: string;
  /** The name of the second method. */
  readonly b: string;
  /** The better method if `kind` is "winner": the one to print in bold. Else null. */
  readonly winner: string | null;
  /** Number of paired seeds. */
  readonly n: number;
  /** Level of all comparisons of the family together. */
  readonly alpha: number;
  /**
   * The quantity that was judged. "mean": the mean difference, by the t test, and most seeds bear
   * it out. "median": the median difference, by the sign test, as the t test cannot be believed.
   */
  readonly basis: Decision["basis"];
  /** The mean difference a − b; null for no seeds. */
  readonly mean: number | null;
  /**
   * The t test, with the interval of the mean at 1 − alpha / `family`; null below two seeds. Where
   * the mean was judged, the interval agrees with the verdict: see `judge`.
   */
  readonly test: PairedTTest | null;
  /**
   * The median difference with its interval at that level, if so many seeds have one; null below
   * two seeds. Where the median was judged, the interval agrees with the verdict likewise.
   */
  readonly median: MedianInterval | null;
  /** The sign test, with the numbers of seeds ahead; null below two seeds. */
  readonly sign: SignTest | null;
  /**
   * For comparison with the others, with the smallest p that it could reach. Null below two seeds
   * or above 32.
   */
  readonly permutation: PermutationTest | null;
  /**
   * How the differences depart from what the t test assumes, with those that lie far out; null
   * where nothing shows.
   */
  readonly departure: { readonly kind: Departure["kind"]; readonly farOut: readonly FarOut[] } | null;
  /** Holm's p over the family of `family` comparisons; null for too few seeds. */
  readonly adjustedP: number | null;
  /** Number of comparisons with enough seeds. */
  readonly family: number;
  /** The test of equivalence, with Holm's p; null without a margin. */
  readonly equivalence: (EquivalenceTest & { readonly adjustedP: number }) | null;
  /**
   * Seeds with which the t test detects `worthSeeing`, or the difference seen, at alpha / family;
   * null without it, or if the basis is the median.
   */
  readonly needed: SeedsNeeded | null;
}
