/** What a framework's default does to signals in one layer. */
import { fans } from "../network/fans.js";
import { issueLink } from "./frameworks.js";
/**
 * Explains one layer: its distributions, the true fans and the framework's, and how they change
 * signals. In a ReLU layer with
 * symmetric weights of variance v and biases of variance b an input of second moment q becomes
 * (fanIn · v · q + b) / 2.
 *
 * @throws InputError for a layer the framework does not have
 */
export function explainLayer(framework, { text, kernel }) {
    const frameworkFans = framework.fans(kernel);
    const trueFans = fans(kernel);
    const isTable = kernel.role.kind === "embedding";
    const weights = isTable ? framework.embedding(kernel.shape) : framework.kernel(frameworkFans);
    const biases = isTable ? null : framework.bias(frameworkFans);
    const gain = weights.std * Math.sqrt(trueFans.fanIn);
    const defects = framework.defects(kernel);
    return {
        layer: text,
        shape: kernel.shape,
        weights,
        biases,
        fans: { true: trueFans, framework: frameworkFans },
        gain,
        backwardGain: weights.std * Math.sqrt(trueFans.fanOut),
        relu: biases === null ? null : reluFactors(gain, biases.std),
        defects: defects.map((defect) => ({ ...defect, links: defect.issues.map(issueLink) })),
    };
}
/**
 * How a ReLU layer changes the second moment of signals.
 *
 * @param gain std · √fanIn of the weights
 * @param biasStd standard deviation of the biases
 */
export function reluFactors(gain, biasStd) {
    const factor = gain ** 2 / 2;
    const added = biasStd ** 2 / 2;
    return { factor, added, settles: factor < 1 ? added / (1 - factor) : null };
}
