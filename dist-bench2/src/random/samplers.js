/**
 * Samplers: each a pure function of (stream, length, offset). Element i depends on the stream and i
 * alone. So an array drawn in pieces equals the array drawn at once, and a shorter array is a
 * prefix of a longer one.
 *
 * `uniforms`, `normals`, `truncatedNormals` and `signs` transform the *same* draw for element i:
 * word i of the stream, 32 bits. That bounds normals by 6.34 (two of 10^10 would lie beyond) and
 * resolves 2^-32. With 64 bits Philox, which is half of the cost of a normal, would cost twice as
 * much.
 */
import { InputError } from "../errors.js";
import { central, normalCdf, normalQuantile, tail } from "./normal.js";
import { philoxWords } from "./philox.js";
/** Words per piece: 32 KiB, which stays in the first-level cache. */
const CHUNK = 8192;
const scratch = new Uint32Array(CHUNK);
const places = new Int32Array(CHUNK);
/**
 * Words from number `position` on, at least one and at most `count`, in memory that the next call
 * overwrites.
 */
function nextWords(stream, position, count) {
    const skipped = position % 4;
    const end = Math.min(CHUNK, skipped + count);
    philoxWords(stream, (position - skipped) / 4, end > CHUNK - 4 ? scratch : scratch.subarray(0, 4 * Math.ceil(end / 4)));
    return scratch.subarray(skipped, end);
}
/**
 * Draws `length` words of 32 random bits.
 *
 * @param offset number of the first word
 * @defaultValue `offset`: 0
 */
export function uint32s(stream, length, offset = 0) {
    const target = new Uint32Array(length);
    for (let i = 0; i < length;) {
        const words = nextWords(stream, offset + i, length - i);
        target.set(words, i);
        i += words.length;
    }
    return target;
}
/**
 * Draws uniform numbers on (0, 1): (word + 1/2) / 2^32. Neither 0 nor 1/2 nor 1 occurs, and 1 − u
 * is exact.
 *
 * @param offset number of the first word
 * @defaultValue `offset`: 0
 * @example
 * import { uniforms } from "stepzero";
 * import { stream } from "stepzero/random";
 *
 * uniforms(stream(0, "order"), 3).length; // → 3
 */
export function uniforms(stream, length, offset = 0) {
    return fillUniforms(stream, new Float64Array(length), offset);
}
/**
 * Fills an array of the caller as `uniforms` does.
 *
 * @defaultValue `offset`: 0
 * @returns `target`
 */
export function fillUniforms(stream, target, offset = 0) {
    for (let start = 0; start < target.length;) {
        const words = nextWords(stream, offset + start, target.length - start);
        for (let i = 0; i < words.length; i++)
            target[start + i] = uniform(words[i]);
        start += words.length;
    }
    return target;
}
/** The point of (0, 1) that a word stands for. */
function uniform(word) {
    return (word + 0.5) * 2.3283064365386963e-10; // 2^-32
}
/**
 * Draws standard normal numbers: the quantile function at `uniforms`, one word per value, |z| <
 * 6.34.
 *
 * @param offset number of the first word
 * @defaultValue `offset`: 0
 * @example
 * import { normals } from "stepzero";
 * import { stream } from "stepzero/random";
 *
 * const z = normals(stream(0, "init", "dense1/kernel"), 784 * 512);
 * z.length; // → 401408
 */
export function normals(stream, length, offset = 0) {
    return fillNormals(stream, new Float64Array(length), offset);
}
/**
 * Fills an array of the caller as `normals` does.
 *
 * @defaultValue `offset`: 0
 * @returns `target`
 */
export function fillNormals(stream, target, offset = 0) {
    for (let start = 0; start < target.length;) {
        const words = nextWords(stream, offset + start, target.length - start);
        // All values take the middle branch of the quantile first, then the 15 % outside it are
        // replaced. So no branch remains that a processor mispredicts half the time, and both loops are
        // small enough to inline.
        const outside = middleBranch(words, target, start);
        outerBranches(words, target, start, outside);
        start += words.length;
    }
    return target;
}
/**
 * Fills `target` from `start` on by `central`. Collects the positions outside its range in `places`
 * and returns their number.
 */
function middleBranch(words, target, start) {
    let outside = 0;
    for (let i = 0; i < words.length; i++) {
        const q = uniform(words[i]) - 0.5;
        target[start + i] = central(q);
        if (q > 0.425 || q < -0.425)
            places[outside++] = i;
    }
    return outside;
}
/** Fills `target` from `start` on at the first `count` of `places`, by `tail`. */
function outerBranches(words, target, start, count) {
    for (let j = 0; j < count; j++) {
        const i = places[j];
        const word = words[i];
        const sign = ((word >>> 30) & 2) - 1; // u is above 1/2 where the word's first bit is set
        target[start + i] = sign * tail(0.5 - Math.abs(uniform(word) - 0.5));
    }
}
/**
 * Draws standard normal numbers under the condition that they fall between `low` and `high`: the
 * quantile function at `uniforms` mapped into [Φ(low), Φ(high)]. There is no rejection; element i
 * is the same draw as in `normals`. At low = −2, high = 2 the standard deviation is
 * 0.87962566103423978; the caller decides whether to correct it.
 *
 * @param low in standard deviations, or −Infinity
 * @param high in standard deviations, or Infinity
 * @param offset number of the first word
 * @defaultValue `low`: −2, `high`: 2, `offset`: 0
 * @throws InputError unless low < high
 */
export function truncatedNormals(stream, length, low = -2, high = 2, offset = 0) {
    if (!(low < high))
        throw new InputError(`Truncation bounds must satisfy low < high, got low ${low} and high ${high}.`);
    const values = uniforms(stream, length, offset);
    const below = normalCdf(low);
    const above = normalCdf(-high);
    // Each tail is measured from its end, so that neither suffers cancellation.
    const width = low > 0 ? normalCdf(-low) - above : normalCdf(high) - below;
    for (let i = 0; i < length; i++) {
        const u = values[i];
        const p = below + u * width;
        const z = p <= 0.5 ? normalQuantile(p) : -normalQuantile(above + (1 - u) * width);
        values[i] = Math.max(low, Math.min(z, high));
    }
    return values;
}
/**
 * Draws ±1 with equal chances: the signs of `normals`.
 *
 * @param offset number of the first word
 * @defaultValue `offset`: 0
 */
export function signs(stream, length, offset = 0) {
    const values = uniforms(stream, length, offset);
    return Int8Array.from(values, (u) => (u < 0.5 ? -1 : 1));
}
/**
 * Draws a uniformly random order of 0 … n − 1 (Fisher–Yates from the last place down). The words of
 * the stream select places without bias; a word that would favour some place is skipped (Lemire,
 * "Fast random integer generation in an interval", 2019).
 *
 * @throws InputError unless n is an integer from 0 to 2^31 − 1
 */
export function permutation(stream, n) {
    if (!Number.isInteger(n) || n < 0 || n > 0x7fff_ffff) {
        throw new InputError(`A permutation's length must be a whole number from 0 to ${0x7fff_ffff}, got ${n}.`);
    }
    const order = new Int32Array(n);
    for (let i = 0; i < n; i++)
        order[i] = i;
    let position = 0;
    let word = 0;
    let words = scratch.subarray(0, 0);
    for (let i = n - 1; i > 0; i--) {
        const choices = i + 1;
        let draw;
        let rest;
        do {
            if (word === words.length) {
                words = nextWords(stream, position, i + 4);
                position += words.length;
                word = 0;
            }
            draw = words[word++];
            // draw × choices = place × 2^32 + rest. Of the rests, 2^32 mod choices occur once too often.
            rest = Math.imul(draw, choices) >>> 0;
        } while (rest < choices && rest < 0x1_0000_0000 % choices);
        // Exact: the rounding error of the product is below 2^10.
        const place = Math.round((draw * choices - rest) / 0x1_0000_0000);
        const other = order[place];
        order[place] = order[i];
        order[i] = other;
    }
    return order;
}
