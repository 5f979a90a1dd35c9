import { InputError } from "../../errors.js";
import { messageOf } from "../../plain-data.js";
import { decodeModel } from "./decode.js";
import { Reader } from "./read/reader.js";
import { EXPORT_AGAIN } from "./read/remedies.js";
/**
 * Any .onnx model of opset 6 to 24 as a graph in the forms of opset 17, with static shapes. Values,
 * inputs and outputs keep the file's names; initializers become constants.
 * `readOnnx(writeOnnx(graph))` is the same graph.
 *
 * @throws InputError for bytes that are no ONNX model, an unsupported operator (with the list of
 * supported ones), an open axis without a size, weights in a side file without `externalData`
 *
 * @example
 * import { GraphBuilder, readOnnx, writeOnnx } from "stepzero/graph";
 *
 * const g = new GraphBuilder("relu");
 * g.output("y", g.apply("Relu", [g.input("x", "float32", [8, 10])]));
 * const graph = readOnnx(writeOnnx(g.build()));
 * graph.nodes.length; // → 1
 */
export function readOnnx(bytes, options = {}) {
    const { model } = decodeModel(bytes);
    try {
        return new Reader(model, options).read();
    }
    catch (error) {
        if (error instanceof InputError)
            throw error;
        // Damaged bytes can decode to anything: any error here is the file's fault.
        throw new InputError(`not a valid ONNX file: ${messageOf(error)}. ${EXPORT_AGAIN}`, { cause: error });
    }
}
/**
 * The types and shapes of all values that can be known: nodes that cannot be read, and what follows
 * from them, are left out. An axis without a size gets one that most networks accept.
 *
 * @throws InputError where a weight in a side file cannot be read
 */
export function knownValues(model, options = {}) {
    return readerFor(model, options)?.knownValues() ?? { values: new Map(), numbersOf: () => undefined };
}
/** A reader, unless the model's opset is one that nothing can be said of. */
function readerFor(model, options) {
    try {
        return new Reader(model, options);
    }
    catch (error) {
        if (error instanceof InputError)
            return undefined;
        throw error;
    }
}
