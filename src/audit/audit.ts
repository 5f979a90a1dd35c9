/**
 * How likely the ranking of a published table is noise, from one figure per method and the spread
 * of figures over seeds.
 */
import { normalQuantile, stream } from "../random/index.js";
import { type RankingNoise, rankingNoise, spreadInterval } from "../statistics/index.js";
import { leadingMethods } from "./leading.js";
import type { NumberTable } from "./number-table.js";

/** Which of two figures is better. */
export type Direction = "higher" | "lower";

/** How much a figure varies from seed to seed. */
export interface Spread {
  /** Standard deviations of one run, `sd[method][problem]`, in the table's units; each above 0. */
  readonly sd: readonly (readonly number[])[];
  /** Where they come from, for the reader: "0.1 for every figure (--spread)". */
  readonly source: string;
  /** Degrees of freedom of their estimates, by problem, where they were measured. */
  readonly degrees?: readonly number[] | undefined;
}

/** Chances at the spread, and, where it was measured, at both ends of its 90 % interval. */
export interface ChancesBySpread {
  readonly asGiven: RankingNoise;
  readonly ifSmaller?: RankingNoise;
  readonly ifLarger?: RankingNoise;
}

/** The audit of one column. */
export interface AuditedRanking {
  /** The column's name; "average" for the means over all columns. */
  readonly problem: string;
  /** Which of two figures is better. */
  readonly better: Direction;
  /** Best first. `sd` is the standard deviation of the figure as printed. */
  readonly order: readonly {
    readonly method: string;
    readonly figure: number;
    readonly sd: number | null;
    /** Digits after the point as the table has them. */
    readonly decimals?: number | undefined;
  }[];
  /** The methods that cannot be told from the first, and itself; null where no spread is stated. */
  readonly leading: readonly string[] | null;
  /** The same if the spread is at the upper end of its 90 % interval; null where it has none. */
  readonly leadingIfLarger: readonly string[] | null;
  /** How far the best is ahead of the second, in the table's units. */
  readonly lead: number;
  /** Null where no spread is stated. */
  readonly chances: ChancesBySpread | null;
  /**
   * The largest spread of one run with which the best of the leading two is best with a chance of
   * 95 %: √runs · lead / (√2 · 1.645).
   */
  readonly largestSpread: number;
}

/** The audit of a table. */
export interface Audit {
  /** One per column, in the table's order. */
  readonly rankings: readonly AuditedRanking[];
  /** Of the means over all problems, where all have one direction. */
  readonly average: AuditedRanking | null;
  /** The source of the spread in words; null without a spread. */
  readonly spread: { readonly source: string } | null;
  /** Runs that each figure is the mean of. */
  readonly n: number;
}

/**
 * What an arrow in the column's name says (↓ or ↑); else "lower" for columns called loss, error,
 * perplexity, NLL, RMSE or MAE, and "higher" for all others.
 */
export function usualDirection(problem: string): Direction {
  if (/[↑↓]/.test(problem)) return problem.includes("↓") ? "lower" : "higher";
  return /loss|error|perplexity|\bnll\b|\brmse\b|\bmae\b/i.test(problem) ? "lower" : "higher";
}

/**
 * Audits every column of a table, and the means over its columns.
 *
 * It assumes that figures are normally distributed about the true value of their method, that the
 * spread is exact, that runs are unpaired, and that each figure is the mean of `runs` runs
 * (`rankingNoise` defines each chance). More than two methods are simulated, from a stream with a
 * fixed seed: the same table gives the same digits.
 *
 * @param options `better`: the direction of each column, by default `usualDirection`; `spread`: the
 *   spread over seeds, without which there are no chances; `runs`: that each figure is the mean of,
 *   by default 1
 *
 * @example
 * import { audit, parseNumberTable, spreadOf } from "stepzero/paper";
 *
 * const table = parseNumberTable("method,MNIST\nhe,98.92\nxavier,98.60\n", "table.csv");
 * const [mnist] = audit(table, { spread: spreadOf(table, 0.15) }).rankings;
 * console.log(mnist?.order[0]?.method); // → "he"
 * console.log(mnist?.chances?.asGiven.bestIsBest); // → 0.93
 */
export function audit(
  { methods, problems, values, decimals }: NumberTable,
  {
    better = problems.map(usualDirection),
    spread,
    runs = 1,
  }: { readonly better?: readonly Direction[]; readonly spread?: Spread; readonly runs?: number },
): Audit {
  const errors = spread?.sd.map((row) => row.map((sd) => sd / Math.sqrt(runs)));
  const rankings = problems.map((problem, i) =>
    rank(methods, {
      problem,
      better: better[i]!,
      figures: values.map((row) => row[i]!),
      sd: errors?.map((row) => row[i]!),
      degrees: spread?.degrees?.[i],
      decimals: decimals?.map((row) => row[i]!),
      runs,
    }),
  );
  const oneDirection = better.every((direction) => direction === better[0]);
  const average =
    problems.length > 1 && oneDirection
      ? rank(methods, {
          problem: "average",
          better: better[0]!,
          figures: values.map((row) => row.reduce((sum, x) => sum + x, 0) / row.length),
          sd: errors?.map((row) => Math.hypot(...row) / row.length),
          // Of the problem whose spread is least certain.
          degrees: spread?.degrees && Math.min(...spread.degrees),
          decimals: undefined,
          runs,
        })
      : null;
  return { rankings, average, spread: spread === undefined ? null : { source: spread.source }, n: runs };
}

/** What one ranking is made from. */
interface Column {
  readonly problem: string;
  readonly better: Direction;
  readonly figures: readonly number[];
  readonly sd: readonly number[] | undefined;
  readonly degrees: number | undefined;
  readonly decimals: readonly number[] | undefined;
  readonly runs: number;
}

function rank(methods: readonly string[], column: Column): AuditedRanking {
  const { problem, better, figures, sd, degrees, decimals, runs } = column;
  const sign = better === "higher" ? 1 : -1;
  const order = methods
    .map((method, i) => ({ method, figure: figures[i]!, sd: sd?.[i] ?? null, decimals: decimals?.[i] }))
    .sort((a, b) => sign * (b.figure - a.figure));
  const lead = Math.abs(order[0]!.figure - order[1]!.figure);
  const largestSpread = (Math.sqrt(runs) * lead) / (Math.SQRT2 * normalQuantile(0.95));
  const noise = (scale: number) =>
    rankingNoise(
      figures.map((figure) => sign * figure),
      sd!.map((one) => scale * one),
      { stream: stream(0, "audit", problem) },
    );
  const leading = (scale: number) => leadingMethods(order.map((one) => ({ ...one, sd: scale * one.sd! })));
  return {
    problem,
    better,
    order,
    leading: sd === undefined ? null : leading(1),
    leadingIfLarger:
      sd === undefined || degrees === undefined ? null : leading(spreadInterval(1, degrees + 1, 0.9).high),
    lead,
    chances: sd === undefined ? null : chances(noise, degrees),
    largestSpread,
  };
}

function chances(noise: (scale: number) => RankingNoise, degrees: number | undefined): ChancesBySpread {
  const asGiven = noise(1);
  if (degrees === undefined) return { asGiven };
  const { low, high } = spreadInterval(1, degrees + 1, 0.9);
  return { asGiven, ifSmaller: noise(low), ifLarger: noise(high) };
}
