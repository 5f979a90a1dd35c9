/**
 * Logarithm and exponential from + − × ÷ and bit access alone. IEEE 754 fixes every bit of those
 * operations, while `Math.log` and its like may differ in the last bit between engines. Random
 * numbers need the same bits everywhere.
 */
const float = new Float64Array(1);
const words = new Int32Array(float.buffer);
/**
 * Index of the word with the sign, the exponent and the first 20 mantissa bits: the second word,
 * except on big-endian machines.
 */
const HIGH = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;
/** 2^k is at index k + 1074, for −1074 ≤ k ≤ 1023: every power of two that is a double. */
const POWERS_OF_TWO = new Float64Array(2098);
for (let k = 0, up = 1, down = 1; k <= 1074; k++, up *= 2, down /= 2) {
    POWERS_OF_TWO[1074 - k] = down;
    if (k <= 1023)
        POWERS_OF_TWO[1074 + k] = up;
}
/**
 * ln 2 in two parts. The first ends in 21 zero bits, so that its product with an exponent is exact.
 */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
/** Upper word of √½, and its distance to the upper word of 1. */
const HIGH_ROOT_HALF = 0x3fe6a09e;
const HIGH_STEP = 0x3ff00000 - HIGH_ROOT_HALF;
/**
 * The natural logarithm, within 3e-16 relative (−Infinity at 0, NaN below).
 *
 * x = 2^k m with m in [√½, √2); log m = 2 artanh s with s = (m − 1) / (m + 1), |s| ≤ 0.1716, by its
 * Taylor series. No branch depends on m: for random x a processor would mispredict it half the
 * time.
 */
export function log(x) {
    if (!(x > 0 && x < Number.POSITIVE_INFINITY))
        return x === 0 ? Number.NEGATIVE_INFINITY : x < 0 ? Number.NaN : x;
    // A subnormal number times 2^54 is a normal one.
    if (x < 2.2250738585072014e-308)
        return log(x * 18014398509481984) - 54 * Math.LN2;
    float[0] = x;
    const k = ((words[HIGH] + HIGH_STEP) >> 20) - 1023;
    // m − 1, exact
    const f = k === 1024 ? x * 0.5 * POWERS_OF_TWO[1074 - 1023] - 1 : x * POWERS_OF_TWO[1074 - k] - 1;
    const s = f / (2 + f);
    const z = s * s;
    const zz = z * z;
    // z/3 + z²/5 + z³/7 + … + z¹¹/23 in two interleaved halves, which a processor computes in
    // parallel.
    const odd = 1 / 3 + zz * (1 / 7 + zz * (1 / 11 + zz * (1 / 15 + zz * (1 / 19 + zz * (1 / 23)))));
    const even = 1 / 5 + zz * (1 / 9 + zz * (1 / 13 + zz * (1 / 17 + zz * (1 / 21))));
    const series = z * (odd + z * even);
    // 2 s (1 + series) = f − s f + 2 s series: the leading term is exact.
    return k * LN2_HIGH + (f - (s * (f - 2 * series) - k * LN2_LOW));
}
/** e^x, within 5e-16 relative; 0 and Infinity beyond the range of doubles. */
export function exp(x) {
    if (Number.isNaN(x))
        return x;
    if (x > 709.782712893384)
        return Number.POSITIVE_INFINITY;
    if (x < -745.1332191019412)
        return 0;
    const k = Math.floor(x / Math.LN2 + 0.5);
    const r = x - k * LN2_HIGH - k * LN2_LOW; // |r| ≤ ln 2 / 2
    let sum = 1;
    for (let n = 15; n >= 1; n--)
        sum = 1 + (r / n) * sum;
    // 2^k in two steps: k may lie outside the exponents of normal numbers.
    const half = k >> 1;
    return sum * POWERS_OF_TWO[1074 + half] * POWERS_OF_TWO[1074 + k - half];
}
