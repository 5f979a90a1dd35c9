/** Reads the files of published data sets into training and test samples. */
import { InputError } from "../errors.js";
import { parseCifar } from "./formats/cifar.js";
import { parseIdx } from "./formats/idx.js";
/**
 * Reads MNIST's four IDX files.
 *
 * @param members file name → bytes
 * @throws InputError if a file is missing or damaged
 */
export function parseIdxMembers(members) {
    const split = (prefix) => {
        const images = parseIdx(member(members, `${prefix}-images-idx3-ubyte`), `${prefix}-images-idx3-ubyte`);
        const labels = parseIdx(member(members, `${prefix}-labels-idx1-ubyte`), `${prefix}-labels-idx1-ubyte`);
        return { inputs: images.data, labels: Int32Array.from(labels.data), count: labels.data.length };
    };
    return { train: split("train"), test: split("t10k") };
}
/**
 * Reads the six batch files of CIFAR-10.
 *
 * @param members file name → bytes
 * @throws InputError if a file is missing or damaged
 */
export function parseCifarMembers(members) {
    const file = (name) => [name, member(members, name)];
    return {
        train: parseCifar([1, 2, 3, 4, 5].map((i) => file(`data_batch_${i}.bin`))),
        test: parseCifar([file("test_batch.bin")]),
    };
}
function member(members, name) {
    const bytes = members.get(name);
    if (bytes === undefined)
        throw new InputError(`The data set's file ${name} is missing.`);
    return bytes;
}
