/** Float numbers as files store them. In memory, half precision is float32. */
import { InputError } from "../errors.js";
import { littleEndianBytes, toNativeOrder } from "./bytes.js";
import { fromHalf, toHalf } from "./half-precision.js";
/** The bytes of one number of each type. */
export const floatWidths = { float16: 2, bfloat16: 2, float32: 4, float64: 8 };
/** The largest finite number of each type that is not the widest. */
const largest = {
    float16: 65504,
    bfloat16: (2 - 2 ** -7) * 2 ** 127,
    float32: (2 - 2 ** -23) * 2 ** 127,
};
/**
 * Numbers as bytes of a type, the least significant first. Each becomes the nearest number of the
 * type, the even one of two that are equally near.
 *
 * @param where whose numbers they are, for messages
 * @throws InputError for a finite number that would become infinite
 */
export function floatBytes(type, numbers, where) {
    if (type === "float64")
        return littleEndianBytes(Float64Array.from(numbers));
    if (type === "float32") {
        if (numbers instanceof Float32Array)
            return littleEndianBytes(numbers);
        const rounded = Float32Array.from(numbers);
        refuseOverflow(type, numbers, rounded, where);
        return littleEndianBytes(rounded);
    }
    const bits = toHalf(type, numbers);
    refuseOverflow(type, numbers, fromHalf(type, bits), where);
    return littleEndianBytes(bits);
}
function refuseOverflow(type, numbers, rounded, where) {
    const at = numbers.findIndex((x, i) => Number.isFinite(x) && !Number.isFinite(rounded[i]));
    if (at < 0)
        return;
    throw new InputError(`${where} is ${type}, whose largest number is ${largest[type]}, and ${numbers[at]} is beyond it: store it in float32, or choose an initializer with smaller numbers.`);
}
/** The numbers that bytes of a type stand for, the least significant first. */
export function floatsFrom(type, bytes) {
    const native = toNativeOrder(bytes, floatWidths[type], true);
    switch (type) {
        case "float64":
            return new Float64Array(native);
        case "float32":
            return new Float32Array(native);
        default:
            return fromHalf(type, new Uint16Array(native));
    }
}
