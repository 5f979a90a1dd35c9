/** An accuracy this many standard errors above the majority's share is no chance: p = 0.001. */
const CLEARLY = 3.09;
/** A mean loss below the entropy by this fraction of it is no rounding and no drift of biases. */
const LOWER = 0.005;
/**
 * The accuracy up to which a run on so many samples is not better than always answering one class.
 *
 * @param share of the most frequent class
 */
export function chanceAccuracy(share, samples) {
    // Half a sample of slack for the division.
    return share + Math.max(0.5 / samples, CLEARLY * Math.sqrt((share * (1 - share)) / samples));
}
/** The number of training samples of a study on a data set, samples held out excluded. */
export function trainedSamples({ limit, validation = 0 }, data) {
    return Math.min(limit ?? data.trainSamples, data.trainSamples) - validation;
}
/**
 * Whether neither the test figures nor the training figures after an epoch are better than what the
 * class shares give. Training figures count because an unbalanced test set, or one of a single
 * class, leaves nothing to be better at; test figures because the running loss of a first epoch
 * holds the large losses of its first steps.
 */
export function isAtChance({ data, samples, loss }, epoch) {
    const { majority, testSamples, training } = data;
    const { testAccuracy, trainLoss, trainAccuracy, evalTrainLoss, evalTrainAccuracy } = epoch;
    // Older studies do not know the classes of their training samples.
    if (training === undefined)
        return testAccuracy <= majority.share + 0.5 / testSamples;
    const below = (value) => value !== undefined && value < (1 - LOWER) * training.entropy;
    const above = (value) => value !== undefined && value > chanceAccuracy(training.share, samples);
    return !(testAccuracy > chanceAccuracy(majority.share, testSamples) ||
        above(trainAccuracy) ||
        above(evalTrainAccuracy) ||
        (loss === "cross-entropy" && (below(trainLoss) || below(evalTrainLoss))));
}
