/** The bytes of a file of weights. */
import { storedType } from "../data/formats/array.js";
import { excerpt } from "../data/formats/excerpt.js";
import { writeNpz } from "../data/formats/npz.js";
import { writeSafetensors } from "../data/formats/safetensors.js";
/**
 * An initialized network as a file: .npz and .safetensors hold its tensors, .onnx the whole
 * network.
 *
 * @param metadata texts for the header of a .safetensors file; the other formats have no place for
 * them
 * @throws InputError for what the format does not hold, such as two tensors of one name
 * @example
 * import { parseInitializer, parseModel } from "stepzero";
 * import { initializeModel, weightsFile } from "stepzero/weights";
 *
 * const model = await initializeModel({
 *   model: parseModel("mlp"),
 *   problem: { input: [784], classes: 10 },
 *   method: parseInitializer("he"),
 *   seed: 0,
 * });
 * const bytes = weightsFile("safetensors", model, { init: "he", seed: "0" });
 */
export function weightsFile(format, { tensors, onnx }, metadata = {}) {
    switch (format) {
        case "npz":
            return writeNpz(tensors);
        case "safetensors":
            return writeSafetensors(tensors, metadata);
        case "onnx":
            return onnx();
    }
}
/** Sentences for the user: what a format stores differently from what the network has. */
export function formatNotes(format, { tensors }) {
    if (format !== "npz")
        return [];
    const names = tensors.filter((tensor) => storedType(tensor) === "bfloat16").map(({ name }) => name);
    if (names.length === 0)
        return [];
    return [`NumPy has no bfloat16: the .npz file has ${excerpt(names)} as float32. A .safetensors file keeps the type.`];
}
