/**
 * What paired seeds say about two methods: the verdict as data. `verdict-sentence.ts` puts it into
 * words.
 */
import { checkPositive, checkShare, checkValues } from "./checks.js";
import { type EquivalenceTest, equivalenceTest } from "./equivalence.js";
import { holm } from "./holm.js";
import { type PairedTTest, pairBySeed, pairedTTest } from "./paired.js";
import { type PermutationTest, permutationTest } from "./permutation.js";
import { type SeedsNeeded, seedsNeededFromPilot } from "./power.js";

/**
 * Two seeds have an interval (of 12.7 standard errors), but two differences are too few to measure
 * their spread.
 */
export const FEWEST_SEEDS = 3;

/** Two methods to compare. */
export interface Comparison {
  /** The name of the first method. */
  readonly a: string;
  /** The name of the second method. */
  readonly b: string;
  /** a − b, one per seed (`pairBySeed`). */
  readonly differences: readonly number[];
}

/** Options of `judge`. */
export interface VerdictOptions {
  /**
   * Significance level of the whole family.
   *
   * @defaultValue 0.05
   */
  readonly alpha?: number | undefined;
  /**
   * Coverage of the interval of each comparison; it is not corrected for the family.
   *
   * @defaultValue 0.95
   */
  readonly level?: number | undefined;
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
   * Chance of detecting that difference.
   *
   * @defaultValue 0.8
   */
  readonly power?: number | undefined;
}

/** The possible conclusions. */
export type VerdictKind = "winner" | "no-detectable-difference" | "equivalent" | "too-few-seeds";

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
  /** The mean difference a − b; null for no seeds. */
  readonly mean: number | null;
  /** Null below two seeds. */
  readonly test: PairedTTest | null;
  /**
   * For comparison with the t test, with the smallest p that it could reach. Null below two seeds
   * or above 32.
   */
  readonly permutation: PermutationTest | null;
  /**
   * The test whose p decided: the permutation test only if all differences are the same, and not
   * zero.
   */
  readonly decidedBy: "t" | "permutation";
  /** Holm's p over the family of `family` comparisons; null for too few seeds. */
  readonly adjustedP: number | null;
  /** Number of comparisons with enough seeds. */
  readonly family: number;
  /** The test of equivalence, with Holm's p; null without a margin. */
  readonly equivalence: (EquivalenceTest & { readonly adjustedP: number }) | null;
  /**
   * Seeds that detect `worthSeeing` at alpha / family; null without it, or if the differences do
   * not vary.
   */
  readonly needed: SeedsNeeded | null;
}

/**
 * The comparison of every pair of methods: the family to correct for, if the leader is picked after
 * looking.
 *
 * @param methods figures by seed, without failed runs
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
 * Gives a verdict on each comparison of one family: paired t tests, Holm-corrected over the family.
 *
 * - `too-few-seeds`: fewer than three paired seeds.
 * - `equivalent`: a margin was stated, and two one-sided tests show that the difference is smaller,
 *   even if it is detectable.
 * - `winner`: the corrected p is at most alpha.
 * - `no-detectable-difference`: neither, with the number of seeds that would detect one. It is not
 *   a sign of equality.
 *
 * If all differences of a comparison are the same, the t test has no spread to work with, and the
 * permutation test decides.
 *
 * @throws InputError for a difference that is not finite, or options out of range
 * @example
 * import { allPairs, judge } from "stepzero/statistics";
 *
 * const methods = [
 *   { name: "he", bySeed: new Map([[0, 0.981], [1, 0.982], [2, 0.983]]) },
 *   { name: "zero", bySeed: new Map([[0, 0.112], [1, 0.113], [2, 0.112]]) },
 * ];
 * const [verdict] = judge(allPairs(methods), { margin: 0.003 });
 * verdict!.winner; // → "he"
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
    const complete = { ...common, adjustedP, equivalence, needed, winner: null };
    if (equivalence !== null && equivalence.adjustedP <= alpha) return { kind: "equivalent", ...complete };
    if (adjustedP > alpha) return { kind: "no-detectable-difference", ...complete };
    return { kind: "winner", ...complete, winner: test.mean > 0 === (better === "higher") ? a : b };
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

/**
 * The one method that won against every other, or null if there is none. Only this one may be
 * printed in bold as the best.
 */
export function supportedLeader(verdicts: readonly Verdict[]): string | null {
  const names = new Set(verdicts.flatMap(({ a, b }) => [a, b]));
  const wins = (name: string) => verdicts.filter(({ winner }) => winner === name).length;
  return [...names].find((name) => wins(name) === names.size - 1 && names.size > 1) ?? null;
}
