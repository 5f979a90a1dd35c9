/** From a verdict of the statistics to that on a pair of methods. */
import { type Comparison, FEWEST_SEEDS, type Verdict, verdictSentence, wilcoxonTest } from "../../statistics/index.js";
import type { Metric } from "../plan/metric.js";
import { figureNameOf } from "./metric-text.js";
import type { PairVerdict } from "./pair-verdict.js";

/** What outcomes and `compare --json` hold of a verdict. */
export function pairVerdictOf(verdict: Verdict, { differences }: Comparison, metric: Metric): PairVerdict {
  const { kind, a, b, winner, n, basis, mean, test, median, departure, adjustedP, family } = verdict;
  const { sign, permutation, equivalence, needed } = verdict;
  const ranks = n < 2 ? null : wilcoxonTest(differences);
  const interval = n < FEWEST_SEEDS ? null : test;
  return {
    a,
    b,
    kind,
    winner,
    ...(metric.better === "lower" && { better: metric.better }),
    n,
    basis,
    mean,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    level: interval?.level ?? null,
    median: median && { value: median.median, low: median.low, high: median.high, level: median.level },
    departure,
    p: test?.p ?? null,
    correctedP: adjustedP,
    family,
    sign: sign && { p: sign.p, smallestP: sign.smallestP, ahead: sign.positive, behind: sign.negative },
    permutation: permutation && { p: permutation.p, smallestP: permutation.smallestP },
    wilcoxon: ranks && { p: ranks.p, smallestP: ranks.smallestP },
    equivalence: equivalence && {
      basis: equivalence.basis,
      margin: equivalence.margin,
      p: equivalence.adjustedP,
      low: equivalence.low,
      high: equivalence.high,
    },
    needed: needed && { difference: needed.difference, seeds: needed.seeds, low: needed.low, high: needed.high },
    sentence: verdictSentence(verdict, figureNameOf(metric)),
  };
}
