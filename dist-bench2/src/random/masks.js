/** Random bytes and dropout masks for every training step, from as few random bits as possible. */
import { InputError } from "../errors.js";
import { philoxWords } from "./philox.js";
const CHUNK = 8192;
const scratch = new Uint32Array(CHUNK);
/**
 * Fills `target` with random bytes: byte i is the bits from 8 (i mod 4) up of word ⌊i / 4⌋ of the
 * stream.
 *
 * @returns `target`
 */
export function bytes(stream, target) {
    const whole = target.length - (target.length % 4);
    for (let start = 0; start < target.length; start += 4 * CHUNK) {
        philoxWords(stream, start / 16, scratch);
        const stop = Math.min(whole, start + 4 * CHUNK);
        let word = 0;
        for (let i = start; i < stop; i += 4) {
            const bits = scratch[word++];
            target[i] = bits;
            target[i + 1] = bits >>> 8;
            target[i + 2] = bits >>> 16;
            target[i + 3] = bits >>> 24;
        }
        if (start + 4 * CHUNK > whole) {
            for (let i = whole; i < target.length; i++)
                target[i] = scratch[word] >>> (8 * (i - whole));
        }
    }
    return target;
}
/**
 * Fills `target` with a dropout mask: each element is 0 (drop) with probability `dropped256ths` /
 * 256, else 1 (keep).
 *
 * The rate in lowest terms has a denominator of 2^b. Each element takes the next b bits of the
 * stream, with b rounded up to 1, 2, 4 or 8, so that words divide evenly, and the least significant
 * bits of a word first. The element is 0 if these bits, as a number, are below the numerator. So 64
 * (a quarter) takes 2 bits per element, 128 (a half) takes one.
 *
 * @param dropped256ths an integer from 0 (keep all) to 256 (drop all)
 * @returns `target`
 * @throws InputError for any other rate
 */
export function keepMask(stream, target, dropped256ths) {
    if (!Number.isInteger(dropped256ths) || dropped256ths < 0 || dropped256ths > 256) {
        throw new InputError(`A dropout rate in 256ths must be a whole number from 0 to 256, got ${dropped256ths}.`);
    }
    let bits = 8;
    while (bits > 1 && dropped256ths % (1 << (8 - bits / 2)) === 0)
        bits /= 2;
    const below = dropped256ths / (1 << (8 - bits));
    const perWord = 32 / bits;
    const quads = bits <= 2 && target.byteOffset % 4 === 0 ? perWord * Math.floor(target.length / perWord) : 0;
    if (quads > 0)
        fillQuads(stream, new Uint32Array(target.buffer, target.byteOffset, quads / 4), bits, below);
    fillSingles(stream, target, quads, bits, below);
    return target;
}
/** Fills the elements from `first` (at the beginning of a word) on, one by one. */
function fillSingles(stream, target, first, bits, below) {
    const perWord = 32 / bits;
    const mask = (1 << bits) - 1;
    let word = CHUNK;
    let position = first / perWord;
    for (let i = first; i < target.length; position++) {
        if (word === CHUNK) {
            philoxWords(stream, Math.floor(position / 4), scratch);
            word = position % 4;
        }
        let draws = scratch[word++];
        for (const stop = Math.min(target.length, i + perWord); i < stop; i++) {
            target[i] = (((draws & mask) - below) >>> 31) ^ 1; // the inverted sign bit of draw − below
            draws >>>= bits;
        }
    }
}
/**
 * Fills words of four elements. The 4 or 8 bits that decide a word select it from a table. The mask
 * ends at the end of a random word.
 */
function fillQuads(stream, target, bits, below) {
    const table = new Uint32Array(1 << (4 * bits));
    const elements = new Uint8Array(table.buffer); // in the byte order of the machine, as in `target`
    for (let i = 0; i < elements.length; i++) {
        elements[i] = ((i >>> 2) >>> (bits * (i & 3))) % (1 << bits) < below ? 0 : 1;
    }
    const mask = table.length - 1;
    const perWord = 8 / bits;
    for (let start = 0; start < target.length; start += perWord * CHUNK) {
        const stop = Math.min(target.length, start + perWord * CHUNK);
        philoxWords(stream, start / perWord / 4, scratch);
        for (let i = start, word = 0; i < stop; word++) {
            let draws = scratch[word];
            for (const end = i + perWord; i < end; i++) {
                target[i] = table[draws & mask];
                draws >>>= 4 * bits;
            }
        }
    }
}
