import { sizeOf, toNumbers } from "../graph/tensor.js";
import { floatType, indicesAfter, storedSources, } from "../network/from-onnx/index.js";
/** The tensors of a model after a change. */
export function freshTensors(outline, { numbers, add, rename }) {
    const find = storedSources(outline);
    const added = new Map(add.map(({ name, shape, type, data }) => [name, { name, shape, ...numbersAs(type, data) }]));
    const renamed = new Map(rename.map(({ node, input, to }) => [siteOf(node, input), added.get(to)]));
    const read = new Map();
    const stored = (value) => {
        const { name, tensor } = value;
        const before = read.get(value);
        if (before !== undefined)
            return before;
        const data = numbers.get(name) ?? toNumbers(tensor.read());
        const plain = { name, shape: tensor.shape, ...numbersAs(floatType(tensor.type), data) };
        const fresh = renamedReading(value, renamed) ?? plain;
        read.set(value, fresh);
        return fresh;
    };
    const operand = (node, input) => {
        const source = find(node.inputs[input]);
        if (source === undefined || source.scale !== 1 || source.offset !== 0 || source.magnitude)
            return undefined;
        const { steps, shape, alias } = source;
        const single = renamed.get(siteOf(node.path, input));
        const whole = single ?? stored(source.stored);
        const data = single?.data ?? moved(whole, steps);
        const before = () => single === undefined ? whole : { ...single, ...movedBack(single.data, source.stored.tensor.shape, steps) };
        return { ...whole, shape, data, stored: source.stored, alias, before };
    };
    return { stored, added: (name) => added.get(name), operand };
}
const siteOf = (path, input) => `${path.join("/")} ${input}`;
/** What stands in the place of a tensor that a node makes, for all of its readers. */
function renamedReading({ tensor, readers }, renamed) {
    const [first] = readers;
    return tensor.place === "generated" && first ? renamed.get(siteOf(first.node.path, first.input)) : undefined;
}
/** Numbers in the type that a file stores; float32 needs no mention. */
function numbersAs(type, data) {
    if (type === "float64")
        return { data: Float64Array.from(data), type };
    return { data: Float32Array.from(data), ...(type === "float32" ? {} : { type }) };
}
/** An array of the same kind. */
const arrayLike = (data, length) => data instanceof Float64Array ? new Float64Array(length) : new Float32Array(length);
function moved({ shape, data }, steps) {
    if (steps.length === 0)
        return data;
    const indices = indicesAfter(shape, steps);
    const after = arrayLike(data, indices.length);
    indices.forEach((index, i) => {
        after[i] = data[index];
    });
    return after;
}
function movedBack(data, shape, steps) {
    const before = arrayLike(data, sizeOf(shape));
    indicesAfter(shape, steps).forEach((index, i) => {
        before[index] = data[i];
    });
    return { shape, data: before };
}
