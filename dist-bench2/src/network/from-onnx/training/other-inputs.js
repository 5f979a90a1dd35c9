/**
 * The inputs of an .onnx model besides the one that receives the samples: which sizes they have,
 * and which numbers stand in for data that nobody has.
 */
import { InputError } from "../../../errors.js";
import { sizeOf, tensor } from "../../../graph/tensor.js";
import { normals, stream, uniforms } from "../../../random/index.js";
import { axesInWords } from "./model-input.js";
/**
 * The sizes of all inputs for some sizes of one of them: an open axis is as large as the one of the
 * same name; one without such a name is the batch, once for each input.
 *
 * @throws InputError for an input with another open axis
 */
export function shapesOfInputs(inputs, { input, shape }) {
    const sizes = new Map();
    for (const [i, axis] of (input.axes ?? []).entries()) {
        if (typeof axis === "string" && axis !== "")
            sizes.set(axis, shape[i]);
    }
    const rows = shape[0];
    const fixedRows = typeof input.axes?.[0] === "number" ? input.axes[0] : undefined;
    const sizesOf = (one) => {
        const { axes } = one;
        if (one === input)
            return shape;
        const isBatch = axes?.findIndex((axis) => typeof axis === "string" && !sizes.has(axis)) ?? -1;
        const hasBatch = axes?.some((axis) => axis !== "" && axis === input.axes?.[0]) ?? false;
        const sized = axes?.map((axis, i) => {
            if (typeof axis === "number")
                return i === 0 && axis === fixedRows ? rows : axis;
            return sizes.get(axis) ?? (i === isBatch && !hasBatch ? rows : undefined);
        });
        if (sized?.every((n) => n !== undefined))
            return sized;
        throw new InputError(`its input "${one.name}" ${axesInWords(one)} has an axis whose size nothing tells, since "${input.name}" ${axesInWords(input)} has none of that name. ` +
            "Export the model with that size fixed.");
    };
    return Object.fromEntries(inputs.map((one) => [one.name, sizesOf(one)]));
}
/**
 * Numbers for an input that nobody has data for, as a constant: whole numbers that name the rows of
 * a table are drawn uniformly, other whole numbers and truth values are 1, as in a mask that hides
 * nothing, and floats are drawn from N(0, 1). The rows of a smaller batch are the first ones of a
 * larger one.
 *
 * @param note receives what the input is fed with, in words
 * @throws InputError for a single whole number, which may be anything: a rate, a length, a mode
 */
export function standIn(g, graph, { input, shape }, note) {
    const { name } = input;
    const entry = graph.inputs.find((one) => one.name === name);
    const { type } = entry;
    const rows = tableRows(graph, entry);
    const numbers = stream(0, "diagnosis", `input ${name}`);
    const count = sizeOf(shape);
    const isWhole = type.startsWith("int") || type.startsWith("uint");
    if (isWhole && rows === undefined && shape.length === 0) {
        throw new InputError(`its input "${name}" is one whole number, and nothing tells which: a rate, a length, a mode. ` +
            "Give it an initializer in the file, or export the model with its value fixed.");
    }
    const fed = (what, values) => {
        note(`nobody gives numbers for the input "${name}" ${axesInWords(input)}: it is fed with ${what}`);
        return g.constant(tensor(type, shape, Array.from(values)));
    };
    if (isWhole && rows !== undefined) {
        const places = Array.from(uniforms(numbers, count), (u) => Math.min(rows - 1, Math.floor(u * rows)));
        return fed(`whole numbers from 0 to ${rows - 1}, drawn, since it names rows of a table`, places);
    }
    if (isWhole || type === "bool")
        return fed("1 everywhere, as a mask that hides nothing", new Array(count).fill(1));
    return fed("numbers drawn from N(0, 1)", normals(numbers, count));
}
/** Operators that leave each whole number as it is. */
const passing = new Set([
    ...["Identity", "Cast", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Transpose", "Slice", "Expand"],
]);
/** The rows of the smallest table whose rows an input names; undefined where it names none. */
export function tableRows({ nodes }, entry) {
    const numbers = new Set([entry]);
    const sizes = [];
    for (const node of nodes) {
        if (passing.has(node.operator) && numbers.has(node.inputs[0]))
            numbers.add(node.outputs[0]);
        const looksUp = node.operator === "Gather" && numbers.has(node.inputs[1]);
        if (looksUp)
            sizes.push(tableSize(node));
    }
    return sizes.length === 0 ? undefined : Math.min(...sizes);
}
function tableSize({ inputs, attributes }) {
    const { shape } = inputs[0];
    const axis = Number(attributes.axis ?? 0);
    return shape[axis < 0 ? axis + shape.length : axis];
}
