/** The inputs and outputs of an .onnx file, without reading its nodes or numbers. */
import { TensorProto_DataLocation as DataLocation } from "onnx-buf";
import { decodeModel } from "./decode.js";
import { externalBytes } from "./read/external.js";
import { axesOf } from "./read/header.js";
/**
 * Reads a model's inputs and outputs.
 *
 * @throws InputError for bytes that are no ONNX model
 */
export function readSignature(bytes) {
    const { graph } = decodeModel(bytes);
    const initialized = new Set(graph.initializer.map(({ name }) => name));
    return {
        inputs: graph.input
            .filter(({ name }) => !initialized.has(name))
            .map((input) => ({ name: input.name, axes: axesOf(input) })),
        outputs: graph.output.map(({ name }) => name),
    };
}
/**
 * The bytes of a model that lie in files beside it, in the order of its initializers.
 *
 * @throws InputError where there are some and nothing reads them
 */
export function* bytesBeside(bytes, externalData) {
    for (const tensor of decodeModel(bytes).graph.initializer) {
        if (tensor.dataLocation !== DataLocation.EXTERNAL)
            continue;
        const shape = tensor.dims.map(Number);
        yield externalBytes({ ...tensor, shape }, `initializer "${tensor.name}"`, externalData);
    }
}
