/** How many runs a study with tuned rates takes, before any result is there. */
import type { Cell } from "./cell.js";
import type { PlannedStudy } from "./plan-study.js";
import { gridSteps, latticeRate } from "./rate-tuning.js";
import type { Study } from "./study.js";
import { baseRate, guessFor } from "./tuned-parts.js";

/** Runs of a study that tunes rates. */
export interface TunedCounts {
  /** Of the grids. */
  readonly tuning: number;
  /** More of them at most, where grids are extended. */
  readonly extension: number;
  /**
   * At the best rates and at the recipe's, at most: a method whose best is the recipe's has fewer.
   */
  readonly final: number;
}

/** The numbers of runs; undefined for a study that tunes nothing. */
export function tunedCounts({
  problems,
  methods,
  seeds,
  tuning,
}: {
  readonly problems: readonly unknown[];
  readonly methods: readonly unknown[];
  readonly seeds: readonly unknown[];
  readonly tuning?:
    | {
        readonly seeds: readonly unknown[];
        readonly rates: number;
        readonly extension: number;
        readonly finalists?: number | undefined;
      }
    | undefined;
}): TunedCounts | undefined {
  if (tuning === undefined) return undefined;
  const each = problems.length * methods.length;
  return {
    tuning: each * tuning.rates * tuning.seeds.length,
    extension: each * tuning.extension * tuning.seeds.length,
    final: 2 * problems.length * Math.min(methods.length, tuning.finalists ?? methods.length) * seeds.length,
  };
}

/**
 * The cells of a typical course of such a study: every grid whole, none extended, and final runs at
 * the recipe's rate and at another one.
 */
export function typicalCells({ study, cells }: PlannedStudy): Cell[] {
  const { seeds, finalists } = study.tuning!;
  const isTuning = new Set(seeds);
  // Which methods are finalists is not known yet; the first so many stand for them.
  const isFinalist = new Set(study.methods.slice(0, finalists).map(({ label }) => label));
  return cells.filter((cell) => {
    if (!isTuning.has(cell.seed) && !isFinalist.has(cell.method.label)) return false;
    const rates = ratesOf(study, cell);
    const { learningRate } = cell.method.recipe.optimizer;
    return isTuning.has(cell.seed) ? rates.grid.includes(learningRate) : rates.final.includes(learningRate);
  });
}

function ratesOf(study: Study, { problem: { data, model }, method }: Cell) {
  const problem = { data, model: model.label };
  const base = baseRate(study, problem);
  const { grid } = gridSteps(study.tuning!, base, guessFor(study, problem, method.label)?.step ?? 0);
  const rates = grid.map((step) => latticeRate(base, step));
  return { grid: rates, final: [base, rates.find((rate) => rate !== base)!] };
}
