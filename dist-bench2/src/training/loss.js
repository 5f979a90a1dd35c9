/** Losses, as one value per sample; the train graph weights and averages them. */
import { InputError, unknownName } from "../errors.js";
import { cast, mul, neg, reduceMean, reduceSum, reshape, sub } from "../graph/expressions.js";
import { tensor } from "../graph/tensor.js";
/** Labels `int32 [N]` as rows with a single one: `float32 [N, classes]`. */
export function oneHot(g, labels, classes) {
    const column = reshape(g, labels, [labels.shape[0], 1]); // [N, 1]
    const numbers = g.constant(tensor("int32", [1, classes], Array.from({ length: classes }, (_, i) => i)), "classes");
    return cast(g, g.apply("Equal", [column, numbers]), "float32");
}
/** −log softmax(logits)[label] for each sample: `[N]`. */
export function crossEntropy(g, logits, target) {
    const logProbabilities = g.apply("LogSoftmax", [logits], { axis: 1 }); // [N, classes]
    return neg(g, reduceSum(g, mul(g, logProbabilities, target), [1], false));
}
/**
 * Mean over the classes of (logit − target)², for each sample: `[N]`. The logits are used as they
 * are.
 */
export function meanSquaredError(g, logits, target) {
    const error = sub(g, logits, target);
    return reduceMean(g, mul(g, error, error), [1], false);
}
/** The losses that are known by name. */
export const losses = {
    "cross-entropy": { name: "cross-entropy", perSample: crossEntropy },
    "mean-squared-error": { name: "mean-squared-error", perSample: meanSquaredError },
};
/**
 * The loss of each sample, `[N]`.
 *
 * @throws InputError for an unknown name, and where a user's loss is not `[N]`
 */
export function lossPerSample(g, loss, logits, target) {
    if (typeof loss === "string" && !Object.hasOwn(losses, loss))
        throw unknownName("loss", loss, Object.keys(losses));
    const { name, perSample } = typeof loss === "string" ? losses[loss] : loss;
    const value = perSample(g, logits, target);
    if (value.shape.length === 1 && value.shape[0] === logits.shape[0])
        return value;
    throw new InputError(`Loss "${name}": perSample() must return one number per sample, [${logits.shape[0]}]; ` +
        `got [${value.shape.join(", ")}].`);
}
/** 1 where the first largest logit is the label's, else 0: `float32 [N]`. */
export function correct(g, logits, labels) {
    const guess = cast(g, g.apply("ArgMax", [logits], { axis: 1, keepdims: 0 }), "int32");
    return cast(g, g.apply("Equal", [guess, labels]), "float32");
}
