/**
 * The spread of a figure over seeds, measured from runs: of each method, and pooled for methods
 * without runs.
 */
import { mean, sampleStd } from "../statistics/index.js";
import { type FigureKey, finalValues } from "../study/results/figures.js";
import type { ProblemOutcome } from "../study/results/outcome.js";

/** The spread of a figure on one problem. */
export interface MeasuredSpread {
  readonly data: string;
  readonly figure: FigureKey;
  /**
   * √(Σ (x − its method's mean)² / degrees), in the units of the figure: fractions for accuracies.
   */
  readonly sd: number;
  /** Runs minus methods. */
  readonly degrees: number;
  /** Methods with at least two runs that learned: the standard deviation of their `n` runs. */
  readonly methods: readonly { readonly method: string; readonly sd: number; readonly n: number }[];
}

/**
 * The spread of the methods with these labels that have two runs that learned; where there is none,
 * of all methods that have.
 *
 * @returns undefined where no method has two such runs, or nothing varies
 */
export function measuredSpread(
  { data, methods }: ProblemOutcome,
  figure: FigureKey,
  labels: readonly string[],
): MeasuredSpread | undefined {
  const inStudyOrder = [...methods].sort((a, b) => a.method - b.method);
  const all = inStudyOrder.flatMap(({ label: method, learned }) => {
    const values = finalValues(learned, figure);
    return values.length < 2 ? [] : [{ method, values }];
  });
  const matching = all.filter(({ method }) => labels.includes(method));
  const used = matching.length > 0 ? matching : all;
  const degrees = used.reduce((sum, { values }) => sum + values.length - 1, 0);
  const squares = used.reduce((sum, { values }) => {
    const center = mean(values);
    return sum + values.reduce((total, x) => total + (x - center) ** 2, 0);
  }, 0);
  if (degrees === 0 || squares === 0) return undefined;
  return {
    data: data.name,
    figure,
    sd: Math.sqrt(squares / degrees),
    degrees,
    methods: used.map(({ method, values }) => ({ method, sd: sampleStd(values), n: values.length })),
  };
}
