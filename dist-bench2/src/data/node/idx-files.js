/** Data sets of users in four IDX files, named as those of MNIST or of EMNIST. */
import { readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { InputError } from "../../errors.js";
import { idxSize, parseIdx } from "../formats/idx.js";
import { datasetFromSamples, labelledSamples } from "../from-arrays.js";
import { readFileBytes, sha256OfBytes } from "./read-file.js";
/** "emnist-letters-train-images-idx3-ubyte.gz": the set, and the part of it. */
const FILE_NAME = /^(.*?)(train|t10k|test)-(images|labels)[.-]idx[13]-ubyte(\.gz)?$/;
/** Whether a path is that of an IDX file by its name. */
export const isIdxName = (path) => FILE_NAME.test(basename(path));
/**
 * Reads the IDX files of a folder.
 *
 * @throws InputError where files are missing or damaged, or the folder has those of several sets
 */
export async function readIdxFolder(folder, options) {
    const sets = await idxFilesIn(folder);
    const [prefix = "", another] = [...sets.keys()];
    if (another !== undefined) {
        const [first] = [...sets.values()].flatMap((files) => files.get("train-images") ?? []);
        throw new InputError(`${folder} has the IDX files of ${sets.size} data sets: ${[...sets.keys()].map((name) => `${name}…`).join(", ")}. Name the training images of one: --data "${join(folder, first ?? `${prefix}train-images-idx3-ubyte.gz`)}".`);
    }
    return readSet(folder, folder, prefix, sets.get(prefix) ?? new Map(), options);
}
/**
 * Reads the set that an IDX file belongs to.
 *
 * @throws InputError where the file is not that of the training images, or the others are missing
 */
export async function readIdxSet(path, options) {
    const [, prefix = "", part, kind] = FILE_NAME.exec(basename(path)) ?? [];
    const folder = dirname(path);
    if (part !== "train" || kind !== "images") {
        throw new InputError(`${path} is one of four IDX files. Name that of the training images, ${prefix}train-images-idx3-ubyte, or the folder.`);
    }
    return readSet(path, folder, prefix, (await idxFilesIn(folder)).get(prefix) ?? new Map(), options);
}
async function idxFilesIn(folder) {
    const sets = new Map();
    // A file that is not packed stands before the one that is.
    for (const name of (await readdir(folder)).sort()) {
        const [, prefix, part, kind] = FILE_NAME.exec(name) ?? [];
        if (prefix === undefined)
            continue;
        const files = sets.get(prefix) ?? new Map();
        const place = `${part === "train" ? part : "test"}-${kind}`;
        sets.set(prefix, files.set(place, files.get(place) ?? name));
    }
    return sets;
}
async function readSet(name, folder, prefix, files, { testFraction, missingLabels, shape }) {
    const part = async (place) => {
        const inputs = await readIdx(folder, prefix, files, `${place}-images`);
        return labelledSamples({ inputs, labels: await readIdx(folder, prefix, files, `${place}-labels`) }, shape);
    };
    const options = { testFraction, missingLabels, sha256: sha256OfBytes };
    return datasetFromSamples(name, await part("train"), await part("test"), options);
}
async function readIdx(folder, prefix, files, place) {
    const name = files.get(place);
    if (name === undefined) {
        const part = place.replace("test", prefix === "" ? "t10k" : "test");
        const file = `${prefix}${part}-${place.endsWith("images") ? "idx3" : "idx1"}-ubyte`;
        throw new InputError(`The folder ${folder} has no file ${file} (or ${file}.gz), expected MNIST's four IDX files, or train.csv and test.csv.`);
    }
    const path = join(folder, name);
    const gzip = name.endsWith(".gz");
    const bytes = await readFileBytes(path, { gzip, promised: (start) => idxSize(start, path) });
    return { ...parseIdx(bytes, path), name: path };
}
