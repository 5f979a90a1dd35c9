import { reshape, shift, transpose } from "../../../graph/expressions.js";
import { sizeOf, tensor } from "../../../graph/tensor.js";
import { indicesAfter, keepsAll, shapeAfter } from "../steps.js";
/**
 * The tensor in the file's layout. What no parameter holds keeps the file's numbers.
 *
 * @param values of the parameters, in the order of `parts`, in our layout
 * @param numbers of the file
 */
export function storedFromParts(g, parts, values, numbers) {
    const [{ place }] = parts;
    if (parts.length === 1 && keepsAll(place.steps))
        return undone(g, place, values[0]);
    const shifted = parts.map(({ place: { offset } }, i) => withoutOffset(g, values[i], offset));
    const places = parts.map((part) => indicesAfter(part.place.shape, part.place.steps));
    const size = sizeOf(place.shape);
    const order = new Int32Array(size).fill(-1);
    let start = 0;
    for (const indices of places) {
        for (const [i, index] of indices.entries())
            order[index] = start + i;
        start += indices.length;
    }
    const rest = [...order.keys()].filter((index) => order[index] < 0);
    const flat = shifted.map((value) => reshape(g, value, [sizeOf(value.shape)]));
    if (rest.length > 0) {
        const data = numbers?.()?.data;
        flat.push(g.constant(tensor("float32", [rest.length], rest.map((index) => Number(data?.[index] ?? 0)))));
        for (const [i, index] of rest.entries())
            order[index] = start + i;
    }
    const joined = flat.length === 1 ? flat[0] : g.apply("Concat", flat, { axis: 0 });
    const isInOrder = order.every((at, i) => at === i);
    const moved = isInOrder
        ? joined
        : g.apply("Gather", [joined, g.constant(tensor("int32", [size], order))], { axis: 0 });
    return reshape(g, moved, place.shape);
}
/** The stored tensor that becomes the parameter by the place's steps. */
function undone(g, { shape, steps, offset }, value) {
    let at = withoutOffset(g, value, offset);
    for (const [i, step] of [...steps.entries()].reverse()) {
        const before = shapeAfter(shape, steps.slice(0, i));
        if (step.kind === "reshape")
            at = reshape(g, at, before);
        else if (step.kind === "transpose")
            at = transpose(g, at, inverse(step.order));
    }
    return at;
}
const inverse = (order) => order.map((_, axis) => order.indexOf(axis));
const withoutOffset = (g, value, offset) => offset === 0 ? value : shift(g, value, -offset);
