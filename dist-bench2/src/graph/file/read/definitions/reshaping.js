/**
 * Operators that move elements, and those whose result follows from shapes, by their definitions.
 */
import { cast, pad, reshape, transpose } from "../../../expressions.js";
import { sizeOf, tensor } from "../../../tensor.js";
import { axisOf, checkCount, numberOf, numbersOf, required } from "../file-node.js";
/** Images [N, C, H, W] and the side of a block. */
function blocks(node) {
    const x = required(node, 0);
    const block = numberOf(node, "blocksize", 0);
    if (x.shape.length !== 4)
        node.fail(`takes [N, C, H, W], got [${x.shape.join(", ")}]`);
    if (block < 1)
        node.fail(`blocksize is ${block}`);
    return { x, block };
}
/**
 * Channels become blocks of pixels; the block's place is the first part of the channel, or (CRD)
 * the last.
 */
const depthToSpace = (node) => {
    const { x, block } = blocks(node);
    const [n, c, h, w] = x.shape;
    const depth = c / block ** 2;
    const places = node.attributes.mode === "CRD";
    const apart = reshape(node.g, x, places ? [n, depth, block, block, h, w] : [n, block, block, depth, h, w]);
    const moved = node.g.apply("Transpose", [apart], { perm: places ? [0, 1, 4, 2, 5, 3] : [0, 3, 4, 1, 5, 2] });
    return [node.g.apply("Reshape", [moved, node.g.integers([n, depth, h * block, w * block])])];
};
const spaceToDepth = (node) => {
    const { x, block } = blocks(node);
    const [n, c, h, w] = x.shape;
    const apart = reshape(node.g, x, [n, c, h / block, block, w / block, block]);
    const moved = transpose(node.g, apart, [0, 3, 5, 1, 2, 4]);
    return [node.g.apply("Reshape", [moved, node.g.integers([n, c * block ** 2, h / block, w / block])])];
};
const size = (node) => [tensor("int64", [], [sizeOf(required(node, 0).shape)])];
/** Ones on the k-th diagonal. */
const eyeLike = (node) => {
    const x = required(node, 0);
    const type = node.attributes.dtype ?? x.type;
    const [rows, columns] = x.shape;
    if (x.shape.length !== 2)
        node.fail(`takes a matrix, got [${x.shape.join(", ")}]`);
    const k = numberOf(node, "k", 0);
    checkCount(node, rows * columns);
    const ones = Array.from({ length: rows * columns }, (_, i) => (i % columns) - Math.floor(i / columns) === k ? 1 : 0);
    return [tensor(type, x.shape, ones)];
};
const castLike = (node) => {
    const [x, like] = [required(node, 0), required(node, 1)];
    return [x.type === like.type ? node.g.apply("Identity", [x]) : cast(node.g, x, like.type)];
};
/** The places of all numbers but 0, [axes, count]: static where the input is a constant. */
const nonZero = (node) => {
    const x = required(node, 0);
    const numbers = numbersOf(node, 0, "what NonZero looks through");
    const places = numbers.flatMap((value, at) => (value === 0 ? [] : [at]));
    const strides = x.shape.map((_, axis) => sizeOf(x.shape.slice(axis + 1)));
    const rows = x.shape.flatMap((n, axis) => places.map((at) => Math.floor(at / strides[axis]) % n));
    return [tensor("int64", [x.shape.length, places.length], rows)];
};
/** Each axis cut or filled with zeros on both sides, the odd element behind. */
const centerCropPad = (node) => {
    const x = required(node, 0);
    const sizes = numbersOf(node, 1, "the shape");
    const stated = node.attributes.axes;
    const axes = stated?.map((axis) => axisOf(node, axis, x.shape.length)) ?? x.shape.map((_, i) => i);
    if (axes.length !== sizes.length)
        node.fail(`the shape has ${sizes.length} numbers for ${axes.length} axes`);
    const more = x.shape.map((n, i) => (axes.includes(i) ? sizes[axes.indexOf(i)] - n : 0));
    const before = more.map((n) => Math.trunc(n / 2));
    const padded = pad(node.g, x, before, more.map((n, i) => n - before[i]));
    return [padded];
};
/** The definitions of this family, by operator. */
export const reshaping = {
    DepthToSpace: depthToSpace,
    SpaceToDepth: spaceToDepth,
    Size: size,
    EyeLike: eyeLike,
    CastLike: castLike,
    NonZero: nonZero,
    CenterCropPad: centerCropPad,
};
