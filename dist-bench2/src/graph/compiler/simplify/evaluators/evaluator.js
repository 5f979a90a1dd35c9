import { emptyData, sizeOf, } from "../../../tensor.js";
/** How far apart neighbours along each axis are. */
export function rowMajorStrides(shape) {
    const strides = new Array(shape.length).fill(1);
    for (let i = shape.length - 2; i >= 0; i--)
        strides[i] = strides[i + 1] * shape[i + 1];
    return strides;
}
/** Element `offset + Σ indexᵢ · stridesᵢ` of `t` for every index of `shape`. */
export function pick(t, shape, strides, offset = 0) {
    const data = emptyData(t.type, sizeOf(shape));
    const source = t.data;
    const index = new Array(shape.length).fill(0);
    let at = offset;
    for (let i = 0; i < data.length; i++) {
        data[i] = source[at];
        for (let axis = shape.length - 1; axis >= 0; axis--) {
            at += strides[axis];
            if (++index[axis] < shape[axis])
                break;
            at -= strides[axis] * shape[axis];
            index[axis] = 0;
        }
    }
    return { type: t.type, shape, data: data };
}
/** A tensor repeated to a larger shape. */
export function broadcastTo(t, shape) {
    const strides = rowMajorStrides(t.shape);
    const offset = shape.length - t.shape.length;
    return pick(t, shape, shape.map((_, i) => (i < offset || t.shape[i - offset] === 1 ? 0 : strides[i - offset])));
}
