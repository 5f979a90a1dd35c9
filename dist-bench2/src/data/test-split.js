/** Setting part of the samples aside as the test set. */
import { InputError } from "../errors.js";
import { permutation, stream } from "../random/index.js";
/**
 * Sets a fraction of the samples aside as the test set. Equal counts and fractions give the same
 * choice of samples (stream "data", "test split" of seed 0).
 *
 * @param count number of samples
 * @param fraction share of the samples, between 0 and 1
 * @param name name of the data set, for messages
 * @throws InputError if one of the parts would be empty
 */
export function setTestAside(count, fraction, name) {
    const testCount = Math.round(count * fraction);
    if (!(fraction > 0 && fraction < 1) || testCount < 1 || testCount >= count) {
        throw new InputError(`${name} has ${count} samples and no test set; a test fraction of ${fraction} leaves one part empty, expected one between 0 and 1 that does not.`);
    }
    const order = permutation(stream(0, "data", "test split"), count);
    return { train: order.slice(testCount).sort(), test: order.slice(0, testCount).sort() };
}
