import { expand, reshape, transpose } from "../../expressions.js";
import { toNumbers } from "../../tensor.js";
/** `[replicas, ...shape]`, with a copy for each replica of a shared value. */
export function stackedValue({ g, count }, { value, stacked, shape }) {
    return stacked ? value : expand(g, value, [count, ...shape]);
}
/**
 * `[replicas, 1, …, ...shape]`, which broadcasts with values of up to `rank` axes per replica. A
 * shared value stays as it is.
 */
export function broadcastable(g, { value, stacked, shape }, rank) {
    if (!stacked)
        return value;
    return reshape(g, value, [value.shape[0], ...new Array(rank - shape.length).fill(1), ...shape]);
}
/** `[replicas, ...shape]` → `shape` with the replicas' parts one after another along `axis`. */
export function mergedInto(g, stacked, axis) {
    const [count, ...shape] = stacked.shape;
    const order = stacked.shape.map((_, i) => (i < axis ? i + 1 : i === axis ? 0 : i));
    return reshape(g, transpose(g, stacked, order), shape.map((n, i) => (i === axis ? n * count : n)));
}
/** The inverse of `mergedInto`. */
export function takenOut(g, merged, axis, count) {
    const apart = merged.shape.flatMap((n, i) => (i === axis ? [count, n / count] : [n]));
    const order = apart.map((_, i) => (i === 0 ? axis : i <= axis ? i - 1 : i));
    return transpose(g, reshape(g, merged, apart), order);
}
/** An axis of one replica, counted from either end, in a stacked tensor. */
export function shiftedAxis(axis, rank) {
    return axis < 0 ? axis + rank + 1 : axis + 1;
}
/** The integers of a constant input; undefined where it is left out. */
export function integersOf(context, input) {
    const numbers = context.constant(input);
    return numbers === undefined ? undefined : toNumbers(numbers);
}
