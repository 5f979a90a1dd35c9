import { sizeOf } from "../graph/tensor.js";
import { inferRoles, modelEdit } from "../network/from-onnx/index.js";
import { chosenTensors } from "./chosen-tensors.js";
import { stateDictionary } from "./pytorch/state-dictionary.js";
/**
 * The roles of a model, without the tensors that keep their numbers by wish. Names are those of the
 * file or of the module's state dictionary. Tied tensors keep or lose their numbers together.
 *
 * @throws InputError for a pattern that no name fits
 */
export function chosenRoles(outline, module, choice) {
    const all = inferRoles(outline);
    if (choice.keep === undefined && choice.only === undefined)
        return all;
    return inferRoles(outline, { keeps: chosenTensors(namesIn(outline, all, module), choice) });
}
/** The names of stored tensors: the file's, the module's entries, and those of tied twins. */
function namesIn(outline, roles, module) {
    const names = new Map(outline.stored.map(({ name }) => [name, [name]]));
    const zeros = roles.weights.map(({ tensor: { name, shape } }) => [name, new Float32Array(sizeOf(shape))]);
    const edit = modelEdit(outline, roles, Object.fromEntries(zeros));
    const entries = module === undefined ? [] : stateDictionary(module, roles, edit).entries;
    for (const { name, from } of entries)
        names.get(from ?? "")?.push(name);
    for (const { places } of roles.weights) {
        const twins = places.map((place) => names.get(place.name) ?? []);
        if (twins.length > 1)
            for (const place of places)
                names.set(place.name, twins.flat());
    }
    return names;
}
