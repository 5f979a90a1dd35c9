/**
 * CIFAR-10's binary format: records of one label byte and 3072 pixels, red plane first (Krizhevsky,
 * "Learning multiple layers of features from tiny images", 2009).
 */
import { InputError } from "../../errors.js";
const PIXELS = 3 * 32 * 32;
const RECORD = 1 + PIXELS;
/**
 * Reads the records of several batch files, one file after the other.
 *
 * @param files name and bytes of each file
 * @param classes number of classes
 * @defaultValue `classes`: 10
 * @throws InputError if a file does not hold whole records, or has a label outside 0 … classes − 1
 */
export function parseCifar(files, classes = 10) {
    for (const [name, bytes] of files) {
        if (bytes.length === 0 || bytes.length % RECORD !== 0) {
            throw new InputError(`${name} is not a whole CIFAR-10 batch: ${bytes.length} bytes, expected a multiple of ${RECORD} (label and ${PIXELS} pixels).`);
        }
    }
    const count = files.reduce((sum, [, bytes]) => sum + bytes.length / RECORD, 0);
    const inputs = new Uint8Array(count * PIXELS);
    const labels = new Int32Array(count);
    let sample = 0;
    for (const [name, bytes] of files) {
        for (let start = 0; start < bytes.length; start += RECORD, sample++) {
            const label = bytes[start];
            if (label >= classes) {
                throw new InputError(`${name}: record ${start / RECORD} has label ${label}, expected 0 to ${classes - 1}. Is it CIFAR-10's binary version?`);
            }
            labels[sample] = label;
            inputs.set(bytes.subarray(start + 1, start + RECORD), sample * PIXELS);
        }
    }
    return { inputs, labels, count };
}
