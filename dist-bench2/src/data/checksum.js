/** The checksum that identifies the content of a data set. */
import { InputError } from "../errors.js";
/**
 * SHA-256 over shape, class names and every byte of inputs and labels (little-endian). Equal
 * numbers give equal checksums, whatever their file, name or folder. It runs in Node and browsers.
 *
 * @param sha256 counts the parts' SHA-256
 * @defaultValue `sha256`: Web Crypto, which copies what it counts
 * @returns 64 hexadecimal digits
 * @throws InputError for an array of over 2.1 GB, which Web Crypto does not take
 */
export async function datasetChecksum(dataset, sha256 = webSha256) {
    const bytesOf = ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength);
    const describeSplit = async ({ inputs, labels, count }) => ({
        count,
        type: inputs instanceof Uint8Array ? "uint8" : "float32",
        inputs: await sha256(bytesOf(inputs)),
        labels: await sha256(bytesOf(labels)),
    });
    const { shape, classes, classNames } = dataset;
    const [train, test] = [await describeSplit(dataset.train), await describeSplit(dataset.test)];
    return sha256(new TextEncoder().encode(JSON.stringify({ shape, classes, classNames, train, test })));
}
/** Web Crypto takes no more bytes at once. */
const MOST_AT_ONCE = 2 ** 31 - 1;
async function webSha256(bytes) {
    if (bytes.length > MOST_AT_ONCE) {
        throw new InputError(`The data set has ${(bytes.length / 1e9).toFixed(1)} GB in one array, expected at most 2.1. Use fewer samples, or unsigned bytes instead of floats.`);
    }
    // Web Crypto refuses shared memory, which no loader here returns.
    const digest = await crypto.subtle.digest("SHA-256", bytes);
    return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
