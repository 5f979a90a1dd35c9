/**
 * Philox4x32-10: a keyed bijection of 128-bit counters. Salmon, Moraes, Dror & Shaw, "Parallel
 * random numbers: as easy as 1, 2, 3" (SC 2011), section 3.3. It uses integer arithmetic only, so
 * it gives the same words in every engine.
 */
/** Multipliers and key increments (Weyl sequence) of the paper's 4×32 variant. */
const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9 | 0;
const WEYL_1 = 0xbb67ae85 | 0;
const ROUNDS = 10;
/**
 * Fills `target` with consecutive blocks of a sequence, four words per block. It allocates nothing.
 *
 * @param firstBlock number of the first block, an integer below 2^53
 * @param target its length is a multiple of four
 */
export function philoxWords({ key, nonce }, firstBlock, target) {
    const [key0, key1] = key;
    const [nonce0, nonce1] = nonce;
    fillBlocks(key0, key1, firstBlock, Math.floor(firstBlock / 0x1_0000_0000), nonce0, nonce1, target);
}
/** The block that `key` maps `counter` to. */
export function philox4x32(counter, key) {
    const words = new Uint32Array(4);
    fillBlocks(key[0], key[1], counter[0], counter[1], counter[2], counter[3], words);
    return [words[0], words[1], words[2], words[3]];
}
function fillBlocks(key0, key1, counter0, counter1, counter2, counter3, target) {
    let counterLow = counter0 | 0;
    let counterHigh = counter1 | 0;
    for (let i = 0; i < target.length; i += 4) {
        let c0 = counterLow;
        let c1 = counterHigh;
        let c2 = counter2 | 0;
        let c3 = counter3 | 0;
        let k0 = key0 | 0;
        let k1 = key1 | 0;
        for (let round = 0; round < ROUNDS; round++) {
            const low0 = Math.imul(MULTIPLIER_0, c0);
            const low1 = Math.imul(MULTIPLIER_1, c2);
            const high0 = multiplyHigh(MULTIPLIER_0, c0);
            const high1 = multiplyHigh(MULTIPLIER_1, c2);
            c0 = high1 ^ c1 ^ k0;
            c1 = low1;
            c2 = high0 ^ c3 ^ k1;
            c3 = low0;
            k0 = (k0 + WEYL_0) | 0;
            k1 = (k1 + WEYL_1) | 0;
        }
        target[i] = c0;
        target[i + 1] = c1;
        target[i + 2] = c2;
        target[i + 3] = c3;
        counterLow = (counterLow + 1) | 0;
        if (counterLow === 0)
            counterHigh = (counterHigh + 1) | 0;
    }
}
/**
 * The upper 32 bits of an unsigned 32×32-bit product, by 16-bit limbs; no partial sum exceeds 32
 * bits.
 */
function multiplyHigh(a, b) {
    const aHigh = a >>> 16;
    const aLow = a & 0xffff;
    const bHigh = b >>> 16;
    const bLow = b & 0xffff;
    const p = (Math.imul(aHigh, bLow) + (Math.imul(aLow, bLow) >>> 16)) | 0;
    const q = (Math.imul(aLow, bHigh) + (p & 0xffff)) | 0;
    return (Math.imul(aHigh, bHigh) + (p >>> 16) + (q >>> 16)) | 0;
}
