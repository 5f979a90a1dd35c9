import { patchTensors } from "../../../graph/file/patch.js";
import { readOutline } from "../../../graph/file/read-outline.js";
import { sizeOf } from "../../../graph/tensor.js";
import { inferRoles } from "../infer-roles.js";
import { modelEdit } from "../model-edit.js";
import { storedFromParts } from "./stored-from-parts.js";
/**
 * Finds what training changes in an .onnx model.
 *
 * @throws InputError for bytes that are no .onnx model
 */
export function trainableModel(bytes, { inputShapes, externalData }) {
    const outline = readOutline(bytes, { inputShapes, externalData });
    const roles = inferRoles(outline);
    const zeros = Object.fromEntries(roles.weights.map(({ tensor }) => [tensor.name, new Float32Array(sizeOf(tensor.shape))]));
    const { add, rename, nameOf } = modelEdit(outline, roles, zeros);
    const isSeparate = add.length === 0;
    const numbersOf = new Map(outline.stored.map((value) => [value.name, () => outline.numbersOf(value)]));
    const constants = [...partsByConstant(roles, nameOf)].map(([name, parts]) => ({
        name,
        parameters: parts.map(({ parameter }) => parameter),
        build: (g, values) => storedFromParts(g, parts, values, numbersOf.get(name)),
    }));
    return {
        bytes: isSeparate ? bytes : patchTensors(bytes, new Map(), { add, rename, externalData }),
        parameters: roles.weights.map(({ tensor }) => tensor),
        constants,
        states: roles.states.map(({ name, shape, initial, place }) => ({ name, constant: nameOf(place), shape, initial })),
        kept: roles.kept,
        missed: roles.missed,
        notes: roles.notes,
    };
}
/** The parameters' parts of each stored tensor, by its name in the new file. */
function partsByConstant({ weights }, nameOf) {
    const parts = new Map();
    for (const { tensor, places } of weights) {
        for (const place of places) {
            const name = nameOf(place);
            parts.set(name, [...(parts.get(name) ?? []), { parameter: tensor.name, place }]);
        }
    }
    return parts;
}
