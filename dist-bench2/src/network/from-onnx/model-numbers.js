/**
 * The numbers that the weights of a user's .onnx model have: what `modelEdit` writes, read back.
 */
import { InputError } from "../../errors.js";
import { readOutline } from "../../graph/file/read-outline.js";
import { sizeOf } from "../../graph/tensor.js";
import { inferRoles } from "./infer-roles.js";
import { indicesAfter } from "./steps.js";
import { storedSources } from "./stored-source.js";
import { tensorName } from "./training/tensor-name.js";
/**
 * The numbers of every weight whose role the graph shows, in our layout. Numbers that are not
 * finite are read as they are, and counted.
 *
 * @param bytes the .onnx file
 * @throws InputError for bytes that are no .onnx model, side files that cannot be read, and numbers
 * that the graph computes
 */
export function weightsOfModel(bytes, options = {}) {
    const outline = readOutline(bytes, options);
    return modelNumbers(outline, inferRoles(outline));
}
/**
 * The numbers of a model whose roles are clear already.
 *
 * @throws InputError as `weightsOfModel`
 */
export function modelNumbers(outline, roles) {
    const read = placeReader(outline);
    const tensors = roles.weights.map(({ tensor, places }) => {
        const values = read(places[0]);
        return { tensor, values, type: places[0].type, notFinite: countNotFinite(values) };
    });
    return {
        roles,
        tensors,
        weights: Object.fromEntries(tensors.map(({ tensor, values }) => [tensorName(tensor.name), values])),
        states: roles.states.map(({ name, initial, place }) => ({ name, values: read(place), initial })),
    };
}
/** A function that reads the numbers of a place, in our layout. */
function placeReader(outline) {
    const stored = new Map(outline.stored.map(({ name, tensor }) => [name, tensor]));
    const nodes = new Map(outline.nodes.map((node) => [node.path.join("/"), node]));
    const find = storedSources(outline);
    // The parts of one tensor, as the gates of an LSTM, follow each other.
    let last;
    const dataOf = (name) => {
        if (last?.name !== name)
            last = { name, data: stored.get(name).read().data };
        return last.data;
    };
    /** What a node reads now, where the file has no tensor for these numbers alone. */
    const operandAt = ({ name }, { node, input }) => {
        const source = find(nodes.get(node.join("/"))?.inputs[input]);
        if (source === undefined || source.magnitude !== undefined) {
            throw new InputError(`the numbers of "${name}" are computed from other tensors. Export the model with its weights as they are used (after remove_weight_norm or torch.nn.utils.parametrize.remove_parametrizations).`);
        }
        const { stored: value, steps, scale, offset } = source;
        return moved(dataOf(value.name), value.tensor.shape, steps, (x) => scale * x + offset);
    };
    return (place) => {
        const { name, shape, steps, offset, added } = place;
        const data = added?.[0] === undefined ? dataOf(name) : operandAt(place, added[0]);
        return moved(data, shape, steps, (x) => x + offset);
    };
}
/** The elements after some steps, each through a function. */
function moved(data, shape, steps, map) {
    const indices = steps.length === 0 ? undefined : indicesAfter(shape, steps);
    const values = new Float32Array(indices?.length ?? sizeOf(shape));
    for (let i = 0; i < values.length; i++)
        values[i] = map(Number(data[indices?.[i] ?? i]));
    return values;
}
function countNotFinite(values) {
    let count = 0;
    for (const x of values)
        if (!Number.isFinite(x))
            count++;
    return count;
}
