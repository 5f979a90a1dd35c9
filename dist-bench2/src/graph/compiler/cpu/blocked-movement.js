import { pad, reshape, slice } from "../../expressions.js";
import { sliceRanges } from "../../operators/slicing.js";
import { toNumbers } from "../../tensor.js";
const isImage = (v, block) => v?.shape.length === 4 && v.type === "float32" && v.shape[1] % block === 0;
/**
 * A slice of whole blocks of channels of blocked images, all places of them.
 *
 * @returns whether the node's output has its form now
 */
export function channelSlice(g, node, forms, { constant }, block) {
    const [x, ...places] = node.inputs;
    const [output] = node.outputs;
    if (node.operator !== "Slice" || !isImage(x, block) || !isImage(output, block) || !forms.isBlocked(x))
        return false;
    const lists = places.map((v) => (v === undefined ? undefined : constant(v)));
    const [starts, ends, axes, steps] = lists.map((list) => list && toNumbers(list));
    if (starts === undefined || ends === undefined)
        return false;
    const ranges = sliceRanges(x.shape, starts, ends, axes, steps);
    const isWhole = ranges.every(({ start, step, count }, i) => step === 1 && (i === 1 || (start === 0 && count === x.shape[i])));
    const { start, count } = ranges[1];
    if (!isWhole || start % block !== 0)
        return false;
    const [n, , h, w] = x.shape;
    const blocks = reshape(g, forms.blocked(x), [n, x.shape[1] / block, h * w * block]);
    const part = slice(g, blocks, [1], [start / block], [(start + count) / block]);
    forms.setBlocked(output, reshape(g, part, output.shape));
    return true;
}
/**
 * Images with zeros after each of their places, [N, C, h, w] → [N, C, h·s, w·t], as the gradient of
 * a strided slice has them: [N, C, h, 1, w, 1], padded at the end of the two new axes. In the
 * layout whole blocks are moved, and not single numbers.
 *
 * @returns whether the node's output has its form now
 */
export function spread(g, node, forms, index, block) {
    const [output] = node.outputs;
    if (node.operator !== "Reshape" || !isImage(output, block))
        return false;
    const padding = index.producer(node.inputs[0]);
    if (padding?.operator !== "Pad" || padding.inputs[2] !== undefined || padding.attributes.mode !== "constant")
        return false;
    const [apart, padsInput] = padding.inputs;
    const image = index.producer(apart)?.operator === "Reshape" ? index.producer(apart).inputs[0] : undefined;
    const pads = index.constant(padsInput);
    if (!isImage(image, block) || !forms.isBlocked(image) || pads === undefined)
        return false;
    const [n, c, h, w] = image.shape;
    const after = toNumbers(pads);
    const [rows, columns] = [after[9], after[11]];
    const isSpread = apart.shape.join() === [n, c, h, 1, w, 1].join() &&
        rows >= 0 &&
        columns >= 0 &&
        after.every((count, i) => count === 0 || i === 9 || i === 11) &&
        output.shape.join() === [n, c, h * (rows + 1), w * (columns + 1)].join();
    if (!isSpread)
        return false;
    const places = reshape(g, forms.blocked(image), [(n * c * h) / block, 1, w, block]);
    const zeros = pad(g, places, [0, 0, 0, 0], [0, rows, 0, columns * block]);
    forms.setBlocked(output, reshape(g, zeros, output.shape));
    return true;
}
