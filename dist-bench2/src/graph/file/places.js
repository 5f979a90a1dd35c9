/** Where the nodes and the tensors of an .onnx file lie in its bytes. */
import { AttributeProtoSchema, FunctionProtoSchema, GraphProtoSchema, ModelProtoSchema, NodeProtoSchema, SparseTensorProtoSchema, TensorProtoSchema, TrainingInfoProtoSchema, ValueInfoProtoSchema, } from "onnx-buf";
import { InputError } from "../../errors.js";
import { fieldsOf, textOf, varintAt, wireTypes } from "./wire.js";
const model = ModelProtoSchema.field;
const graph = GraphProtoSchema.field;
const node = NodeProtoSchema.field;
const attribute = AttributeProtoSchema.field;
const sparse = SparseTensorProtoSchema.field;
const training = TrainingInfoProtoSchema.field;
const tensorName = TensorProtoSchema.field.name.number;
/** Subgraphs within subgraphs: more than any model has, and few enough for the stack. */
const DEEPEST = 50;
/**
 * Finds the nodes and the tensors of a file: of its graph, of subgraphs, functions and training
 * graphs.
 *
 * @throws InputError where the bytes are no messages
 */
export function placesOf(bytes) {
    const search = { bytes, nodes: [], tensors: [], inputs: [] };
    let [irVersion, main] = [0, undefined];
    for (const field of fieldsOf(bytes, 0, bytes.length)) {
        if (field.wire !== wireTypes.bytes && field.number !== model.irVersion.number)
            continue;
        switch (field.number) {
            case model.irVersion.number:
                irVersion = varintAt(bytes, field.value, field.end);
                break;
            case model.graph.number:
                if (main !== undefined)
                    throw new InputError("the file holds two graphs, expected one: export it again");
                main = field;
                inGraph(search, { scope: "graph", path: [], within: [] }, field);
                break;
            case model.functions.number:
                inFunction(search, field);
                break;
            case model.trainingInfo.number:
                for (const inner of partsOf(bytes, field)) {
                    const isGraph = inner.number === training.initialization.number || inner.number === training.algorithm.number;
                    if (isGraph)
                        inGraph(search, { scope: "training", path: [], within: [field] }, inner);
                }
        }
    }
    const { nodes, tensors, inputs } = search;
    return { irVersion, graph: main, nodes, tensors, inputs };
}
function inGraph(search, { scope, path, within }, graphField) {
    if (path.length > 2 * DEEPEST)
        throw new InputError(`subgraphs lie more than ${DEEPEST} deep in each other`);
    const inside = [...within, graphField];
    let index = 0;
    for (const field of partsOf(search.bytes, graphField)) {
        switch (field.number) {
            case graph.node.number:
                inNode(search, { scope, path: [...path, index++], within: inside }, field);
                break;
            case graph.initializer.number:
                search.tensors.push({
                    scope,
                    kind: "initializer",
                    name: nameOf(search, field, tensorName),
                    within: inside,
                    field,
                });
                break;
            case graph.sparseInitializer.number:
                inSparse(search, scope, inside, field);
                break;
            case graph.input.number:
                if (scope === "graph")
                    search.inputs.push(nameOf(search, field, ValueInfoProtoSchema.field.name.number));
        }
    }
}
function inFunction(search, functionField) {
    let index = 0;
    for (const field of partsOf(search.bytes, functionField)) {
        if (field.number !== FunctionProtoSchema.field.node.number)
            continue;
        inNode(search, { scope: "function", path: [index++], within: [functionField] }, field);
    }
}
function inNode(search, { scope, path, within }, nodeField) {
    const { bytes } = search;
    const [inputs, outputs, attributes] = [[], [], []];
    let [domain, type] = ["", ""];
    for (const field of partsOf(bytes, nodeField)) {
        if (field.number === node.input.number)
            inputs.push(textOf(bytes, field));
        if (field.number === node.output.number)
            outputs.push(textOf(bytes, field));
        if (field.number === node.domain.number)
            domain = textOf(bytes, field);
        if (field.number === node.opType.number)
            type = textOf(bytes, field);
        if (field.number === node.attribute.number)
            attributes.push(field);
    }
    const operator = domain === "" || domain === "ai.onnx" ? type : `${domain}:${type}`;
    const place = { scope, path, within, field: nodeField, operator, inputs, outputs };
    search.nodes.push(place);
    for (const field of attributes)
        inAttribute(search, place, field);
}
function inAttribute(search, of, attributeField) {
    const { scope, path, operator } = of;
    const within = [...of.within, of.field, attributeField];
    const isConstant = operator === "Constant";
    const name = of.outputs[0] ?? "";
    const label = nameOf(search, attributeField, attribute.name.number);
    if (isConstant && (label === "value_float" || label === "value_floats")) {
        search.tensors.push({ scope, kind: "numbers", name, within: within.slice(0, -1), field: attributeField });
    }
    for (const field of partsOf(search.bytes, attributeField)) {
        switch (field.number) {
            case attribute.t.number:
                search.tensors.push({ scope, kind: isConstant ? "constant" : "part", name, within, field });
                break;
            case attribute.tensors.number:
                search.tensors.push({ scope, kind: "part", name, within, field });
                break;
            case attribute.sparseTensor.number:
            case attribute.sparseTensors.number:
                inSparse(search, scope, within, field);
                break;
            case attribute.g.number:
            case attribute.graphs.number:
                inGraph(search, { scope: scope === "graph" ? "subgraph" : scope, path: [...path, label], within }, field);
        }
    }
}
/** The values of a sparse tensor, which have its name, and its indices. */
function inSparse(search, scope, within, sparseField) {
    const parts = [...partsOf(search.bytes, sparseField)].filter(({ number }) => number === sparse.values.number || number === sparse.indices.number);
    const values = parts.find(({ number }) => number === sparse.values.number);
    const name = values === undefined ? "" : nameOf(search, values, tensorName);
    for (const field of parts)
        search.tensors.push({ scope, kind: "part", name, within: [...within, sparseField], field });
}
/** The messages and texts in a message. A number in the place of a message is an unknown field. */
function* partsOf(bytes, { value, end }) {
    for (const field of fieldsOf(bytes, value, end))
        if (field.wire === wireTypes.bytes)
            yield field;
}
/** The text of a message's field of this number; "" where it has none. */
function nameOf({ bytes }, message, number) {
    let name = "";
    for (const field of partsOf(bytes, message)) {
        if (field.number === number)
            name = textOf(bytes, field);
    }
    return name;
}
