/** Random choices in a row, from a seeded stream. */
import { uint32s } from "../src/random/index.js";
const BLOCK = 64;
/** The choices of a stream. Equal streams give equal choices. */
export function drawsOf(stream) {
    let [words, at, offset] = [uint32s(stream, BLOCK), 0, BLOCK];
    const below = (count) => {
        if (at === BLOCK) {
            [words, at] = [uint32s(stream, BLOCK, offset), 0];
            offset += BLOCK;
        }
        return Math.floor((words[at++] / 2 ** 32) * count);
    };
    return { below, pick: (list) => list[below(list.length)], oneIn: (count) => below(count) === 0 };
}
