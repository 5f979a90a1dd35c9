/**
 * Whether a run is better than an answer that does not look at the sample: the class shares alone
 * give an accuracy, that of the most frequent class, and a cross-entropy, the entropy of the
 * classes.
 */
import type { LossName } from "../../recipe.js";
import type { EpochResult } from "../plan/cell.js";
import type { DataDescription } from "../plan/description.js";
import { isBetterBy, type Metric, metricValue } from "../plan/metric.js";
import type { Study } from "../plan/study.js";
import { heldOutSamples, usedSamples } from "../plan/tuned-parts.js";

/** An accuracy this many standard errors above the majority's share is no chance: p = 0.001. */
const CLEARLY = 3.09;
/** A mean loss below the entropy by this fraction of it is no rounding and no drift of biases. */
const LOWER = 0.005;

/**
 * The accuracy up to which a run on so many samples is not better than always answering one class.
 *
 * @param share of the most frequent class
 */
export function chanceAccuracy(share: number, samples: number): number {
  // Half a sample of slack for the division.
  return share + Math.max(0.5 / samples, CLEARLY * Math.sqrt((share * (1 - share)) / samples));
}

/** What a run's figures are judged against. */
export interface RunSetting {
  readonly data: DataDescription;
  /** The number of samples that it trains on. */
  readonly samples: number;
  /** What it minimizes. */
  readonly loss: LossName;
  /** The study's, where that is not test accuracy. */
  readonly metric?: Metric | undefined;
}

/** The number of training samples of a study on a data set, samples held out excluded. */
export function trainedSamples(study: Pick<Study, "limit" | "validation" | "tuning">, data: DataDescription) {
  return usedSamples(study, data) - (heldOutSamples(study, data) ?? 0);
}

/**
 * Whether neither the test figures nor the training figures after an epoch are better than what the
 * class shares give. Training figures count because an unbalanced test set, or one of a single
 * class, leaves nothing to be better at; test figures because the running loss of a first epoch
 * holds the large losses of its first steps. Where a study states what its metric is by chance,
 * that decides alone.
 */
export function isAtChance({ data, samples, loss, metric }: RunSetting, epoch: EpochResult): boolean {
  if (metric?.chance !== undefined) return !isBetterBy(metric, metricValue(metric, epoch), metric.chance);
  const { majority, testSamples, training } = data;
  const { testAccuracy, trainLoss, trainAccuracy, evalTrainLoss, evalTrainAccuracy } = epoch;
  if (!Number.isFinite(testAccuracy)) return areLossesAtChance(data, loss, epoch);
  // Older studies do not know the classes of their training samples.
  if (training === undefined) return testAccuracy <= majority.share + 0.5 / testSamples;
  const below = (value: number | undefined) => value !== undefined && value < (1 - LOWER) * training.entropy;
  const above = (value: number | undefined) => value !== undefined && value > chanceAccuracy(training.share, samples);
  return !(
    testAccuracy > chanceAccuracy(majority.share, testSamples) ||
    above(trainAccuracy) ||
    above(evalTrainAccuracy) ||
    (loss === "cross-entropy" && (below(trainLoss) || below(evalTrainLoss)))
  );
}

/**
 * Of a trainer that reports no accuracy: whether no cross-entropy is below the entropy of the
 * classes. Where there is none to look at, nothing says that a run learned nothing.
 */
function areLossesAtChance({ classes, training }: DataDescription, loss: LossName, epoch: EpochResult): boolean {
  const entropy = training?.entropy ?? Math.log(classes);
  const losses = [epoch.testLoss, epoch.trainLoss, epoch.evalTrainLoss].filter(
    (value) => value !== undefined && Number.isFinite(value),
  );
  if (loss !== "cross-entropy" || entropy === 0 || losses.length === 0) return false;
  return losses.every((value) => value! >= (1 - LOWER) * entropy);
}
