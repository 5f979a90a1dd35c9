/** Verdicts in words. */
import type { Verdict } from "./judge.js";

/** How a figure and its differences are printed. */
export interface FigureName {
  /** Name of the figure: "test accuracy". */
  readonly figure: string;
  /** Unit of a difference: "points"; empty for none. */
  readonly unit: string;
  /** Factor for printing differences: 100 turns a share into points. */
  readonly scale: number;
  /** Number of decimals of a difference. */
  readonly decimals: number;
}

/** Test accuracy, with differences in percentage points. */
export const ACCURACY: FigureName = { figure: "test accuracy", unit: "points", scale: 100, decimals: 2 };
/** Test loss, without a unit. */
export const LOSS: FigureName = { figure: "test loss", unit: "", scale: 1, decimals: 4 };

/**
 * Puts a verdict into one sentence, without a full stop, that claims no more than the verdict does:
 *
 * "he beats xavier-fan-in by 0.31 points of test accuracy [0.12, 0.50], 5 paired seeds, t test p =
 * 0.03 after correction"
 *
 * "no detectable difference between he and glorot: −0.04 points of test accuracy [−0.31, 0.23], 5
 * paired seeds, t test p = 0.7; 22 seeds (11 to 111, as 5 seeds know their spread) would be needed
 * to see 0.30 points"
 *
 * @defaultValue `name`: `ACCURACY`
 */
export function verdictSentence(verdict: Verdict, name: FigureName = ACCURACY): string {
  const { kind, a, b, n, mean, test, family, alpha } = verdict;
  const number = (x: number) =>
    (x * name.scale)
      .toFixed(name.decimals)
      .replace(/^-(?=0\.?0*$)/, "")
      .replace("-", "−");
  const amount = (x: number) => (name.unit === "" ? number(x) : `${number(x)} ${name.unit}`);
  const ofFigure = (x: number) => `${amount(x)} of ${name.figure}`;
  const range = (low: number, high: number) => `[${number(low)}, ${number(high)}]`;
  const seeds = `${n} paired seed${n === 1 ? "" : "s"}`;
  const corrected = (p: number) => `${pText(p, alpha)}${family > 1 ? " after correction" : ""}`;
  if (kind === "too-few-seeds" || test === null || mean === null) {
    const observed =
      mean === null ? "no seed is common to their runs" : `${ofFigure(mean)} from ${seeds}, and 3 are the least`;
    return `too few seeds to tell ${a} from ${b}: ${observed}`;
  }
  if (kind === "equivalent" && verdict.equivalence !== null) {
    const { margin, low, high, adjustedP } = verdict.equivalence;
    const percent = Math.round(100 * (1 - 2 * alpha));
    return (
      `${a} and ${b} are equivalent within ${ofFigure(margin)}: ${number(mean)} ${range(low, high)} (${percent} % interval), ` +
      `${seeds}, two one-sided t tests ${corrected(adjustedP)}`
    );
  }
  const testName = verdict.decidedBy === "t" ? "t test" : "permutation test";
  const floor = verdict.permutation?.smallestP;
  const least =
    verdict.decidedBy === "permutation" && floor !== undefined && floor > alpha
      ? `, the least that ${n} seeds can give being ${Number(floor.toPrecision(2))}`
      : "";
  const evidence = `${seeds}, ${testName} ${corrected(verdict.adjustedP!)}${least}`;
  if (kind === "winner") {
    const [loser, sign] = verdict.winner === a ? [b, Math.sign(mean)] : [a, Math.sign(mean)];
    const [low, high] = sign > 0 ? [test.low, test.high] : [-test.high, -test.low];
    return `${verdict.winner} beats ${loser} by ${ofFigure(Math.abs(mean))} ${range(low, high)}, ${evidence}`;
  }
  const sentence = `no detectable difference between ${a} and ${b}: ${ofFigure(mean)} ${range(test.low, test.high)}, ${evidence}`;
  const { needed } = verdict;
  if (needed === null) return sentence;
  if (needed.seeds <= n) {
    return `${sentence}; one of ${amount(needed.difference)} would have been seen at least ${Math.round(100 * needed.power)} times in 100`;
  }
  const knows = needed.low === needed.high ? "" : ` (${needed.low} to ${needed.high}, as ${n} seeds know their spread)`;
  return `${sentence}; ${needed.seeds} seeds${knows} would be needed to see ${amount(needed.difference)}`;
}

/**
 * p with two significant digits, or more if rounding would move it across alpha; "p < 0.001" below
 * that.
 */
function pText(p: number, alpha: number): string {
  if (p < 0.001) return "p < 0.001";
  let digits = 2;
  while (digits < 15 && Number(p.toPrecision(digits)) <= alpha !== p <= alpha) digits++;
  return `p = ${Number(p.toPrecision(digits))}`;
}
