/** Losses of class probabilities, by their definitions; classes are axis 1. */
import { cast, div, mul, neg, reduceSum, reshape } from "../../../expressions.js";
import { floatInput, required } from "../file-node.js";
/** −weight of the class · log probability of the class, reduced as the node says. */
function negativeLogLikelihood(node, logProbabilities) {
    const { g } = node;
    const target = required(node, 1);
    const classWeights = node.inputs[2];
    const { type, shape } = logProbabilities;
    const ignored = node.attributes.ignore_index;
    const isIgnored = ignored === undefined ? undefined : g.apply("Equal", [target, g.scalar(ignored, target.type)]);
    const safe = isIgnored === undefined ? target : g.apply("Where", [isIgnored, g.scalar(0, target.type), target]);
    const places = reshape(g, safe, [shape[0], 1, ...shape.slice(2)]);
    const picked = reshape(g, g.apply("GatherElements", [logProbabilities, places], { axis: 1 }), target.shape);
    const ofClass = classWeights === undefined ? undefined : g.apply("Gather", [classWeights, safe], { axis: 0 });
    const counted = isIgnored === undefined ? undefined : cast(g, g.apply("Not", [isIgnored]), type);
    const weights = ofClass !== undefined && counted !== undefined ? mul(g, ofClass, counted) : (ofClass ?? counted);
    const losses = neg(g, weights === undefined ? picked : mul(g, picked, weights));
    const axes = target.shape.map((_, i) => i);
    switch (node.attributes.reduction ?? "mean") {
        case "none":
            return losses;
        case "sum":
            return reduceSum(g, losses, axes, false);
        case "mean":
            if (weights === undefined)
                return g.apply("ReduceMean", [losses], { axes, keepdims: 0 });
            return div(g, reduceSum(g, losses, axes, false), reduceSum(g, weights, axes, false));
        default:
            return node.fail(`reduction "${node.attributes.reduction}" is none of none, sum, mean`);
    }
}
/** The definitions of this family, by operator. */
export const losses = {
    NegativeLogLikelihoodLoss: (node) => [negativeLogLikelihood(node, floatInput(node))],
    SoftmaxCrossEntropyLoss: (node) => {
        const logProbabilities = node.g.apply("LogSoftmax", [floatInput(node)], { axis: 1 });
        const loss = negativeLogLikelihood(node, logProbabilities);
        return node.outputCount === 1 ? [loss] : [loss, logProbabilities];
    },
};
