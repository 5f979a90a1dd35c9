/** An input of a fuzzing run: a pure function of the seed, the reader and a number. */
import { at, stream } from "../src/random/index.js";
import { drawsOf } from "./draws.js";
/** Most bytes of an input: what is larger tests patience. */
const LARGEST = 2 ** 22;
/** Most mutations of one input. */
const MOST_MUTATIONS = 4;
/**
 * Input number `index`. Number, seed and reader give the same bytes on every machine.
 *
 * @param corpus of the reader
 */
export function inputOf({ name, mutations: all }, corpus, seed, index) {
    const draws = drawsOf(at(stream(seed, "fuzz", name), index));
    const sample = draws.below(corpus.length);
    let bytes = corpus[sample];
    const names = [];
    const target = 1 + draws.below(MOST_MUTATIONS);
    for (let tries = 0; names.length < target && tries < 4 * target; tries++) {
        const mutation = draws.pick(all);
        const changed = mutation.apply(bytes, draws.pick(corpus), draws);
        if (changed === undefined || changed.length > LARGEST)
            continue;
        bytes = changed;
        names.push(mutation.name);
    }
    return { bytes, sample, mutations: names };
}
