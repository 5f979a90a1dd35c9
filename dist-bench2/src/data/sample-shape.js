/** Which axis of an array of samples is what. */
import { InputError } from "../errors.js";
import { sameShape, sizeOf } from "../graph/tensor.js";
/** More channels than this are taken for rows or columns, unless `shape` says otherwise. */
const MOST_CHANNELS = 4;
/**
 * The shape of one sample, `[F]` or `[C, H, W]`, and where the channels are.
 *
 * @param whole the array's shape, samples along the first axis
 * @param description type and shape, for messages
 * @param stated the shape of one sample, `[C, H, W]`, where the user states it
 * @throws InputError for an array that holds no samples, whose channels could be the first or the
 *   last axis of a sample, or whose samples have another shape than the user states
 */
export function sampleShape(name, whole, description, stated) {
    if (sizeOf(whole) > 0) {
        const order = stated === undefined ? clearOrder(name, whole, description) : orderOf(whole, stated);
        if (order !== undefined)
            return order;
    }
    const expected = stated === undefined
        ? `[N, F], [N, H, W], [N, H, W, C] or [N, C, H, W] with at most ${MOST_CHANNELS} channels`
        : `samples of shape ${stated.join(", ")} (--shape: channels, rows, columns) or rows of ${sizeOf(stated)} numbers,`;
    throw new InputError(`${name} is ${description}, expected ${expected} and at least one sample.${shapeHint(whole)}`);
}
/**
 * A note on images that are not square: nothing but the number of channels says which axis they
 * are.
 *
 * @param order as `sampleShape` gives it, of an array for which the user states no shape
 */
export function orderNote(name, whole, [shape, order]) {
    const [channels, height, width] = shape;
    if (whole.length !== 4 || height === width)
        return [];
    const form = order === "as it is" ? "[N, C, H, W]" : "[N, H, W, C]";
    const other = order === "as it is" ? channelsLast(whole.slice(1)) : whole.slice(1);
    return [
        `${name} [${whole.join(", ")}] is read as ${form}: ${channels} ${channels === 1 ? "channel" : "channels"} of ${height} × ${width}. If its channels are at the other end: --shape ${other.join(",")}.`,
    ];
}
/** Where the channels are, if the sizes say it. */
function clearOrder(name, whole, description) {
    const rest = whole.slice(1);
    const [first = 0, , third = 0] = rest;
    if (rest.length === 1)
        return [rest, "as it is"];
    if (rest.length === 2)
        return [[1, ...rest], "as it is"];
    if (rest.length !== 3)
        return undefined;
    const [isFirst, isLast] = [first <= MOST_CHANNELS, third <= MOST_CHANNELS];
    if (isFirst && isLast && sizeOf(rest) > 1) {
        throw new InputError(`${name} is ${description}, and its channels could be the first or the last axis of a sample.${shapeHint(whole)}`);
    }
    if (isLast)
        return [channelsLast(rest), "channels last"];
    return isFirst ? [rest, "as it is"] : undefined;
}
/** Where the channels are, so that samples have this shape. */
function orderOf(whole, stated) {
    const rest = whole.slice(1);
    if (rest.length === 1)
        return rest[0] === sizeOf(stated) ? [stated, "as it is"] : undefined;
    if (sameShape(rest.length === 2 ? [1, ...rest] : rest, stated))
        return [stated, "as it is"];
    return rest.length === 3 && sameShape(channelsLast(rest), stated) ? [stated, "channels last"] : undefined;
}
/** `[H, W, C]` → `[C, H, W]`. */
const channelsLast = ([height, width, channels]) => [channels, height, width];
/** What `--shape` says of an array with three axes per sample. */
function shapeHint(whole) {
    const rest = whole.slice(1);
    if (rest.length !== 3 || sizeOf(whole) === 0)
        return "";
    const [first, last] = [rest.join(","), channelsLast(rest).join(",")];
    if (first === last) {
        return ` If it is [N, C, H, W]: --shape ${first}. If it is [N, H, W, C], reorder it first: x.transpose(0, 3, 1, 2).`;
    }
    return ` If it is [N, C, H, W]: --shape ${first}. If it is [N, H, W, C]: --shape ${last}.`;
}
