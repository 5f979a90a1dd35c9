/** NumPy's .npy: a header (`npy-header.ts`), then the numbers. */
import { InputError } from "../../errors.js";
import { concatenate, toNativeOrder } from "../../graph/bytes.js";
import { floatBytes } from "../../graph/float-types.js";
import { storedType } from "./array.js";
import { arrayIn, isText, MAGIC, npyTypes, PREAMBLE, wholeNpyHeader, } from "./npy-header.js";
/**
 * Reads a .npy file. Arrays in Fortran's order become row-major.
 *
 * @param source which array of which file, for messages
 * @throws InputError if the bytes are not a .npy file, do not match their shape, or hold something
 *   other than integers, booleans, float16 (which becomes float32), float32 or float64, or a 64-bit
 *   integer that float64 does not hold exactly
 */
export function parseNpy(bytes, source) {
    const header = wholeNpyHeader(bytes, source);
    if (isText(header.type)) {
        throw new InputError(`${source} has the type ${header.type}, which is text, expected numbers. Save it as numbers, ${arrayIn(source)}.astype("float32"), and words by the number of each: np.unique(${arrayIn(source)}, return_inverse=True)[1].`);
    }
    const { size, view } = npyTypes[header.type];
    const { shape, isFortran } = header;
    const values = view(toNativeOrder(bytes.subarray(header.start), size, header.isLittleEndian));
    const data = isBig(values) ? exactNumbers(values, header, source) : values;
    return { shape, data: isFortran && shape.length > 1 ? rowMajor(data, shape) : data };
}
const isBig = (values) => values instanceof BigUint64Array || values instanceof BigInt64Array;
/** 64-bit integers as float64, which must hold every one of them exactly. */
function exactNumbers(values, { shape, isFortran }, source) {
    const numbers = new Float64Array(values.length);
    for (let i = 0; i < values.length; i++) {
        const [value, number] = [values[i], Number(values[i])];
        numbers[i] = number;
        if (Number.isSafeInteger(number) || BigInt(number) === value)
            continue;
        throw new InputError(`${source} holds ${value} at [${indexOf(i, shape, isFortran).join(", ")}], which float64, with 53 bits, does not hold exactly. Subtract the column's smallest number before you save it, or save float64 if the last digits do not matter.`);
    }
    return numbers;
}
/** The index of the number at a position of the file. */
function indexOf(position, shape, isFortran) {
    const fastestFirst = isFortran ? shape : [...shape].reverse();
    const index = fastestFirst.map((size) => {
        const at = position % size;
        position = (position - at) / size;
        return at;
    });
    return isFortran ? index : index.reverse();
}
/** Puts column-major numbers into row-major order. */
function rowMajor(data, shape) {
    const result = data.slice();
    const index = new Array(shape.length).fill(0);
    for (let i = 0; i < result.length; i++) {
        // Position of this index when the first axis runs fastest.
        let from = 0;
        for (let axis = shape.length - 1; axis >= 0; axis--)
            from = from * shape[axis] + index[axis];
        result[i] = data[from];
        for (let axis = shape.length - 1; axis >= 0 && ++index[axis] === shape[axis]; axis--)
            index[axis] = 0;
    }
    return result;
}
/** The type of the header for each type of float. NumPy has no bfloat16: it becomes float32. */
const floatCodes = {
    float16: { code: "<f2", type: "float16" },
    bfloat16: { code: "<f4", type: "float32" },
    float32: { code: "<f4", type: "float32" },
    float64: { code: "<f8", type: "float64" },
};
/**
 * Writes a .npy file (version 1.0) of little-endian floats. The numbers begin at a multiple of 64
 * bytes, as NumPy pads its header. bfloat16, which NumPy lacks, is written as float32.
 *
 * @throws InputError for a finite number that is too large for the tensor's type
 */
export function writeNpy(tensor) {
    const { shape, data, name = "the array" } = tensor;
    const { code, type } = floatCodes[storedType(tensor)];
    const axes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
    const text = `{'descr': '${code}', 'fortran_order': False, 'shape': (${axes}), }`;
    const length = Math.ceil((PREAMBLE + text.length + 1) / 64) * 64;
    const header = new Uint8Array(length);
    header.set([...MAGIC, 1, 0]); // version 1.0
    new DataView(header.buffer).setUint16(8, length - PREAMBLE, true);
    header.set(new TextEncoder().encode(`${text.padEnd(length - PREAMBLE - 1)}\n`), PREAMBLE);
    return concatenate([header, floatBytes(type, data, name)]);
}
