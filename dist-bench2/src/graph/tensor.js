/** Dense tensors in row-major order, and the element types the graphs use. */
/** Number of elements: the product of the axes' sizes (1 for a scalar). */
export function sizeOf(shape) {
    return shape.reduce((size, n) => size * n, 1);
}
/** "float32 [128, 32, 26, 26]", as error messages print it. */
export function describe(value) {
    return `${value.type} [${value.shape.join(", ")}]`;
}
/** Whether two shapes are equal. */
export function sameShape(a, b) {
    return a.length === b.length && a.every((n, i) => n === b[i]);
}
/** An all-zero array of the right kind. */
export function emptyData(type, length) {
    const make = {
        float32: (n) => new Float32Array(n),
        float64: (n) => new Float64Array(n),
        int32: (n) => new Int32Array(n),
        int64: (n) => new BigInt64Array(n),
        uint8: (n) => new Uint8Array(n),
        bool: (n) => new Uint8Array(n),
    };
    return make[type](length);
}
/**
 * A tensor from plain numbers.
 *
 * @throws RangeError if their count is not the product of `shape`.
 */
export function tensor(type, shape, values) {
    if (values.length !== sizeOf(shape)) {
        throw new RangeError(`tensor: ${values.length} values do not fill shape [${shape.join(", ")}]`);
    }
    const data = emptyData(type, values.length);
    for (let i = 0; i < values.length; i++) {
        data[i] = type === "int64" ? BigInt(values[i]) : values[i];
    }
    return { type, shape, data };
}
/** The values as plain numbers (int64 included). */
export function toNumbers(t) {
    return Array.from(t.data, Number);
}
