/**
 * What to do, from the outcome of one problem: which methods to use, which are worse and by how
 * much, and which not to use. Read this first; `advise.ts` draws it from the verdicts,
 * `advice-text.ts` puts it into words.
 */
import type { Metric } from "../plan/metric.js";
import type { MethodOutcome } from "./methods.js";
import type { ProblemVerdicts } from "./problem-verdicts.js";

/** How far a method is behind the reference, or ahead, in the metric; an accuracy is a fraction. */
export interface Distance {
  /** The label of the method. */
  readonly method: string;
  /** Above 0: the mean, or the median where that was judged. */
  readonly by: number;
  /** The interval that agrees with the verdict, of the same sign; null below three seeds. */
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * Why the methods of `use` are advised, or why none is.
 *
 * - "winner": it beats every other method that learned, or those that it does not beat fail more
 *   often.
 * - "tie": they are not told apart.
 * - "equivalent": they are shown to differ by less than the margin.
 * - "identical": their runs are the same number for number.
 * - "only-one": no other method learned anything.
 * - "better-than-baseline": they are shown to be better than the baseline.
 * - "baseline": no other method is shown to be better than the baseline.
 * - "too-few-seeds": one seed or two tell nothing.
 * - "no-baseline": the baseline did not learn.
 * - "none": no method learned.
 * - "one-method": there is nothing to choose from.
 */
export const grounds = [
  "winner",
  "tie",
  "equivalent",
  "identical",
  "only-one",
  "better-than-baseline",
  "baseline",
  "too-few-seeds",
  "no-baseline",
  "none",
  "one-method",
] as const;
/** One of `grounds`. */
export type Ground = (typeof grounds)[number];

/** The advice on a problem. */
export interface Advice {
  /** Why `use` is advised. */
  readonly ground: Ground;
  /** Labels of the methods to use, best first; empty where nothing can be advised. */
  readonly use: readonly string[];
  /** Those that are shown to be worse than the reference, the least first. */
  readonly worse: readonly Distance[];
  /** Those that are shown to be better than the reference, the most first. */
  readonly better: readonly Distance[];
  /** Those that are not told apart from the reference, but fail more often. */
  readonly unreliable: readonly string[];
  /** Labels of the methods of which no run learned. */
  readonly avoid: readonly string[];
  /** The same in words: the answer first. */
  readonly sentences: readonly string[];
}

/** What advice is drawn from. */
export interface AdviceInput {
  /** The problem's, by rank. */
  readonly methods: readonly MethodOutcome[];
  readonly verdicts: ProblemVerdicts | undefined;
  /** The study's. */
  readonly baseline: string | undefined;
  /** The study's. */
  readonly metric: Metric;
}

/** Advice before it is put into words. */
export type AdviceParts = Omit<Advice, "sentences">;
