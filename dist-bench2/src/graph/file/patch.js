/** New numbers for tensors of an .onnx file; every other byte stays as it is. Read this first. */
import { create, toBinary } from "@bufbuild/protobuf";
import { GraphProtoSchema, NodeProtoSchema, TensorProtoSchema, ValueInfoProtoSchema, } from "onnx-buf";
import { InputError } from "../../errors.js";
import { concatenate, lengthOf } from "../bytes.js";
import { floatBytes } from "../float-types.js";
import { sizeOf } from "../tensor.js";
import { placesOf } from "./places.js";
import { externalSize, floatTypes, isExternal, movedIn, withNumbers } from "./tensor-edit.js";
import { applyEdits, bytesField, fieldsOf, replaceField } from "./wire.js";
/** Protobuf reads no message of 2³¹ bytes or more. */
const LARGEST_FILE = 2 ** 31 - 1;
/**
 * The file with new numbers for some of its tensors, in their own types. Of the new file only these
 * tensors and the lengths of the messages around them differ. Tensors of side files move into it.
 *
 * @param numbers by the name of an initializer or of the output of a Constant node, in the order of
 * the file's axes; a name of the main graph comes before the same name in a subgraph or function
 * @throws InputError for a name that the file does not have or has twice, a wrong count, a type
 * other than float16, bfloat16, float32 or float64, a number too large for it, or 2 GB and more
 * @example
 * import { GraphBuilder, patchTensors, readOnnx, tensor, writeOnnx } from "stepzero/graph";
 *
 * const g = new GraphBuilder("scaled");
 * const w = g.constant(tensor("float32", [2], [1, 2]), "w");
 * g.output("y", g.apply("Mul", [g.input("x", "float32", [2]), w]));
 * const file = patchTensors(writeOnnx(g.build()), new Map([["w", Float32Array.of(3, 4)]]));
 * const [weights] = readOnnx(file).constants.values();
 * String(weights?.data); // → "3,4"
 */
export function patchTensors(bytes, numbers, options = {}) {
    const { rename = [], add = [], externalData, source = "the model" } = options;
    const places = placesOf(bytes);
    const edits = [];
    const withNewNumbers = new Set();
    for (const [name, data] of numbers) {
        const place = placeOf(places, name, source);
        withNewNumbers.add(place);
        for (const edit of withNumbers(bytes, place, data, `${describePlace(place)} of ${source}`))
            edits.push(edit);
    }
    const external = places.tensors.filter((place) => place.kind !== "numbers" && !withNewNumbers.has(place) && isExternal(bytes, place.field));
    const sizeBeside = external.reduce((sum, place) => sum + (externalSize(bytes, place) ?? 0), 0);
    refuseTooLarge(bytes.length + sizeBeside, source);
    for (const place of external) {
        for (const edit of movedIn(bytes, place, externalData, `${describePlace(place)} of ${source}`))
            edits.push(edit);
    }
    edits.push(...renamings(bytes, places, rename, add, source), ...additions(places, add, source));
    const parts = applyEdits(bytes, edits);
    refuseTooLarge(lengthOf(parts), source);
    return concatenate(parts);
}
function refuseTooLarge(size, source) {
    if (size <= LARGEST_FILE)
        return;
    throw new InputError(`${source} would have ${(size / 1e9).toFixed(1)} GB with all its weights inside; an .onnx file can have less than 2.1 GB. Write the weights alone: .safetensors.`);
}
/** Every name of a value of the file, of all its graphs: what an added tensor cannot be named. */
export function valueNames(bytes) {
    return namesOf(placesOf(bytes));
}
function namesOf({ nodes, tensors, inputs }) {
    const names = new Set(inputs);
    for (const { kind, name } of tensors)
        if (kind !== "part")
            names.add(name);
    for (const { inputs: read, outputs } of nodes)
        for (const name of [...read, ...outputs])
            names.add(name);
    names.delete("");
    return names;
}
const describePlace = ({ kind, name }) => `${kind === "initializer" ? "initializer" : kind === "part" ? "a tensor of" : "constant"} ${JSON.stringify(name)}`;
function placeOf({ nodes, tensors }, name, source) {
    const all = tensors.filter((place) => place.name === name && place.scope !== "training");
    const whole = all.filter(({ kind }) => kind !== "part");
    const outer = whole.filter(({ scope }) => scope === "graph");
    const candidates = outer.length > 0 ? outer : whole;
    if (candidates.length === 1)
        return candidates[0];
    const quoted = JSON.stringify(name);
    if (candidates.length > 1) {
        const where = [...new Set(candidates.map(({ scope }) => scope))].join(" and ");
        throw new InputError(`${source} has ${candidates.length} tensors named ${quoted} (${where}): give each a name of its own.`);
    }
    const producer = nodes.find(({ outputs }) => outputs.includes(name));
    if (all.length > 0 && (producer === undefined || producer.operator === "Constant")) {
        throw new InputError(`${quoted} of ${source} is a sparse tensor: make it an ordinary initializer.`);
    }
    if (producer !== undefined) {
        throw new InputError(`${quoted} of ${source} is computed by ${producer.operator}, expected an initializer or a Constant node.`);
    }
    throw new InputError(`${source} has no initializer and no Constant node named ${quoted}.`);
}
function renamings(bytes, places, rename, add, source) {
    if (rename.length === 0)
        return [];
    const names = namesOf(places);
    for (const { name } of add)
        names.add(name);
    const byPath = new Map(places.nodes
        .filter(({ scope }) => scope === "graph" || scope === "subgraph")
        .map((place) => [place.path.join("/"), place]));
    return rename.map(({ node, input, to }) => {
        const place = byPath.get(node.join("/"));
        const at = `input ${input} of node ${node.join("/")} of ${source}`;
        if (place === undefined)
            throw new InputError(`${at}: there is no such node.`);
        const inputs = [...fieldsOf(bytes, place.field.value, place.field.end)].filter(({ number }) => number === NodeProtoSchema.field.input.number);
        const old = inputs[input];
        if (old === undefined)
            throw new InputError(`${at}: ${place.operator} has ${inputs.length} inputs.`);
        if (!names.has(to))
            throw new InputError(`${at}: there is no value ${JSON.stringify(to)}.`);
        return replaceField([...place.within, place.field], old, bytesField(old.number, [new TextEncoder().encode(to)]));
    });
}
/** The initializers at the end of the graph, as its last fields. */
function additions(places, add, source) {
    if (add.length === 0)
        return [];
    const { graph, irVersion } = places;
    if (graph === undefined)
        throw new InputError(`${source} holds no graph.`);
    const names = namesOf(places);
    const { initializer, input } = GraphProtoSchema.field;
    return add.map((tensor) => {
        const { name } = tensor;
        if (names.has(name))
            throw new InputError(`${source} has a value named ${JSON.stringify(name)} already.`);
        names.add(name);
        const parts = [...bytesField(initializer.number, messageOf(tensor, source))];
        if (irVersion < 4)
            parts.push(...bytesField(input.number, [inputOf(tensor)]));
        return { within: [graph], from: graph.end, to: graph.end, parts };
    });
}
const dataTypes = new Map([...floatTypes].map(([number, type]) => [type, number]));
function messageOf({ name, shape, type, data }, source) {
    const where = `${JSON.stringify(name)}, which is new in ${source},`;
    if (data.length !== sizeOf(shape)) {
        throw new InputError(`${where} has ${data.length} numbers, its shape [${shape.join(", ")}] needs ${sizeOf(shape)}.`);
    }
    const header = create(TensorProtoSchema, { name, dims: shape.map(BigInt), dataType: dataTypes.get(type) });
    const raw = bytesField(TensorProtoSchema.field.rawData.number, [floatBytes(type, data, where)]);
    return [toBinary(TensorProtoSchema, header), ...raw];
}
function inputOf({ name, shape, type }) {
    const dim = shape.map((n) => ({ value: { case: "dimValue", value: BigInt(n) } }));
    const tensorType = { case: "tensorType", value: { elemType: dataTypes.get(type), shape: { dim } } };
    return toBinary(ValueInfoProtoSchema, create(ValueInfoProtoSchema, { name, type: { value: tensorType } }));
}
