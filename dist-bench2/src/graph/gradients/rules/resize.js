/** Gradient of resampling: Resize is one linear map along each axis, and this is its transpose. */
import { matMul, reduceSum, reshape, transpose } from "../../expressions.js";
import { resizeWeights } from "../../operators/resize.js";
import { tensor, toNumbers } from "../../tensor.js";
const resizeRule = ({ g, node, inputs: [x, , scales], gradients: [dy] }) => {
    const factors = scales === undefined ? [] : toNumbers(g.constantOf(scales));
    let dx = dy;
    const repeated = [];
    x.shape.forEach((n, axis) => {
        const out = dy.shape[axis];
        const weights = resizeWeights(node.attributes, n, out, factors[axis]);
        if (isIdentity(weights))
            return;
        if (isRepetition(weights, n))
            repeated.push(axis);
        else
            dx = alongAxis(dx, axis, weights);
    });
    if (repeated.length === 0)
        return [dx];
    // Whole repetitions: [h · k, w · k] → [h, k, w, k] → sums over the k.
    const apart = reshape(g, dx, dx.shape.flatMap((size, axis) => (repeated.includes(axis) ? [x.shape[axis], size / x.shape[axis]] : [size])));
    const sums = reduceSum(g, apart, repeated.map((axis, before) => axis + before + 1), false);
    return [reshape(g, sums, x.shape)];
    /** `weights` [out, in] contracted with `axis` of v. */
    function alongAxis(v, axis, weights) {
        const swap = v.shape.map((_, i) => (i === axis ? v.shape.length - 1 : i === v.shape.length - 1 ? axis : i));
        const matrix = g.constant(tensor(v.type, [weights.length, weights[0].length], weights.flat()), "resize_weights");
        return transpose(g, matMul(g, transpose(g, v, swap), matrix), swap);
    }
};
const isIdentity = (weights) => weights.length === weights[0].length && weights.every((row, j) => row[j] === 1);
const isRepetition = (weights, n) => weights.length % n === 0 && weights.every((row, j) => row[Math.floor((j * n) / weights.length)] === 1);
/** The gradient rules of this family, by operator. */
export const resize = { Resize: resizeRule };
