/** What was read, as texts that `oracle.py` also makes from the same bytes. */
import { createHash } from "node:crypto";
/** SHA-256 of numbers as little-endian float64, with one NaN for all. */
function ofNumbers(data) {
    const doubles = Float64Array.from(data, (x) => (Number.isNaN(x) ? Number.NaN : x));
    return createHash("sha256").update(new Uint8Array(doubles.buffer)).digest("hex");
}
const ofArray = ({ shape, data }) => `[${shape.join(",")}] ${ofNumbers(data)}`;
const ofTensors = (tensors) => tensors.map(({ name, ...array }) => `${name} ${ofArray(array)}`).join("; ");
/** Pixels as they are in the file; other types of numbers are scaled when they are read. */
function ofImages(value) {
    const { train } = value;
    return `${train.count} ${train.inputs instanceof Uint8Array ? ofNumbers(train.inputs) : "scaled"}`;
}
/** Values of a study: paths without their folders, numbers as JavaScript writes them. */
function ofStudy(value) {
    const plain = (one) => {
        if (Array.isArray(one))
            return one.map(plain);
        if (typeof one !== "object" || one === null)
            return String(one).replace(/^.*\//s, "");
        return Object.fromEntries(Object.entries(one)
            .filter(([, part]) => part !== undefined)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, part]) => [key, plain(part)]));
    };
    return JSON.stringify(plain(value));
}
/** By the reader's name. */
const digests = {
    "study-json": ofStudy,
    "study-yaml": ofStudy,
    "study-module": ofStudy,
    csv: (value) => {
        const { features, labels } = value;
        return `${ofArray(features)} ${JSON.stringify(labels)}`;
    },
    npy: (value) => ofArray(value),
    "npy-in-npz": (value) => ofArray(value),
    "words-in-npz": (value) => {
        const { shape, words } = value;
        return `[${shape.join(",")}] ${ofNumbers(words.flatMap((word) => [...word].map((one) => one.codePointAt(0)).concat(-1)))}`;
    },
    npz: (value) => value.map(ofArray).join("; "),
    idx: ofImages,
    "idx-gz": ofImages,
    cifar: (value) => {
        const { inputs, labels } = value;
        return `[${labels.join(",")}] ${ofNumbers(inputs)}`;
    },
    safetensors: ofTensors,
    "onnx-outline": ofTensors,
    "audit-table": (value) => {
        const { methods, problems, values } = value;
        return JSON.stringify([methods, problems]) + ofNumbers(values.flat());
    },
};
/** What a reader returned as a text; undefined where nothing else makes one. */
export function digestOf(reader, value) {
    return value === undefined ? undefined : digests[reader]?.(value);
}
