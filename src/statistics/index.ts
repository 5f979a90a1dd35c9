/**
 * What a few runs show, and how surely. docs/statistics.md has the formulas, their sources and when
 * to trust each. Pure functions of numbers; a function that resamples takes a named stream. Every
 * result carries its n. Samples and options out of range throw InputError; distributions outside
 * their domain, and means of too few values, throw RangeError.
 */
export {
  BCA_FROM,
  type BootstrapEstimate,
  type BootstrapOptions,
  estimate,
  ofTaskMeans,
  pooled,
  type ScoreStatistic,
  type Scores,
} from "./bootstrap.js";
export { chiSquareQuantile, type SpreadInterval, spreadInterval } from "./chi-square.js";
export { areaUnderCurve, epochsToTarget, summarizeEpochsToTarget, type TargetSummary } from "./curve.js";
export { interquartileMean, mean, median, sampleStd } from "./descriptive.js";
export { type EquivalenceTest, equivalenceTest, medianEquivalenceTest } from "./equivalence.js";
export { type FriedmanTest, friedmanTest, type NemenyiTest, nemenyiTest } from "./friedman.js";
export { holm } from "./holm.js";
export { estimateImprovement, type ImprovementOptions, probabilityOfImprovement } from "./improvement.js";
export { allPairs, FEWEST_SEEDS, judge, supportedLeader } from "./judge.js";
export { noncentralTCdf } from "./noncentral-t.js";
export { type PairedDifferences, type PairedTTest, pairBySeed, pairedTTest } from "./paired.js";
export { type ProfileOptions, type ProfilePoint, performanceProfile } from "./performance-profile.js";
export { type PermutationOptions, type PermutationTest, permutationTest } from "./permutation.js";
export {
  type PowerOptions,
  pairedPower,
  pilotAnswers,
  type SeedsNeeded,
  seedsNeeded,
  seedsNeededFromPilot,
} from "./power.js";
export { failureRate, missableRate, type Rate } from "./proportion.js";
export { rankCorrelation } from "./rank-correlation.js";
export { type RankingNoise, rankingNoise } from "./ranking-noise.js";
export { averageRanks, midranks } from "./ranks.js";
export { FIRST_LOOK, type SequentialDesign } from "./sequential/design.js";
export { type TMixture, tMixture, tMixtureThreshold } from "./sequential/e-process.js";
export { type ExpectedSeeds, expectedSeeds } from "./sequential/expected-seeds.js";
export { horizons, nominalLevel } from "./sequential/nominal-level.js";
export {
  type PairDecision,
  type RaceOptions,
  type Racer,
  type RaceState,
  race,
  raceLevel,
} from "./sequential/race.js";
export { horizonFor, type RaceReach, raceReach } from "./sequential/reach.js";
export { type MedianInterval, medianInterval, type SignTest, signTest } from "./sign.js";
export { tCdf, tQuantile } from "./student-t.js";
export { studentizedRangeCdf, studentizedRangeQuantile } from "./studentized-range.js";
export { type Interval, tInterval } from "./t-interval.js";
export type { Comparison, FarOut, Verdict, VerdictKind, VerdictOptions } from "./verdict.js";
export { ACCURACY, type FigureName, LOSS, verdictSentence } from "./verdict-sentence.js";
export { type WilcoxonTest, wilcoxonTest } from "./wilcoxon.js";
