/** Changes of bytes whatever they mean. */
import { concatenate } from "../../src/graph/bytes.js";
import { integers } from "./values.js";
const joined = (...parts) => concatenate(parts);
/** Two ends of a part of the input, in order; most parts are short. */
function part(input, draws) {
    const from = draws.below(input.length + 1);
    const most = input.length - from;
    return [from, from + (draws.oneIn(4) ? draws.below(most + 1) : Math.min(most, 1 + draws.below(8)))];
}
/** A place, in half of the draws among the first 200 bytes, where headers are. */
function place(length, draws) {
    return draws.below(draws.oneIn(2) ? Math.min(length, 200) : length);
}
const flipBit = {
    name: "flip a bit",
    apply(input, _, draws) {
        if (input.length === 0)
            return undefined;
        const changed = Uint8Array.from(input);
        changed[place(input.length, draws)] ^= 1 << draws.below(8);
        return changed;
    },
};
const setByte = {
    name: "set a byte",
    apply(input, _, draws) {
        if (input.length === 0)
            return undefined;
        const changed = Uint8Array.from(input);
        changed[place(input.length, draws)] = draws.oneIn(2) ? draws.pick([0, 1, 127, 128, 255, 10, 34]) : draws.below(256);
        return changed;
    },
};
const truncate = {
    name: "truncate",
    apply: (input, _, draws) => input.slice(0, draws.oneIn(8) ? 0 : place(input.length + 1, draws)),
};
const remove = {
    name: "remove a part",
    apply(input, _, draws) {
        const [from, to] = part(input, draws);
        return joined(input.subarray(0, from), input.subarray(to));
    },
};
const repeat = {
    name: "repeat a part",
    apply(input, _, draws) {
        const [from, to] = part(input, draws);
        const copies = Array.from({ length: 1 + draws.below(draws.oneIn(8) ? 100 : 3) }, () => input.subarray(from, to));
        return joined(input.subarray(0, to), ...copies, input.subarray(to));
    },
};
const insert = {
    name: "insert bytes",
    apply(input, _, draws) {
        const at = draws.below(input.length + 1);
        const drawn = Uint8Array.from({ length: 1 + draws.below(16) }, () => draws.below(256));
        return joined(input.subarray(0, at), drawn, input.subarray(at));
    },
};
const splice = {
    name: "splice two inputs",
    apply(input, other, draws) {
        const [from, to] = part(other, draws);
        const [start, end] = part(input, draws);
        return draws.oneIn(2)
            ? joined(input.subarray(0, start), other.subarray(from))
            : joined(input.subarray(0, start), other.subarray(from, to), input.subarray(end));
    },
};
/** Lengths, counts and offsets are whole numbers in 1, 2, 4 or 8 bytes. */
const setInteger = {
    name: "set a binary number",
    apply(input, _, draws) {
        const width = draws.pick([1, 2, 4, 8]);
        if (input.length < width)
            return undefined;
        const changed = Uint8Array.from(input);
        const at = place(input.length - width + 1, draws);
        const little = draws.oneIn(2);
        const value = BigInt.asUintN(8 * width, draws.pick(integers));
        for (let i = 0; i < width; i++) {
            changed[at + (little ? i : width - 1 - i)] = Number((value >> BigInt(8 * i)) & 255n);
        }
        return changed;
    },
};
/** For every reader. */
export const byteMutations = [
    flipBit,
    setByte,
    truncate,
    remove,
    repeat,
    insert,
    splice,
    setInteger,
];
