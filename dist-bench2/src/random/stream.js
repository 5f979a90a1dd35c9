/**
 * Named streams of random numbers. Element i of a stream is a pure function of (seed, path, i), so
 * neither the order of drawing, nor the number of machines, nor another layer changes it. Read this
 * first.
 */
import { InputError } from "../errors.js";
import { philox4x32 } from "./philox.js";
/** The largest seed: 2^53 − 1. The smallest is 0. */
export const LARGEST_SEED = Number.MAX_SAFE_INTEGER;
/**
 * The stream for a seed and a path of names. Equal arguments give equal numbers in every version
 * and on every machine; any other seed or path gives independent ones. The 128 bits of key and
 * nonce are a hash of seed and path: Philox is the block cipher of a Davies–Meyer chain over the
 * UTF-16 code units of the names, each preceded by its length, so that `("a", "b")` differs from
 * `("ab")`.
 *
 * @param seed an integer from 0 to 2^53 − 1
 * @throws InputError for any other seed
 * @example
 * import { normals } from "stepzero";
 * import { stream } from "stepzero/random";
 *
 * normals(stream(7, "init", "conv1/kernel"), 288); // the same 288 numbers in every program
 */
export function stream(seed, ...path) {
    if (!Number.isSafeInteger(seed) || seed < 0) {
        throw new InputError(`A seed must be a whole number from 0 to ${LARGEST_SEED}, got ${String(seed)}.`);
    }
    let state = [low(seed), high(seed), 0, path.length];
    for (const name of path) {
        state = absorb(state, name.length, LENGTH_MARK);
        // Four code units, 64 bits, per step. Past the end charCodeAt gives NaN, which | makes 0.
        for (let i = 0; i < name.length; i += 4) {
            const word0 = name.charCodeAt(i) | (name.charCodeAt(i + 1) << 16);
            const word1 = name.charCodeAt(i + 2) | (name.charCodeAt(i + 3) << 16);
            state = absorb(state, word0, word1);
        }
    }
    // A last step, so that the state of a path is never an intermediate state of a longer path.
    const [key0, key1, nonce0, nonce1] = absorb(state, path.length, END_MARK);
    return { key: [key0, key1], nonce: [nonce0, nonce1] };
}
/**
 * The child of a stream by number (of a step, an epoch, a retry). It is independent of its parent
 * and its siblings, and costs one Philox block instead of a hash over names.
 *
 * @param index an integer from 0 to 2^53 − 1
 * @throws InputError for any other index
 * @example
 * import { uniforms } from "stepzero";
 * import { at, stream } from "stepzero/random";
 *
 * const augmentation = stream(0, "augmentation"); // once
 * const draws = uniforms(at(augmentation, 17), 3); // in step 17
 */
export function at(parent, index) {
    if (!Number.isSafeInteger(index) || index < 0) {
        throw new InputError(`A stream's index must be a whole number from 0 to 2^53 - 1, got ${String(index)}.`);
    }
    // The key differs from that of the parent, so that no child has a word of the parent as address.
    const key = [parent.key[0] ^ CHILD_KEY_0, parent.key[1] ^ CHILD_KEY_1];
    const counter = [low(index), high(index), parent.nonce[0], parent.nonce[1]];
    const [key0, key1, nonce0, nonce1] = philox4x32(counter, key);
    return { key: [key0, key1], nonce: [nonce0, nonce1] };
}
/** Arbitrary but never to change: binary digits of √2, √3, √5 and √7 after the point. */
const LENGTH_MARK = 0x6a09e667;
const END_MARK = 0xbb67ae85;
const CHILD_KEY_0 = 0x3c6ef372;
const CHILD_KEY_1 = 0xa54ff53a;
/** Davies–Meyer: state ← E(message, state) ⊕ state. */
function absorb(state, message0, message1) {
    const mixed = philox4x32(state, [message0, message1]);
    return [
        (state[0] ^ mixed[0]) >>> 0,
        (state[1] ^ mixed[1]) >>> 0,
        (state[2] ^ mixed[2]) >>> 0,
        (state[3] ^ mixed[3]) >>> 0,
    ];
}
function low(integer) {
    return integer >>> 0;
}
function high(integer) {
    return Math.floor(integer / 0x1_0000_0000) >>> 0;
}
