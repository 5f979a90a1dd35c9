import { slice } from "../../expressions.js";
/** x in the opposite order along some axes. */
export function reverse(g, x, axes) {
    const fill = (n) => axes.map(() => n);
    return slice(g, x, axes, fill(-1), axes.map((axis) => -x.shape[axis] - 1), fill(-1));
}
/** Elements `start` to `start + count` of one axis; x itself when that is all of it. */
export function cut(g, x, axis, start, count) {
    return start === 0 && count === x.shape[axis] ? x : slice(g, x, [axis], [start], [start + count]);
}
