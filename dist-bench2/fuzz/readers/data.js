/** Data sets of users and files of weights. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync, zipSync } from "fflate";
import { parseCifar } from "../../src/data/formats/cifar.js";
import { parseCsv } from "../../src/data/formats/csv-table.js";
import { parseNpy, writeNpy } from "../../src/data/formats/npy.js";
import { parseNpyWords } from "../../src/data/formats/npy-words.js";
import { parseNpz, writeNpz } from "../../src/data/formats/npz.js";
import { parseSafetensors, writeSafetensors } from "../../src/data/formats/safetensors.js";
import { loadUserData } from "../../src/data/node/index.js";
import { normals, stream } from "../../src/random/index.js";
import { ofBytes, ofLanguage } from "../mutations/index.js";
import { bytesOf, textOf } from "../reader.js";
import { sharedFiles } from "../shared-files.js";
const floats = (name, length) => Float32Array.from(normals(stream(0, "fuzz corpus", name), length));
/** 12 samples of 4 numbers in 3 classes, twice: an .npz as Keras stores data sets. */
export function smallNpz() {
    const labels = Float32Array.from({ length: 12 }, (_, i) => i % 3);
    return writeNpz([
        { name: "x_train", shape: [12, 4], data: floats("x_train", 48) },
        { name: "y_train", shape: [12], data: labels },
        { name: "x_test", shape: [6, 4], data: floats("x_test", 24) },
        { name: "y_test", shape: [6], data: labels.slice(0, 6) },
    ]);
}
/** Arrays of several types; the first line of each header can be read. */
export function smallNpys() {
    const data = floats("npy", 48);
    return [
        writeNpy({ shape: [12, 4], data }),
        writeNpy({ shape: [48], data, type: "float16" }),
        writeNpy({ shape: [4, 3, 2, 2], data: Float64Array.from(data) }),
        writeNpy({ shape: [], data: data.slice(0, 1) }),
    ];
}
/** A .npy of words (NEP 1): four bytes for each character. */
function wordsNpy(words) {
    const longest = Math.max(...words.map((word) => word.length));
    const header = `{'descr': '<U${longest}', 'fortran_order': False, 'shape': (${words.length},), }`;
    const characters = Uint32Array.from(words.flatMap((word) => [...word.padEnd(longest, "\0")]), (one) => one.codePointAt(0));
    const start = [0x93, ...bytesOf("NUMPY"), 1, 0, header.length % 256, Math.floor(header.length / 256)];
    return Uint8Array.from([...start, ...bytesOf(header), ...new Uint8Array(characters.buffer)]);
}
/** An IDX file of bytes. */
export function idx(sizes, value) {
    const length = sizes.reduce((a, b) => a * b, 1);
    const header = new Uint8Array(4 + 4 * sizes.length);
    header.set([0, 0, 8, sizes.length]);
    sizes.forEach((size, axis) => {
        new DataView(header.buffer).setUint32(4 + 4 * axis, size);
    });
    return Uint8Array.from([...header, ...Array.from({ length }, (_, at) => value(at))]);
}
/** A table of numbers and labels. */
export const smallCsv = 'weight,height,label\n4,25.5,cat\n5,23,cat\n30,60,dog\n25,-5.5e1,dog\n4.5,24,cat\n28,61,"dog"\n5,25,cat\n29,58,dog\n';
async function readFolder(input, folder, ending) {
    const labels = (count) => idx([count], (at) => at % 3);
    const files = {
        "train-labels-idx1-ubyte": labels(6),
        "t10k-images-idx3-ubyte": idx([3, 4, 4], (at) => at),
        "t10k-labels-idx1-ubyte": labels(3),
    };
    for (const [name, bytes] of Object.entries(files))
        writeFileSync(join(folder, name), bytes);
    writeFileSync(join(folder, `train-images-idx3-ubyte${ending}`), input);
    return loadUserData(folder);
}
/** Reads a file of the user's data in a folder. */
async function readAs(input, folder, name) {
    mkdirSync(folder, { recursive: true });
    const file = join(folder, name);
    writeFileSync(file, input);
    await loadUserData(file);
}
const csvTokens = [
    ",",
    ";",
    "\t",
    "|",
    "sep=;\n",
    "?",
    '"',
    '""',
    "\r",
    "\n\n",
    "NaN",
    "inf",
    "#",
    "1e400",
    "label",
    "−5",
    " ",
];
/** What stands in the header of an array, and what must not. */
const headerWords = [
    "'<f4'",
    "'|O'",
    "'<U3'",
    "'|S9'",
    "'>i8'",
    "True",
    "(1,)",
    "(4294967296,)",
    "(-1,)",
    "L",
    "{",
    "}",
];
const images = () => idx([6, 4, 4], (at) => (at * 7) % 256);
/** Data sets and weights. */
export const dataReaders = [
    {
        name: "csv",
        what: "a table of data",
        ending: ".csv",
        corpus: () => [smallCsv, smallCsv.replace(/dog/g, "wolf").replaceAll("\n", "\r\n")].map(bytesOf),
        shared: () => [...sharedFiles("cases/data", ".csv"), ...sharedFiles("cases/hostile", ".csv")],
        mutations: ofLanguage("CSV", csvTokens),
        subject: "fuzzed.csv",
        async read(input, folder) {
            await readAs(input, folder, "fuzzed.csv");
            return parseCsv(textOf(input), "fuzzed.csv");
        },
    },
    {
        name: "npy",
        what: "an array of NumPy",
        ending: ".npy",
        corpus: smallNpys,
        mutations: ofLanguage("NumPy", headerWords),
        subject: "fuzzed.npy",
        read: (input) => parseNpy(input, "fuzzed.npy"),
    },
    {
        name: "npz",
        what: "data in an archive of NumPy",
        ending: ".npz",
        corpus: () => [smallNpz()],
        shared: () => [...sharedFiles("cases/data", ".npz"), ...sharedFiles("cases/hostile", ".npz")],
        mutations: ofBytes,
        subject: "fuzzed.npz",
        async read(input, folder) {
            await readAs(input, folder, "fuzzed.npz");
            const arrays = parseNpz(input, "fuzzed.npz");
            return ["x_train", "y_train", "x_test", "y_test"].flatMap((name) => arrays.get(name)?.() ?? []);
        },
    },
    {
        name: "words-in-npz",
        what: "labels in words, in an archive whose checksums are right",
        ending: ".npy",
        corpus: () => [wordsNpy(Array.from({ length: 12 }, (_, i) => ["cat", "Löwe", "gnu"][i % 3]))],
        mutations: ofLanguage("NumPy", [
            "'<U4'",
            "'>U4'",
            "'|S16'",
            "'<U1000'",
            "'|O'",
            "(12,)",
            "(12, 1)",
            "(6, 2)",
            "nan",
        ]),
        subject: "fuzzed.npz",
        async read(input, folder) {
            const x = writeNpy({ shape: [12, 4], data: floats("x_train", 48) });
            await readAs(zipSync({ "x_train.npy": x, "y_train.npy": input }, { mtime: "1980-01-01T00:00:00" }), folder, "fuzzed.npz");
            return parseNpyWords(input, "fuzzed.npy");
        },
    },
    {
        name: "npy-in-npz",
        what: "an array of an archive whose checksums are right",
        ending: ".npy",
        corpus: () => smallNpys().slice(0, 1),
        mutations: ofLanguage("NumPy", headerWords),
        subject: "fuzzed.npz",
        async read(input, folder) {
            const y = writeNpy({ shape: [12], data: Float32Array.from({ length: 12 }, (_, i) => i % 3) });
            const files = { "x_train.npy": input, "y_train.npy": y };
            await readAs(zipSync(files, { mtime: "1980-01-01T00:00:00" }), folder, "fuzzed.npz");
            return parseNpy(input, "fuzzed.npy");
        },
    },
    {
        name: "idx",
        what: "a file of MNIST's format",
        ending: "",
        corpus: () => [images()],
        mutations: ofBytes,
        subject: "train-images-idx3-ubyte",
        read: (input, folder) => readFolder(input, folder, ""),
    },
    {
        name: "idx-gz",
        what: "such a file, compressed",
        ending: ".gz",
        corpus: () => [gzipSync(images(), { mtime: 0 }), gzipSync(images(), { mtime: 0, level: 0 })],
        mutations: ofBytes,
        subject: "train-images-idx3-ubyte",
        read: (input, folder) => readFolder(input, folder, ".gz"),
    },
    {
        name: "cifar",
        what: "a batch of CIFAR-10",
        ending: ".bin",
        corpus: () => [Uint8Array.from({ length: 2 * 3073 }, (_, at) => (at % 3073 === 0 ? at % 10 : at % 256))],
        mutations: ofBytes,
        subject: "fuzzed.bin",
        read: (input) => parseCifar([["fuzzed.bin", input]]),
    },
    {
        name: "safetensors",
        what: "a file of weights",
        ending: ".safetensors",
        corpus: () => [
            writeSafetensors([
                { name: "w", shape: [2, 3], data: floats("w", 6) },
                { name: "b", shape: [3], data: floats("b", 3), type: "bfloat16" },
            ], { seed: "0" }),
            writeSafetensors([{ name: "d", shape: [2], data: Float64Array.of(1, 2) }]),
        ],
        mutations: ofLanguage("JSON", [
            '"dtype":"F32"',
            '"shape":[4294967296]',
            '"data_offsets":[0,0]',
            "[",
            "{",
            "}",
            "-1",
        ]),
        subject: "fuzzed.safetensors",
        read: (input) => parseSafetensors(input, "fuzzed.safetensors"),
    },
];
