/** Arrays and weights by hand: every field of their headers with wrong values. */
import { zipSync } from "fflate";
import { writeNpy } from "../../../src/data/formats/npy.js";
import { bytesOf } from "../../reader.js";
import { smallNpz } from "../../readers/data.js";
const joined = (...parts) => new Uint8Array(Buffer.concat(parts));
/** A .npy file with any header, in front of 48 bytes. */
function npyWith(header, { magic = "\x93NUMPY\x01\x00", data = new Uint8Array(48), length = header.length } = {}) {
    const start = Buffer.concat([Buffer.from(magic, "latin1"), Buffer.from([length & 255, length >> 8])]);
    return joined(start, bytesOf(header), data);
}
const header = (descr = "'<f4'", order = "False", shape = "(12,)") => `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }\n`;
/** Of arrays of NumPy. */
export const npy = [
    ...[
        "'|O'",
        "'<U4'",
        "'|S4'",
        "'<c8'",
        "'<M8[s]'",
        "'<f3'",
        "'<f16'",
        "'f4'",
        "'<q4'",
        "'!f4'",
        "[('a', '<f4')]",
        "None",
        "4",
        "''",
        "'<f4",
    ].map((descr) => [`the type ${descr}`, npyWith(header(descr)), "fuzzed.npy"]),
    ...["true", "1", "None", "'False'", "", "FALSE"].map((order) => [`the order ${order}`, npyWith(header("'<f4'", order)), "fuzzed.npy"]),
    ...[
        "(13,)",
        "(11,)",
        "(-12,)",
        "(12.0,)",
        "(1e1,)",
        "(0x0c,)",
        "(12",
        "12",
        "[12]",
        "(3, 5)",
        "(4294967296,)",
        "(9007199254740993,)",
        "(99999999999999999999,)",
        "(65536, 65536, 65536)",
        "(0,)",
        "(3,,4)",
        "('12',)",
        "(None,)",
        "(4294967296, 0)",
    ].map((shape) => [`the shape ${shape}`, npyWith(header("'<f4'", "False", shape)), "fuzzed.npy"]),
    ["an empty file", "", "fuzzed.npy"],
    ["only the magic string", Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59), "fuzzed.npy"],
    ["another magic string", npyWith(header(), { magic: "\x93NUMPX\x01\x00" }), "does not begin with"],
    ["version 0", npyWith(header(), { magic: "\x93NUMPY\x00\x00" }), "fuzzed.npy"],
    ["version 4", npyWith(header(), { magic: "\x93NUMPY\x04\x00" }), "fuzzed.npy"],
    ["a header that is too long", npyWith(header(), { length: 60_000 }), "cut short"],
    ["no header", npyWith("", { length: 0 }), "fuzzed.npy"],
    ["a header of JSON", npyWith('{"descr": "<f4", "fortran_order": false, "shape": [12]}\n'), "fuzzed.npy"],
    ["a key that is missing", npyWith("{'descr': '<f4', 'shape': (12,), }\n"), "fuzzed.npy"],
    ["no numbers", npyWith(header(), { data: new Uint8Array() }), "fuzzed.npy"],
    ["a byte too few", npyWith(header(), { data: new Uint8Array(47) }), "fuzzed.npy"],
    ["a byte too many", npyWith(header(), { data: new Uint8Array(49) }), "fuzzed.npy"],
    ["a pickle", Uint8Array.of(0x80, 4, 0x95, 1, 0, 0, 0), "does not begin with"],
    ["legal", npyWith(header()), null],
    ["legal, no axes", npyWith(header("'<f8'", "False", "()"), { data: new Uint8Array(8) }), null],
];
const y = writeNpy({ shape: [12], data: Float32Array.from({ length: 12 }, (_, i) => i % 3) });
const x = writeNpy({ shape: [12, 4], data: new Float32Array(48).map((_, i) => i) });
const zip = (files) => zipSync(files, { mtime: "1980-01-01T00:00:00", level: 0 });
const changed = (at, value) => {
    const bytes = smallNpz();
    bytes[at(bytes)] = value;
    return bytes;
};
const behindNames = (bytes) => Buffer.from(bytes).indexOf("NUMPY") + 130;
const end = (bytes) => bytes.length - 22;
const directory = (bytes) => Buffer.from(bytes).indexOf(Uint8Array.of(0x50, 0x4b, 1, 2));
/** Of archives of NumPy. */
export const npz = [
    ["an empty file", "", "fuzzed.npz"],
    ["an array without archive", x, "fuzzed.npz"],
    ["a text", "x_train", "fuzzed.npz"],
    ["an empty archive", zip({}), "fuzzed.npz"],
    ["no .npy in it", zip({ "x_train.txt": x }), "no arrays"],
    ["other names", zip({ "a.npy": x, "b.npy": y }), "x_train"],
    ["no labels", zip({ "x_train.npy": x }), "y_train"],
    ["a test set without labels", zip({ "x_train.npy": x, "y_train.npy": y, "x_test.npy": x }), "y_test"],
    [
        "fewer labels than samples",
        zip({ "x_train.npy": x, "y_train.npy": writeNpy({ shape: [3], data: Float32Array.of(0, 1, 2) }) }),
        "fuzzed.npz",
    ],
    [
        "labels with a fraction",
        zip({ "x_train.npy": x, "y_train.npy": writeNpy({ shape: [12], data: new Float32Array(12).fill(0.5) }) }),
        "fuzzed.npz",
    ],
    [
        "legal, negative labels",
        zip({
            "x_train.npy": x,
            "y_train.npy": writeNpy({ shape: [12], data: Float32Array.from({ length: 12 }, (_, i) => -i) }),
        }),
        null,
    ],
    [
        "labels that are NaN",
        zip({ "x_train.npy": x, "y_train.npy": writeNpy({ shape: [12], data: new Float32Array(12).fill(Number.NaN) }) }),
        "fuzzed.npz",
    ],
    [
        "one class",
        zip({ "x_train.npy": x, "y_train.npy": writeNpy({ shape: [12], data: new Float32Array(12) }) }),
        "fuzzed.npz",
    ],
    [
        "legal, a label of 10⁹",
        zip({ "x_train.npy": x, "y_train.npy": writeNpy({ shape: [12], data: new Float32Array(12).fill(1e9, 3) }) }),
        null,
    ],
    [
        "samples that are NaN",
        zip({ "x_train.npy": writeNpy({ shape: [12, 4], data: new Float32Array(48).fill(Number.NaN) }), "y_train.npy": y }),
        "fuzzed.npz",
    ],
    [
        "samples that are infinite",
        zip({ "x_train.npy": writeNpy({ shape: [12, 4], data: new Float32Array(48).fill(Infinity) }), "y_train.npy": y }),
        "fuzzed.npz",
    ],
    [
        "five axes",
        zip({ "x_train.npy": writeNpy({ shape: [12, 1, 2, 2, 1], data: new Float32Array(48) }), "y_train.npy": y }),
        "fuzzed.npz",
    ],
    [
        "no samples",
        zip({
            "x_train.npy": writeNpy({ shape: [0, 4], data: new Float32Array() }),
            "y_train.npy": writeNpy({ shape: [0], data: new Float32Array() }),
        }),
        "fuzzed.npz",
    ],
    ["an array of objects", zip({ "x_train.npy": npyWith(header("'|O'")), "y_train.npy": y }), "fuzzed.npz"],
    [
        "an array that promises 16 GiB",
        zip({ "x_train.npy": npyWith(header("'<f4'", "False", "(4294967296,)")), "y_train.npy": y }),
        "fuzzed.npz",
    ],
    ["a changed number", changed(behindNames, 99), "fuzzed.npz"],
    ["a changed number of entries", changed((bytes) => end(bytes) + 10, 77), "fuzzed.npz"],
    ["a changed size of the directory", changed((bytes) => end(bytes) + 13, 77), "fuzzed.npz"],
    ["a changed place of the directory", changed((bytes) => end(bytes) + 17, 77), "fuzzed.npz"],
    ["another method of compression", changed((bytes) => directory(bytes) + 10, 14), "fuzzed.npz"],
    ["an entry that is encrypted", changed((bytes) => directory(bytes) + 8, 1), "fuzzed.npz"],
    ["another checksum", changed((bytes) => directory(bytes) + 16, 0), "fuzzed.npz"],
    ["another size", changed((bytes) => directory(bytes) + 20, 9), "fuzzed.npz"],
    ["another unpacked size", changed((bytes) => directory(bytes) + 24, 9), "fuzzed.npz"],
    ["another place of an entry", changed((bytes) => directory(bytes) + 42, 9), "fuzzed.npz"],
    ["cut short", smallNpz().slice(0, 300), "fuzzed.npz"],
    ["without its end", smallNpz().slice(0, -22), "fuzzed.npz"],
    ["legal", smallNpz(), null],
    ["legal, deflated", zipSync({ "x_train.npy": x, "y_train.npy": y }, { mtime: "1980-01-01T00:00:00" }), null],
];
const record = (label) => Uint8Array.from({ length: 3073 }, (_, i) => (i === 0 ? label : i % 256));
/** Of batches of CIFAR-10. */
export const cifar = [
    ["an empty file", "", "fuzzed.bin"],
    ["one byte", Uint8Array.of(3), "fuzzed.bin"],
    ["a byte too few", record(1).slice(1), "fuzzed.bin"],
    ["a byte too many", joined(record(1), Uint8Array.of(0)), "fuzzed.bin"],
    ["CIFAR-100's two labels", joined(Uint8Array.of(1), record(1)), "fuzzed.bin"],
    ...[10, 11, 99, 127, 128, 200, 255].map((label) => [`the label ${label}`, record(label), "has label"]),
    ["a bad second label", joined(record(1), record(10)), "record 1"],
    ["a Python pickle", bytesOf("\x80\x02}q\x01(U\x0bbatch_label"), "fuzzed.bin"],
    ["legal", joined(record(0), record(9)), null],
];
const weights = (text, data = 8, length = Buffer.byteLength(text)) => {
    const start = new Uint8Array(8);
    new DataView(start.buffer).setBigUint64(0, BigInt(length), true);
    return joined(start, bytesOf(text), new Uint8Array(data));
};
const entry = (fields) => weights(`{"w":{${fields}}}`);
/** Of files of weights. */
export const safetensors = [
    ...['"F31"', '"I64"', '"f32"', "32", "null", '""', '"__proto__"'].map((dtype) => [`the type ${dtype}`, entry(`"dtype":${dtype},"shape":[2],"data_offsets":[0,8]`), "fuzzed.safetensors"]),
    ...[
        "[3]",
        "[1]",
        "[-2]",
        "[2.5]",
        '["2"]',
        "2",
        "null",
        "[4294967296,4294967296]",
        "[9007199254740993]",
        "[2,0]",
        "[1e400]",
        "{}",
    ].map((shape) => [
        `the shape ${shape}`,
        entry(`"dtype":"F32","shape":${shape},"data_offsets":[0,8]`),
        "fuzzed.safetensors",
    ]),
    ...[
        "[0,9]",
        "[8,0]",
        "[-8,0]",
        "[0]",
        "[0,8,8]",
        '["0","8"]',
        "[0.5,8.5]",
        "8",
        "null",
        "[1e9,1000000008]",
        "[8,16]",
    ].map((offsets) => [
        `the offsets ${offsets}`,
        entry(`"dtype":"F32","shape":[2],"data_offsets":${offsets}`),
        "fuzzed.safetensors",
    ]),
    ["an empty file", "", "fuzzed.safetensors"],
    ["seven bytes", new Uint8Array(7), "fuzzed.safetensors"],
    ["a header of no bytes", weights("", 8), "fuzzed.safetensors"],
    ["a header beyond the file", weights("{}", 0, 100), "cut short"],
    ["a header of 2⁶³ bytes", joined(Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 128), new Uint8Array(8)), "cut short"],
    ["a list", weights("[]"), "fuzzed.safetensors"],
    ["a number", weights("3 "), "fuzzed.safetensors"],
    ["no JSON", weights("{'w':1}"), "not JSON"],
    ["an entry that is null", weights('{"w":null}'), "fuzzed.safetensors"],
    ["legal", entry('"dtype":"F32","shape":[2],"data_offsets":[0,8]'), null],
    ["legal, no tensors", weights("{}", 0), null],
];
