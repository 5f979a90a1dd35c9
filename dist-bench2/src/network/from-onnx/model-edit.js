import { sizeOf, toNumbers } from "../../graph/tensor.js";
import { indicesAfter, keepsAll } from "./steps.js";
import { uniqueName } from "./unique-name.js";
/**
 * The change that gives weights their numbers and running statistics their initial values. Elements
 * of a stored tensor that no weight has keep their numbers.
 *
 * @param weights by the names of `ModelRoles.weights`, in our layout
 */
export function modelEdit(outline, roles, weights) {
    const stored = new Map(outline.stored.map((value) => [value.name, value]));
    const numbers = new Map();
    const add = [];
    const rename = [];
    const taken = namesIn(outline);
    const names = new Map();
    const write = (place, data) => {
        if (place.added === undefined) {
            const before = numbers.get(place.name) ?? startOf(place, () => toNumbers(stored.get(place.name).tensor.read()));
            numbers.set(place.name, filled(before, place, data));
            return;
        }
        const name = uniqueName(place.name, taken);
        names.set(place, name);
        const type = floatType(place.type);
        add.push({ name, shape: place.shape, type, data: filled(new Float64Array(sizeOf(place.shape)), place, data) });
        for (const { node, input } of place.added)
            rename.push({ node, input, to: name });
    };
    for (const { tensor, places } of roles.weights)
        for (const place of places)
            write(place, weights[tensor.name]);
    for (const { shape, initial, place } of roles.states)
        write(place, new Float64Array(sizeOf(shape)).fill(initial));
    return { numbers, add, rename, nameOf: (place) => names.get(place) ?? place.name };
}
/** What a tensor holds before weights are written into it. */
function startOf({ shape, steps }, read) {
    return keepsAll(steps) ? new Float64Array(sizeOf(shape)) : Float64Array.from(read());
}
/** A tensor of the file with the numbers of one weight. */
function filled(file, { shape, steps, offset }, data) {
    const indices = steps.length === 0 ? undefined : indicesAfter(shape, steps);
    for (let i = 0; i < data.length; i++)
        file[indices?.[i] ?? i] = data[i] - offset;
    return file;
}
/** The type of an element that ONNX calls so. */
export const floatType = (type) => type === "double" ? "float64" : type === "float16" || type === "bfloat16" ? type : "float32";
function namesIn({ nodes, stored, inputs }) {
    const computed = nodes.flatMap(({ outputs }) => outputs.flatMap((output) => output?.name ?? []));
    return new Set([...computed, ...stored.map(({ name }) => name), ...inputs.map(({ name }) => name)]);
}
