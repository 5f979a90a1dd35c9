/** Readings of a network's logits and loss. */
import { mul, reduceMean, reshape, sqrt, sub } from "../../graph/expressions.js";
import { lossPerSample, oneHot } from "../../training/loss.js";
/** The loss of each sample: `[rows]`. */
export function sampleLosses({ g, network: { logits }, labels }) {
    return lossPerSample(g, "cross-entropy", logits, oneHot(g, labels(), logits.shape[1]));
}
/** The mean loss, and the deviation of the logits over classes. */
export function outputPoint({ g, network: { logits } }, losses) {
    const apart = sub(g, logits, reduceMean(g, logits, [1]));
    const deviation = sqrt(g, reduceMean(g, mul(g, apart, apart), [1]));
    return {
        outputs: [reshape(g, reduceMean(g, losses, [0]), [1]), reshape(g, reduceMean(g, deviation, [0, 1]), [1])],
        read: ([loss, spread]) => ({ classes: logits.shape[1], loss: loss[0], logitDeviation: spread[0] }),
    };
}
/**
 * −Σ π ln π over the shares π of the labels; of labels that were drawn uniformly, ln(classes).
 *
 * @param labelled whether the labels are those of data
 */
export function classLoss({ labels, rows }, labelled, classes) {
    if (!labelled)
        return Math.log(classes);
    const counts = new Map();
    for (const label of labels)
        counts.set(label, (counts.get(label) ?? 0) + 1);
    return -[...counts.values()].reduce((sum, count) => sum + (count / rows) * Math.log(count / rows), 0);
}
