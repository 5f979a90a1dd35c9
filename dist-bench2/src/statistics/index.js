/**
 * What a few runs show, and how surely. docs/statistics.md has the formulas, their sources and when
 * to trust each. Pure functions of numbers; a function that resamples takes a named stream. Every
 * result carries its n. Samples and options out of range throw InputError; distributions outside
 * their domain, and means of too few values, throw RangeError.
 */
export { BCA_FROM, estimate, ofTaskMeans, pooled, } from "./bootstrap.js";
export { chiSquareQuantile, spreadInterval } from "./chi-square.js";
export { areaUnderCurve, epochsToTarget, summarizeEpochsToTarget } from "./curve.js";
export { interquartileMean, mean, median, sampleStd } from "./descriptive.js";
export { equivalenceTest, medianEquivalenceTest } from "./equivalence.js";
export { friedmanTest, nemenyiTest } from "./friedman.js";
export { holm } from "./holm.js";
export { estimateImprovement, probabilityOfImprovement } from "./improvement.js";
export { allPairs, FEWEST_SEEDS, judge, supportedLeader } from "./judge.js";
export { noncentralTCdf } from "./noncentral-t.js";
export { pairBySeed, pairedTTest } from "./paired.js";
export { performanceProfile } from "./performance-profile.js";
export { permutationTest } from "./permutation.js";
export { pairedPower, pilotAnswers, seedsNeeded, seedsNeededFromPilot, } from "./power.js";
export { failureRate, missableRate } from "./proportion.js";
export { rankingNoise } from "./ranking-noise.js";
export { averageRanks, midranks } from "./ranks.js";
export { medianInterval, signTest } from "./sign.js";
export { tCdf, tQuantile } from "./student-t.js";
export { studentizedRangeCdf, studentizedRangeQuantile } from "./studentized-range.js";
export { tInterval } from "./t-interval.js";
export { ACCURACY, LOSS, verdictSentence } from "./verdict-sentence.js";
export { wilcoxonTest } from "./wilcoxon.js";
