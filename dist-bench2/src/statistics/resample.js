/** Sampling with replacement. */
import { uint32s } from "../random/index.js";
/**
 * Draws `count` integers below `n`, one per word of the stream. The bias, from n not dividing 2^32,
 * is too small to matter.
 *
 * @param offset number of the first word
 * @defaultValue `offset`: 0
 */
export function indices(stream, count, n, offset = 0) {
    const words = uint32s(stream, count, offset);
    for (let i = 0; i < count; i++)
        words[i] = Math.floor((words[i] / 0x1_0000_0000) * n);
    return words;
}
