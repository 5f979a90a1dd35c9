/** Where the inputs of a run come from, by a name that a child process is started with. */
import { inputOf } from "./input.js";
import { byHand } from "./malformed/by-hand/index.js";
import { bytesOf, wholeCorpus } from "./reader.js";
/** All sources. */
export const sources = {
    /** Mutations of everything that is there. */
    fuzz: (reader, seed) => {
        const corpus = wholeCorpus(reader);
        return (index) => inputOf(reader, corpus, seed, index).bytes;
    },
    /** Mutations of inputs that the reader accepts. */
    mutated: (reader, seed) => {
        const corpus = reader.corpus();
        return (index) => inputOf(reader, corpus, seed, index).bytes;
    },
    /** The lists in `malformed/by-hand/`; the seed says nothing. */
    "by-hand": ({ name }) => (index) => {
        const [, input] = byHand[name][index];
        return typeof input === "string" ? bytesOf(input) : input;
    },
};
