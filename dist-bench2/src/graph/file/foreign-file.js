/** What a file is that was handed in as .onnx and is none, by its first bytes, and what to do. */
import { ModelProtoSchema } from "onnx-buf";
import { InputError } from "../../errors.js";
import { fieldsOf, wireTypes } from "./wire.js";
/**
 * Makes sure that bytes have the form of an ONNX model: messages up to the end, with a graph.
 *
 * @param source name of the file, for the message
 * @throws InputError that says what the file is, and what to do
 */
export function refuseForeignFile(bytes, source) {
    const reason = whyNoModel(bytes);
    if (reason !== undefined)
        throw new InputError(`${source} is not an ONNX file: ${reason}`);
}
/** Whether the first byte can begin an ONNX model: it is the tag of a field that models have. */
export function beginsLikeModel(start) {
    const [first = 0] = start;
    return Object.values(ModelProtoSchema.field).some(({ number }) => [0, 2].some((wire) => first === 8 * number + wire));
}
/** Why bytes are no ONNX model, in a sentence or two; undefined where they have the form of one. */
export function whyNoModel(bytes) {
    let problem = "it holds no graph";
    try {
        for (const { number, wire } of fieldsOf(bytes, 0, bytes.length)) {
            if (number === ModelProtoSchema.field.graph.number && wire === wireTypes.bytes)
                problem = "";
        }
        if (problem === "")
            return undefined;
    }
    catch (error) {
        if (!(error instanceof InputError))
            throw error;
        problem = error.message;
    }
    const foreign = describeForeignFile(bytes);
    if (foreign !== undefined)
        return `it is ${foreign.what}. ${foreign.remedy}`;
    if (bytes[0] === 8 && problem.includes("needs"))
        return `it is cut short: ${problem}. Get the whole file again.`;
    const start = [...bytes.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    return `${problem}. It begins with the bytes ${start}, which stepzero does not know. Export the model again.`;
}
/**
 * What a file is, by the bytes that files of its kind begin with; undefined for a kind that is not
 * known, such as ONNX.
 */
export function describeForeignFile(bytes) {
    if (bytes.length === 0)
        return { what: "empty", remedy: "Export or download the model again." };
    const kind = kinds.find(({ at = 0, magic }) => magic.every((byte, i) => bytes[at + i] === byte));
    return (kind?.file ?? zipFile(bytes) ?? safetensors(bytes) ?? tensorFlowGraph(bytes) ?? textFile(bytes) ?? random(bytes));
}
const torchExport = 'Load it in Python and export it: torch.onnx.export(model, (x,), "model.onnx").';
const kerasExport = 'Export it with Keras: model.export("model.onnx", format="onnx").';
const tf2onnx = (option) => `Convert it: python -m tf2onnx.convert ${option} --output model.onnx.`;
const weightsOnly = "It holds weights without a network: export the network itself as .onnx.";
const unpack = (command) => `Unpack it first, as with ${command}.`;
const decrypt = "Decrypt it first, or get the open file.";
const ascii = (text) => [...text].map((letter) => letter.charCodeAt(0));
/** Files that begin with the same bytes always, `at` which offset (0 if left out). */
const kinds = [
    { magic: ascii("\x89HDF\r\n\x1a\n"), file: { what: "an HDF5 file, as Keras writes (.h5)", remedy: kerasExport } },
    { magic: ascii("TFL3"), at: 4, file: { what: "a TensorFlow Lite file", remedy: tf2onnx("--tflite model.tflite") } },
    {
        magic: ascii("ORTM"),
        at: 4,
        file: { what: "a model in ONNX Runtime's own format (.ort)", remedy: "Give the .onnx file that it was made from." },
    },
    {
        magic: [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19],
        file: { what: "a PyTorch file of before version 1.6 (.pt, .pth)", remedy: torchExport },
    },
    ...[2, 3, 4, 5].map((protocol) => ({
        magic: [0x80, protocol],
        file: { what: "a Python pickle", remedy: torchExport },
    })),
    { magic: ascii("\x93NUMPY"), file: { what: "a NumPy array (.npy)", remedy: weightsOnly } },
    { magic: ascii("GGUF"), file: { what: "a GGUF file of llama.cpp", remedy: weightsOnly } },
    { magic: [0x1f, 0x8b], file: { what: "compressed with gzip", remedy: unpack("gunzip") } },
    { magic: ascii("BZh"), file: { what: "compressed with bzip2", remedy: unpack("bunzip2") } },
    { magic: [0xfd, ...ascii("7zXZ")], file: { what: "compressed with xz", remedy: unpack("unxz") } },
    { magic: [0x28, 0xb5, 0x2f, 0xfd], file: { what: "compressed with Zstandard", remedy: unpack("unzstd") } },
    { magic: ascii("7z\xbc\xaf\x27\x1c"), file: { what: "a 7-Zip archive", remedy: unpack("7z x") } },
    { magic: ascii("ustar"), at: 257, file: { what: "a tar archive", remedy: unpack("tar -xf") } },
    { magic: ascii("Salted__"), file: { what: "encrypted with OpenSSL", remedy: decrypt } },
    { magic: ascii("age-encryption.org"), file: { what: "encrypted with age", remedy: decrypt } },
    { magic: ascii("-----BEGIN PGP"), file: { what: "encrypted with PGP", remedy: decrypt } },
];
/** The file's beginning and end as Latin letters, where zip archives name their entries. */
function namesIn(bytes) {
    const decoder = new TextDecoder("latin1");
    return decoder.decode(bytes.subarray(0, 2 ** 12)) + decoder.decode(bytes.subarray(-(2 ** 16)));
}
function zipFile(bytes) {
    if (!ascii("PK\x03\x04").every((byte, i) => bytes[i] === byte))
        return undefined;
    const names = namesIn(bytes);
    if (names.includes("model.weights.h5"))
        return { what: "a Keras model (.keras)", remedy: kerasExport };
    if (/data\.pkl|constants\.pkl|archive_format/.test(names)) {
        return { what: "a PyTorch file (.pt, .pth, .pt2)", remedy: torchExport };
    }
    if (names.includes(".npy"))
        return { what: "an archive of NumPy arrays (.npz)", remedy: weightsOnly };
    return { what: "a zip archive", remedy: unpack("unzip") };
}
/** Eight bytes with the length of a JSON header, then the header. */
function safetensors(bytes) {
    if (bytes.length < 10 || bytes[8] !== 0x7b)
        return undefined;
    const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
    if (length > BigInt(bytes.length))
        return undefined;
    return { what: "a file of weights (.safetensors)", remedy: weightsOnly };
}
/** Protobuf messages too, but other ones: SavedModel and GraphDef. */
function tensorFlowGraph(bytes) {
    const names = namesIn(bytes);
    if (bytes[0] === 8 && bytes[1] === 1 && bytes[2] === 0x12 && /serve|saved_model/.test(names)) {
        return { what: "a SavedModel of TensorFlow", remedy: tf2onnx("--saved-model FOLDER") };
    }
    if (bytes[0] !== 0x0a || !/Placeholder|Const/.test(names) || !names.includes("dtype"))
        return undefined;
    const options = "--graphdef model.pb --inputs x:0 --outputs y:0";
    return { what: "a graph of TensorFlow (.pb)", remedy: tf2onnx(options) };
}
function textFile(bytes) {
    const text = textAt(bytes.subarray(0, 512));
    if (text === undefined)
        return undefined;
    if (text.startsWith("version https://git-lfs")) {
        return { what: "a pointer of Git LFS, not the file itself", remedy: "Fetch the file: git lfs pull." };
    }
    if (/^\s*<(!doctype html|html)/i.test(text)) {
        return { what: "a web page", remedy: 'Download the file itself (on GitHub: "Download raw file").' };
    }
    if (/^\s*ir_version\s*:/.test(text)) {
        return { what: "an ONNX model in text form", remedy: "Save it in binary form: onnx.save(model, path)." };
    }
    const line = JSON.stringify(text.trim().split("\n")[0].slice(0, 40));
    return { what: `a text file, which begins with ${line}`, remedy: "Give the model's .onnx file." };
}
/** The text that the bytes are; undefined where they are none. A letter may be cut at the end. */
function textAt(bytes) {
    if (bytes.some((byte) => byte < 32 && byte !== 9 && byte !== 10 && byte !== 13))
        return undefined;
    try {
        return new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    }
    catch {
        return undefined;
    }
}
/** Fewer bytes than these say nothing of how even they are. */
const FEWEST = 2048;
/** Bytes that are all about equally frequent, as no model has them. */
function random(bytes) {
    const sample = bytes.subarray(0, 2 ** 16);
    if (sample.length < FEWEST)
        return undefined;
    const counts = new Array(256).fill(0);
    for (const byte of sample)
        counts[byte]++;
    // Pearson's statistic of equal frequencies: 255 on average, with a standard deviation of 22.6.
    const expected = sample.length / 256;
    const statistic = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    if (statistic > 255 + 10 * Math.sqrt(2 * 255))
        return undefined;
    return { what: "of bytes that look random, as in an encrypted or compressed file", remedy: decrypt };
}
