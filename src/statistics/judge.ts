/** What may be said of two methods from paired seeds: the verdict as data. `verdict-sentence.ts` puts it into words. */
import { checkPositive, checkShare, checkValues } from "./checks.js";
import { type EquivalenceTest, equivalenceTest } from "./equivalence.js";
import { holm } from "./holm.js";
import { type PairedTTest, pairBySeed, pairedTTest } from "./paired.js";
import { type PermutationTest, permutationTest } from "./permutation.js";
import { type SeedsNeeded, seedsNeededFromPilot } from "./power.js";

/** Two seeds have an interval (of 12.7 standard errors), but their one difference of differences is no measure of spread. */
export const FEWEST_SEEDS = 3;

export interface Comparison {
  readonly a: string;
  readonly b: string;
  /** a − b, one a seed (`pairBySeed`). */
  readonly differences: readonly number[];
}

export interface VerdictOptions {
  /** Significance level of the whole family, default 0.05. */
  readonly alpha?: number;
  /** Of the interval, default 0.95. It is each comparison's own, not corrected. */
  readonly level?: number;
  /** Is more better (accuracy, the default) or less (loss)? */
  readonly better?: "higher" | "lower";
  /** A difference that nobody would care about, in the differences' units. Without it nothing is called equivalent. */
  readonly margin?: number;
  /** The difference whose number of seeds is stated where none was found; default the margin. */
  readonly worthSeeing?: number;
  /** Default 0.8. */
  readonly power?: number;
}

export type VerdictKind = "winner" | "no-detectable-difference" | "equivalent" | "too-few-seeds";

export interface Verdict {
  readonly kind: VerdictKind;
  readonly a: string;
  readonly b: string;
  /** Only where `kind` is "winner": the one to print in bold. */
  readonly winner: string | null;
  /** Paired seeds. */
  readonly n: number;
  readonly alpha: number;
  /** The mean difference a − b; null of none. */
  readonly mean: number | null;
  /** Null below two seeds. */
  readonly test: PairedTTest | null;
  /** Beside the t test, with the smallest p it could have reached. Null below two seeds or above 32. */
  readonly permutation: PermutationTest | null;
  /** Which p decided: the permutation test's only where all differences are the same, and not zero. */
  readonly decidedBy: "t" | "permutation";
  /** Holm's p over the family of `family` comparisons; null for too few seeds. */
  readonly adjustedP: number | null;
  readonly family: number;
  /** Where a margin was stated; adjusted over the family too. */
  readonly equivalence: (EquivalenceTest & { readonly adjustedP: number }) | null;
  /** Seeds to find the difference worth seeing at alpha / family; null where not asked, or nothing varies. */
  readonly needed: SeedsNeeded | null;
}

/**
 * The comparison of every pair of methods: the family to correct over when the leader is picked after looking.
 *
 * @param methods their figures by seed, failed runs left out
 */
export function allPairs(
  methods: readonly { readonly name: string; readonly bySeed: ReadonlyMap<number, number> }[],
): Comparison[] {
  return methods.flatMap((a, i) =>
    methods
      .slice(i + 1)
      .map((b) => ({ a: a.name, b: b.name, differences: pairBySeed(a.bySeed, b.bySeed).differences })),
  );
}

/**
 * A verdict on each comparison of one family: paired t tests, Holm-corrected over the family.
 *
 * - `too-few-seeds`: fewer than three paired seeds.
 * - `equivalent`: a margin was stated, and the difference is shown to be smaller (two one-sided tests), even if it is detectable.
 * - `winner`: the corrected p is at most alpha.
 * - `no-detectable-difference`: neither; with the seeds needed to see one. It is not a sign of equality.
 *
 * Where all differences of a comparison are the same, the t test has no spread to measure by, and the permutation test decides.
 *
 * @throws InputError for an infinite difference, or options out of range
 * @example
 * judge(allPairs(methods), { margin: 0.003 }).map((verdict) => verdictSentence(verdict, ACCURACY));
 */
export function judge(comparisons: readonly Comparison[], options: VerdictOptions = {}): Verdict[] {
  const { alpha = 0.05, level = 0.95, better = "higher", margin, worthSeeing = margin, power = 0.8 } = options;
  checkShare("judge: alpha", alpha);
  checkShare("judge: power", power);
  if (margin !== undefined) checkPositive("judge: margin", margin);
  if (worthSeeing !== undefined) checkPositive("judge: worthSeeing", worthSeeing);
  const measured = comparisons.map(({ a, b, differences }) => {
    checkValues(`judge: ${a} − ${b}`, differences, 0);
    return measure(differences, level);
  });
  const judged = measured.filter(({ enough }) => enough);
  const family = judged.length;
  const adjusted = holm(judged.map(({ p }) => p!));
  const equivalences = margin === undefined ? [] : judged.map((m) => equivalenceTest(m.differences, margin, alpha));
  const adjustedEquivalences = holm(equivalences.map(({ p }) => p));
  return comparisons.map(({ a, b }, i): Verdict => {
    const { differences, test, permutation, decidedBy, enough } = measured[i]!;
    const n = differences.length;
    const mean = test?.mean ?? differences[0] ?? null;
    const common = { a, b, n, alpha, mean, test, permutation, decidedBy, family };
    const none = { winner: null, adjustedP: null, equivalence: null, needed: null };
    if (!enough || test === null) return { kind: "too-few-seeds", ...common, ...none };
    const place = judged.indexOf(measured[i]!);
    const adjustedP = adjusted[place]!;
    const equivalence =
      margin === undefined ? null : { ...equivalences[place]!, adjustedP: adjustedEquivalences[place]! };
    const needed =
      worthSeeing === undefined || test.sd === 0
        ? null
        : seedsNeededFromPilot(worthSeeing, { sd: test.sd, n }, { alpha: alpha / family, power });
    const found = { ...common, adjustedP, equivalence, needed, winner: null };
    if (equivalence !== null && equivalence.adjustedP <= alpha) return { kind: "equivalent", ...found };
    if (adjustedP > alpha) return { kind: "no-detectable-difference", ...found };
    return { kind: "winner", ...found, winner: test.mean > 0 === (better === "higher") ? a : b };
  });
}

function measure(differences: readonly number[], level: number) {
  const n = differences.length;
  const test = n < 2 ? null : pairedTTest(differences, level);
  const permutation = n < 2 || n > 32 ? null : permutationTest(differences);
  const decidedBy: "t" | "permutation" = test?.sd === 0 && test.mean !== 0 && permutation ? "permutation" : "t";
  const p = decidedBy === "t" ? test?.p : permutation?.p;
  return { differences, test, permutation, decidedBy, p, enough: n >= FEWEST_SEEDS };
}

/** The one method that won against every other, if there is one: whom a table may print in bold as the best. */
export function supportedLeader(verdicts: readonly Verdict[]): string | null {
  const names = new Set(verdicts.flatMap(({ a, b }) => [a, b]));
  const wins = (name: string) => verdicts.filter(({ winner }) => winner === name).length;
  return [...names].find((name) => wins(name) === names.size - 1 && names.size > 1) ?? null;
}
