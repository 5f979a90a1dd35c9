/**
 * What a few runs say: paired tests, intervals, ranks, power and verdicts. Pure functions.
 *
 * @module stepzero/statistics
 */
export { allPairs, areaUnderCurve, averageRanks, chiSquareQuantile, epochsToTarget, equivalenceTest, estimate, estimateImprovement, failureRate, friedmanTest, holm, interquartileMean, judge, mean, median, medianEquivalenceTest, medianInterval, midranks, nemenyiTest, noncentralTCdf, ofTaskMeans, pairBySeed, pairedPower, pairedTTest, performanceProfile, permutationTest, pilotAnswers, pooled, probabilityOfImprovement, rankingNoise, sampleStd, seedsNeeded, seedsNeededFromPilot, signTest, spreadInterval, studentizedRangeCdf, studentizedRangeQuantile, summarizeEpochsToTarget, supportedLeader, tCdf, tInterval, tQuantile, verdictSentence, wilcoxonTest, } from "../statistics/index.js";
