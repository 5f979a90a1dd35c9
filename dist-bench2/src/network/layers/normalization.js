/**
 * Batch, layer and group normalization. Each has a scale (role norm-scale) and a shift
 * (norm-shift).
 */
import { ShapeError } from "../../errors.js";
import { add, mul, reshape, scale } from "../../graph/expressions.js";
import { sizeOf, tensor } from "../../graph/tensor.js";
import { atLeastOne, inRange } from "./check-arguments.js";
import { wrongShape } from "./scope.js";
/**
 * Batch normalization (Ioffe and Szegedy 2015) of `[N, F]` or `[N, C, H, W]`, with a mean and a
 * variance per feature or channel.
 *
 * In training the batch's mean and *biased* variance normalize, and the running statistics, which
 * are state and not trained, become momentum · old + (1 − momentum) · batch, with the *unbiased*
 * batch variance. That is PyTorch's convention (whose `momentum` 0.1 is 1 − ours); Keras defines
 * momentum as here, with 0.99 and epsilon 1e-3; Flax has 0.99, 1e-5 and the biased variance. In
 * evaluation the running statistics normalize. Batches must not contain rows that do not count.
 *
 * @throws ShapeError in training where a feature has one value only, whose variance is unknown
 */
export function batchNorm(options = {}) {
    const { momentum = 0.9, epsilon = 1e-5 } = options;
    inRange("batchNorm", "momentum", momentum, 0, 1);
    inRange("batchNorm", "epsilon", epsilon, 0, 1);
    return {
        kind: "batchnorm",
        apply: (x, scope) => {
            if (x.shape.length !== 2 && x.shape.length !== 4)
                wrongShape(scope, "[N, F] or [N, C, H, W]", x);
            const channels = x.shape[1];
            const affine = scaleAndShift(scope, channels);
            const mean = scope.state("running-mean", [channels], 0);
            const variance = scope.state("running-variance", [channels], 1);
            return normalizeByBatch(scope, x, { affine, mean, variance, momentum, epsilon });
        },
    };
}
/**
 * `batchNorm`'s arithmetic on `x` `[N, C, …]`, by the scope's mode, with the update of the running
 * statistics.
 *
 * @throws ShapeError in training where a feature has one value only, whose variance is unknown
 */
export function normalizeByBatch(scope, x, tensors) {
    const { g } = scope;
    const { affine, mean, variance, momentum, epsilon } = tensors;
    if (scope.mode === "evaluate") {
        return g.apply("BatchNormalization", [x, ...affine, mean.value, variance.value], { epsilon });
    }
    const count = sizeOf(x.shape) / x.shape[1]; // values that each statistic is taken over
    if (count < 2) {
        throw new ShapeError(`layer "${g.layer}": one value for each feature has no variance: train on batches of at least 2`);
    }
    // With momentum 0 the node returns the batch's statistics. ONNX Runtime writes them over inputs 4
    // and 5, even where those are the caller's arrays, so it gets buffers that nothing else reads:
    // the states times a factor that no other node has, so that they are not merged with an equal
    // expression. Their numbers do not matter.
    const scratch = [mean, variance].map((state) => scale(g, state.value, 1 / (2 + g.nodes.length)));
    const [y, batchMean, biased] = g.applyAll("BatchNormalization", [x, ...affine, ...scratch], { epsilon, momentum: 0, training_mode: 1 }, { outputs: 3 });
    const running = (old, batch, share) => add(g, scale(g, old, momentum), scale(g, batch, (1 - momentum) * share));
    mean.update(running(mean.value, batchMean, 1));
    variance.update(running(variance.value, biased, count / (count - 1)));
    return y;
}
/**
 * Layer normalization (Ba, Kiros and Hinton 2016) over the last axis of `[N, F]` or `[N, T, F]`:
 * each sample, or token, by its mean and biased variance. For images use `groupNorm(1)`.
 *
 * @param epsilon added to the variance, as in PyTorch (Keras 1e-3, Flax 1e-6)
 * @defaultValue `epsilon`: 1e-5
 */
export function layerNorm({ epsilon = 1e-5 } = {}) {
    inRange("layerNorm", "epsilon", epsilon, 0, 1);
    return {
        kind: "layernorm",
        apply: (x, scope) => {
            if (x.shape.length !== 2 && x.shape.length !== 3) {
                wrongShape(scope, "[N, F] or [N, T, F]", x, "use groupNorm(1) on images");
            }
            return scope.g.apply("LayerNormalization", [x, ...scaleAndShift(scope, x.shape.at(-1))], { axis: -1, epsilon });
        },
    };
}
/**
 * Group normalization (Wu and He 2018) of `[N, C, H, W]`: in each sample, each of `groups` groups
 * of neighbouring channels by its mean and biased variance. 1 group is layer normalization of the
 * image, C groups instance normalization.
 *
 * @param epsilon added to the variance, as in PyTorch (Keras 1e-3, Flax 1e-6)
 * @defaultValue `epsilon`: 1e-5
 */
export function groupNorm(groups, { epsilon = 1e-5 } = {}) {
    atLeastOne("groupNorm", "groups", groups);
    inRange("groupNorm", "epsilon", epsilon, 0, 1);
    return {
        kind: "groupnorm",
        apply: (x, scope) => {
            const [n, channels] = x.shape;
            if (x.shape.length !== 4 || channels % groups !== 0) {
                wrongShape(scope, `images [N, C, H, W] whose channels divide into ${groups} groups`, x);
            }
            const { g } = scope;
            const [scales, shifts] = scaleAndShift(scope, channels).map((v) => reshape(g, v, [channels, 1, 1]));
            const size = sizeOf(x.shape) / (n * groups);
            const grouped = reshape(g, x, [n, groups, size]); // [N, G, C/G·H·W]
            const unit = g.constant(tensor("float32", [size], new Array(size).fill(1)), "ones");
            const normal = g.apply("LayerNormalization", [grouped, unit], { axis: -1, epsilon });
            return add(g, mul(g, reshape(g, normal, x.shape), scales), shifts);
        },
    };
}
function scaleAndShift(scope, features) {
    return [
        scope.parameter("scale", [features], { kind: "norm-scale" }),
        scope.parameter("shift", [features], { kind: "norm-shift" }),
    ];
}
