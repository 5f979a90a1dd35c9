/**
 * The two halves of float32: float16 (IEEE 754 binary16) and bfloat16 (the upper half of a
 * float32). Numbers go in and out as ordinary ones, and halves are their 16 bits.
 */
/** Bits of the fraction and of the exponent, behind the sign. */
const formats = {
    float16: { fraction: 10, exponent: 5 },
    bfloat16: { fraction: 7, exponent: 8 },
};
/** The numbers that the bits stand for; all are exact in float32. */
export function fromHalf(type, bits) {
    if (type === "float16")
        return Float32Array.from(bits, float16ToNumber);
    const words = Uint32Array.from(bits, (b) => b * 2 ** 16);
    return new Float32Array(words.buffer);
}
function float16ToNumber(bits) {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >> 10) & 31;
    const fraction = bits & 1023;
    if (exponent === 0)
        return sign * fraction * 2 ** -24;
    if (exponent === 31)
        return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
    return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
/** The bits of the nearest numbers; of two that are equally near, the even one. */
export function toHalf(type, numbers) {
    const { fraction, exponent } = formats[type];
    const lowest = 2 - 2 ** (exponent - 1); // exponent of the smallest normal number
    const infinite = (2 ** exponent - 1) * 2 ** fraction;
    const magnitude = (size) => {
        if (Number.isNaN(size))
            return infinite + 2 ** (fraction - 1);
        if (size === Number.POSITIVE_INFINITY)
            return infinite;
        const place = Math.max(exponentOf(size), lowest);
        // In units of the last place; its leading bit counts one up in the field of the exponent.
        const units = roundToEven(size * 2 ** (fraction - place));
        return Math.min((place - lowest) * 2 ** fraction + units, infinite);
    };
    return Uint16Array.from(numbers, (x) => (x < 0 || Object.is(x, -0) ? 0x8000 : 0) + magnitude(Math.abs(x)));
}
/** ⌊log₂ x⌋, whatever the last bit of the logarithm; −∞ for 0. */
function exponentOf(x) {
    const near = Math.floor(Math.log2(x));
    if (2 ** near > x)
        return near - 1;
    return 2 ** (near + 1) <= x ? near + 1 : near;
}
function roundToEven(x) {
    const below = Math.floor(x);
    const rest = x - below;
    return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}
