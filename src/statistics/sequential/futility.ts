/** Whether more seeds would decide a pair, as the seeds so far predict. */
import { mean, sampleStd } from "../descriptive.js";
import { vary } from "../paired.js";
import { tCdf, tQuantile } from "../student-t.js";

/** What a pair still has before it. */
export interface SeedsAhead {
  /** Seeds until the horizon. */
  readonly more: number;
  /** Level of the pair at each look. */
  readonly level: number;
  /** As in the design of the race. */
  readonly margin?: number | undefined;
}

/**
 * The chance that the t test at the horizon decides a pair, for a difference or for equivalence: in
 * prediction from the differences so far, whose spread is taken for the true one (predictive power:
 * Spiegelhalter, Freedman and Blackburn, "Monitoring clinical trials: conditional or predictive
 * power?", 1986). With n differences of mean d and deviation s, m more to come and N = n + m, the
 * statistic at the horizon is √N d / s + √(m/n) T, T on n − 1 degrees of freedom.
 *
 * 1 where the differences do not vary: they predict no spread.
 *
 * @param differences at least two
 */
export function chanceOfDecision(differences: readonly number[], { more, level, margin }: SeedsAhead): number {
  if (more <= 0) return 0;
  if (!vary(differences)) return 1;
  const n = differences.length;
  const [centre, spread, all] = [mean(differences), sampleStd(differences), n + more];
  const at = (Math.sqrt(all) * centre) / spread;
  const scale = Math.sqrt(more / n);
  const below = (t: number) => tCdf((t - at) / scale, n - 1);
  const critical = tQuantile(1 - level / 2, all - 1);
  const different = below(-critical) + 1 - below(critical);
  if (margin === undefined) return different;
  const within = (Math.sqrt(all) * margin) / spread - tQuantile(1 - level, all - 1);
  const equivalent = within > 0 ? below(within) - below(-within) : 0;
  return Math.min(1, different + equivalent);
}
