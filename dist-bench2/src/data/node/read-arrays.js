/** Data sets of users in an .npz, as Keras stores its own. */
import { InputError } from "../../errors.js";
import { openSource } from "../../files/node/regular-file.js";
import { checkCount } from "../class-labels.js";
import { excerpt } from "../formats/excerpt.js";
import { isText } from "../formats/npy-header.js";
import { openNpz } from "../formats/npz.js";
import { datasetFromSamples, labelledSamples } from "../from-arrays.js";
import { sampleShape } from "../sample-shape.js";
import { sha256OfBytes } from "./read-file.js";
import { zlibCodec } from "./zip-codec.js";
/**
 * Reads an .npz.
 *
 * @throws InputError that names the array
 */
export async function readNpz(path, options) {
    const file = openSource(path);
    try {
        const [train, test] = readArrays(path, openNpz(file, path, zlibCodec), options.shape);
        const { testFraction, standardize, missingLabels } = options;
        const sha256 = sha256OfBytes;
        return await datasetFromSamples(path, train, test, { testFraction, standardize, missingLabels, sha256 });
    }
    finally {
        file.close();
    }
}
/** The training and the test samples, if there are such, of an .npz. */
function readArrays(path, arrays, shape) {
    const find = (name) => {
        const array = arrays.get(name);
        if (array !== undefined)
            return { ...array, name: `${name} in ${path}` };
        throw arrayMissing(path, name, arrays);
    };
    const parts = arrays.has("x_test") || arrays.has("y_test") ? ["train", "test"] : ["train"];
    const packed = parts.map((part) => ({ inputs: find(`x_${part}`), labels: find(`y_${part}`) }));
    for (const { inputs, labels } of packed)
        checkShapes(inputs, labels, shape);
    return packed.map(({ inputs, labels }) => labelledSamples({ inputs: { ...inputs.read(), name: inputs.name }, labels: readLabels(labels) }, shape));
}
function arrayMissing(path, name, arrays) {
    const there = `${path} has no array ${name}, expected x_train, y_train, x_test and y_test; it has: ${excerpt([...arrays.keys()])}.`;
    if (name !== "y_test")
        return new InputError(`${there} Save it under that name: np.savez("set.npz", x_train=x, y_train=y).`);
    return new InputError(`${there} No run can be judged on samples without labels. Add y_test, or save x_train and y_train alone, of which stepzero sets a fifth aside: np.savez("labelled.npz", x_train=x_train, y_train=y_train).`);
}
/** Refuses arrays that do not fit together before they are unpacked, which takes memory. */
function checkShapes(inputs, labels, shape) {
    const described = ({ type, shape }) => `${type} [${shape.join(", ")}]`;
    const [samples, classes] = [inputs.header(), labels.header()];
    sampleShape(inputs.name, samples.shape, described(samples), shape);
    checkCount(labels.name, described(classes), classes.shape[0] ?? 0, { ...inputs, shape: samples.shape });
}
/** Numbers, or the words of `[N]` or `[N, 1]`. */
function readLabels(labels) {
    const { name } = labels;
    const { type, shape } = labels.header();
    if (!isText(type))
        return { ...labels.read(), name };
    if (shape.length > 2 || (shape.length === 2 && shape[1] !== 1)) {
        throw new InputError(`${name} is ${type} [${shape.join(", ")}], expected [${shape[0]}] words: one class each.`);
    }
    return { name, words: labels.readWords().words };
}
