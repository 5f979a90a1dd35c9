/** The type that a file stores a tensor in. */
export function storedType({ type, data }) {
    return type ?? (data instanceof Float64Array ? "float64" : "float32");
}
/** Type and shape as error messages print them: "uint8 [60000, 28, 28]". */
export function describeArray(array) {
    const type = array.data.constructor.name.replace("Array", "").toLowerCase();
    return `${type} [${array.shape.join(", ")}]`;
}
