/** How much a figure varies over seeds, from runs: of each method, and pooled for methods that were not run. */
import { mean, sampleStd } from "../statistics/index.js";
import { type FigureKey, finalBySeed, learned, type ProblemRuns } from "../study/results/runs.js";

export interface MeasuredSpread {
  readonly data: string;
  readonly figure: FigureKey;
  /** √(Σ (x − its method's mean)² / degrees), in the figure's own units: fractions for accuracies. */
  readonly sd: number;
  /** Runs minus methods. */
  readonly degrees: number;
  /** Methods with at least two runs that learned: their own standard deviations, and of how many runs. */
  readonly methods: readonly { readonly init: string; readonly sd: number; readonly n: number }[];
}

/**
 * Of the named methods, where they have two runs that learned; of all that do where none is named so.
 *
 * @returns undefined where no method has two such runs, or nothing varies
 */
export function measuredSpread(
  problem: ProblemRuns,
  figure: FigureKey,
  named: readonly string[],
): MeasuredSpread | undefined {
  const all = [...new Set(problem.runs.map(({ init }) => init))].flatMap((init) => {
    const values = [...finalBySeed(learned(problem, init), figure).values()];
    return values.length < 2 ? [] : [{ init, values }];
  });
  const matching = all.filter(({ init }) => named.includes(init));
  const used = matching.length > 0 ? matching : all;
  const degrees = used.reduce((sum, { values }) => sum + values.length - 1, 0);
  const squares = used.reduce((sum, { values }) => {
    const center = mean(values);
    return sum + values.reduce((total, x) => total + (x - center) ** 2, 0);
  }, 0);
  if (degrees === 0 || squares === 0) return undefined;
  return {
    data: problem.data.name,
    figure,
    sd: Math.sqrt(squares / degrees),
    degrees,
    methods: used.map(({ init, values }) => ({ init, sd: sampleStd(values), n: values.length })),
  };
}
