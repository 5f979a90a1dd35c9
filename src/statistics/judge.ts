/**
 * What paired seeds say about two methods: the verdict as data. `verdict-sentence.ts` puts it into
 * words.
 */
import { checkPositive, checkShare, checkValues } from "./checks.js";
import { type Decision, decide, decideEquivalence, type Evidence, evidenceOf } from "./decide.js";
import type { Departure } from "./departure.js";
import type { EquivalenceTest } from "./equivalence.js";
import { holm } from "./holm.js";
import { type PairedTTest, pairBySeed } from "./paired.js";
import { type PermutationTest, permutationTest } from "./permutation.js";
import { type SeedsNeeded, seedsNeededFromPilot } from "./power.js";
import { fewestSigns, type MedianInterval, medianInterval, type SignTest } from "./sign.js";

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
  /** The seeds of the differences, in their order; for sentences that name one. */
  readonly seeds?: readonly number[] | undefined;
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
  /** The t test, with its interval; null below two seeds. */
  readonly test: PairedTTest | null;
  /** The median difference with its interval at the same level; null below two seeds. */
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
   * Seeds with which the t test detects `worthSeeing` at alpha / family; null without it, or if
   * the basis is the median.
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
    methods.slice(i + 1).map((b) => ({ a: a.name, b: b.name, ...pairBySeed(a.bySeed, b.bySeed) })),
  );
}

/**
 * Gives a verdict on each comparison of one family, Holm-corrected over the family.
 *
 * - `too-few-seeds`: fewer than three paired seeds; or differences that the t test does not judge
 *   rightly, and fewer than the sign test needs.
 * - `equivalent`: a margin was stated, and two one-sided tests show that the difference is smaller,
 *   even if it is detectable.
 * - `winner`: the corrected p is at most alpha.
 * - `no-detectable-difference`: neither, with the number of seeds that would detect one. It is not
 *   a sign of equality.
 *
 * A verdict is about typical seeds: in most of them the winner is ahead. The paired t test shows
 * that where most of the seeds bear it out. Where differences are skewed, or one lies far out, or
 * all are the same, the sign test decides, which holds for every shape; `basis` says which. No test
 * of a few seeds can exclude a rare bad run, so none is about the mean whatever the noise
 * (Bahadur & Savage, "The nonexistence of certain statistical procedures in nonparametric
 * problems", 1956).
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
    return differences.length < 2 ? null : evidenceOf(differences, level);
  });
  const judged = measured.flatMap((evidence, i) => (evidence && evidence.test.n >= FEWEST_SEEDS ? [i] : []));
  const family = judged.length;
  const decisions = new Map(judged.map((i) => [i, decide(measured[i]!, alpha, family)]));
  const adjusted = adjust(decisions);
  const equivalences = new Map(
    margin === undefined ? [] : judged.map((i) => [i, decideEquivalence(measured[i]!, margin, alpha, family)]),
  );
  const adjustedEquivalences = adjust(equivalences);
  return comparisons.map(({ a, b, differences, seeds }, i): Verdict => {
    const evidence = measured[i]!;
    const common = { a, b, alpha, family, ...described(differences, seeds, evidence, level) };
    const none = { winner: null, adjustedP: null, equivalence: null, needed: null };
    const decision = decisions.get(i);
    if (evidence === null || decision === undefined)
      return { kind: "too-few-seeds", basis: "mean", ...common, ...none };
    const { test, sign, departure } = evidence;
    const equivalent = equivalences.get(i);
    const equivalence = equivalent === undefined ? null : { ...equivalent, adjustedP: adjustedEquivalences.get(i)! };
    const adjustedP = adjusted.get(i)!;
    const needed =
      worthSeeing === undefined || decision.basis === "median"
        ? null
        : seedsNeededFromPilot(worthSeeing, { sd: test.sd, n: test.n }, { alpha: alpha / family, power });
    const complete = { ...common, basis: decision.basis, adjustedP, equivalence, needed, winner: null };
    if (equivalence !== null && equivalence.adjustedP <= alpha) {
      return { kind: "equivalent", ...complete, basis: equivalence.basis };
    }
    if (adjustedP <= alpha) {
      const ahead = decision.basis === "mean" ? test.mean > 0 : sign.positive > sign.negative;
      return { kind: "winner", ...complete, winner: ahead === (better === "higher") ? a : b };
    }
    // The t test found nothing, and does not judge such differences rightly.
    const open = departure !== null && test.n < fewestSigns(alpha / family);
    if (open) return { kind: "too-few-seeds", ...common, ...none, basis: "median", equivalence };
    return { kind: "no-detectable-difference", ...complete };
  });
}

/** Holm's p of each. */
function adjust(tests: ReadonlyMap<number, { readonly p: number }>): Map<number, number> {
  const adjusted = holm([...tests.values()].map(({ p }) => p));
  return new Map([...tests.keys()].map((i, place) => [i, adjusted[place]!]));
}

/** What a verdict shows of the differences, whatever it is. */
function described(
  differences: readonly number[],
  seeds: readonly number[] | undefined,
  evidence: Evidence | null,
  level: number,
) {
  const n = differences.length;
  const departure = evidence?.departure ?? null;
  return {
    n,
    mean: evidence?.test.mean ?? differences[0] ?? null,
    test: evidence?.test ?? null,
    median: n < 2 ? null : medianInterval(differences, level),
    sign: evidence?.sign ?? null,
    permutation: n < 2 || n > 32 ? null : permutationTest(differences),
    departure: departure && {
      kind: departure.kind,
      farOut: departure.farOut.map((i) => ({ seed: seeds?.[i] ?? null, difference: differences[i]! })),
    },
  };
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
