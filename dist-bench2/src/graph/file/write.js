/** Graph → .onnx bytes. */
import { create, toBinary } from "@bufbuild/protobuf";
import { AttributeProtoSchema, AttributeProto_AttributeType as AttributeType, TensorProto_DataType as DataType, ModelProtoSchema, NodeProtoSchema, TensorProtoSchema, ValueInfoProtoSchema, } from "onnx-buf";
import { InputError } from "../../errors.js";
import { operators } from "../operators/index.js";
import { tensor } from "../tensor.js";
/** ONNX's number of each element type. */
export const dataTypes = {
    float32: DataType.FLOAT,
    float64: DataType.DOUBLE,
    int32: DataType.INT32,
    int64: DataType.INT64,
    uint8: DataType.UINT8,
    bool: DataType.BOOL,
};
/**
 * The opset our operators' forms are of; a graph with a newer operator is raised to what that
 * needs.
 */
export const baseOpset = 17;
/** Reductions that took `axes` as an attribute until opset 17 and take it as an input since 18. */
const axesBecameInput = new Set([
    "ReduceMean",
    "ReduceMax",
    "ReduceMin",
    "ReduceProd",
    "ReduceL1",
    "ReduceL2",
    "ReduceSumSquare",
]);
/** IR version that came with an opset (ONNX 1.12: opset 17; ONNX 1.15: opset 20). */
const irVersion = (opset) => (opset <= 18 ? 8n : 9n);
/** Protocol buffers end at 2 GB. */
const mostBytes = 2 ** 31 - 1;
/**
 * The .onnx file of a graph: opset 17 and IR version 8, or higher where an operator of the graph
 * needs it. Values keep their names, but for those that the graph returns, which take their
 * output's name.
 *
 * @throws InputError where an output is named like an input, or the constants are more than a file
 * can hold (2 GB)
 *
 * @example
 * import { GraphBuilder, writeOnnx } from "stepzero/graph";
 *
 * const g = new GraphBuilder("relu");
 * g.output("y", g.apply("Relu", [g.input("x", "float32", [8, 10])]));
 * const bytes = writeOnnx(g.build()); // the content of a file relu.onnx
 */
export function writeOnnx(graph, { sizes = true } = {}) {
    checkWritable(graph);
    const opset = graph.nodes.reduce((n, node) => Math.max(n, opsetOf(node)), baseOpset);
    const domains = new Set(graph.nodes.map((node) => splitName(node.operator).domain).filter((d) => d !== ""));
    const { names, taken, copies } = outputNames(graph);
    const nameOf = (v) => (v === undefined ? "" : (names.get(v) ?? v.name));
    const extra = [];
    const extraNames = [];
    const nodes = graph.nodes.map((node, i) => {
        const { domain, type } = splitName(node.operator);
        const inputs = node.inputs.map(nameOf);
        const attributes = { ...node.attributes };
        if (opset >= 18 && axesBecameInput.has(node.operator) && attributes.axes !== undefined) {
            const axes = attributes.axes;
            extraNames.push(fresh(`axes_of_node_${i}`, taken));
            extra.push(tensor("int64", [axes.length], axes));
            inputs.push(extraNames.at(-1));
            delete attributes.axes;
        }
        while (inputs.at(-1) === "")
            inputs.pop(); // trailing optional inputs are left out, not empty
        return create(NodeProtoSchema, {
            opType: type,
            ...(domain === "" ? {} : { domain }),
            name: `${node.layer === "" ? "" : `${node.layer}/`}${type}_${i}`,
            input: inputs,
            output: node.outputs.map(nameOf),
            attribute: writeAttributes(node, attributes),
        });
    });
    for (const [name, value] of copies) {
        const node = { opType: "Identity", name: `Identity_${nodes.length}`, input: [nameOf(value)], output: [name] };
        nodes.push(create(NodeProtoSchema, node));
    }
    const model = create(ModelProtoSchema, {
        irVersion: irVersion(opset),
        producerName: "stepzero",
        opsetImport: [{ domain: "", version: BigInt(opset) }, ...[...domains].map((domain) => ({ domain, version: 1n }))],
        graph: {
            name: graph.name,
            node: nodes,
            input: graph.inputs.map((v) => valueInfo(nameOf(v), v, sizes)),
            output: [...graph.outputs].map(([name, v]) => valueInfo(name, v, sizes)),
            initializer: [
                ...[...graph.constants].map(([v, t]) => writeTensor(t, nameOf(v))),
                ...extra.map((t, i) => writeTensor(t, extraNames[i])),
            ],
        },
    });
    return toBinary(ModelProtoSchema, model);
}
/** The first opset that has a node's form; 0 where the base has it. */
export function opsetOf({ operator, attributes }) {
    const { opset = 0 } = operators.get(operator) ?? {};
    return typeof opset === "number" ? opset : opset(attributes);
}
function checkWritable(graph) {
    for (const { name } of graph.inputs) {
        if (graph.outputs.has(name)) {
            throw new InputError(`graph "${graph.name}" has an input and an output named "${name}"; an .onnx file needs two names`);
        }
    }
    let bytes = 0;
    for (const { data } of graph.constants.values())
        bytes += data.byteLength;
    if (bytes > mostBytes) {
        throw new InputError(`graph "${graph.name}" holds ${bytes} bytes of constants; an .onnx file holds ${mostBytes} at most. Make the largest ones inputs`);
    }
}
/**
 * Outputs of an .onnx file are named by their values. A value computed by a node takes its output's
 * name; inputs, constants and values returned twice go out through an `Identity`.
 */
function outputNames(graph) {
    const computed = new Set(graph.nodes.flatMap((node) => node.outputs));
    const others = [...computed, ...graph.constants.keys()];
    const taken = new Set([...graph.inputs, ...others].map((v) => v.name));
    for (const name of graph.outputs.keys())
        taken.add(name);
    const names = new Map();
    const copies = [];
    for (const [name, value] of graph.outputs) {
        if (computed.has(value) && !names.has(value))
            names.set(value, name);
        else
            copies.push([name, value]);
    }
    // A value that is no output but has an output's name steps aside.
    for (const value of others) {
        if (!names.has(value) && graph.outputs.has(value.name))
            names.set(value, fresh(`${value.name}__inner`, taken));
    }
    return { names, taken, copies };
}
/** `name`, or the first of name_1, name_2, … that is not taken; takes it. */
function fresh(name, taken) {
    let free = name;
    for (let i = 1; taken.has(free); i++)
        free = `${name}_${i}`;
    taken.add(free);
    return free;
}
function splitName(operator) {
    const colon = operator.lastIndexOf(":");
    return colon < 0
        ? { domain: "", type: operator }
        : { domain: operator.slice(0, colon), type: operator.slice(colon + 1) };
}
function valueInfo(name, value, sizes) {
    return create(ValueInfoProtoSchema, {
        name,
        type: {
            value: {
                case: "tensorType",
                value: {
                    elemType: dataTypes[value.type],
                    shape: {
                        dim: value.shape.map((n) => (sizes ? { value: { case: "dimValue", value: BigInt(n) } } : {})),
                    },
                },
            },
        },
    });
}
/** A tensor as it is stored in an .onnx file. */
export function writeTensor(t, name) {
    const { buffer, byteOffset, byteLength } = t.data;
    return create(TensorProtoSchema, {
        name,
        dataType: dataTypes[t.type],
        dims: t.shape.map(BigInt),
        rawData: new Uint8Array(buffer, byteOffset, byteLength),
    });
}
function writeAttributes(node, attributes) {
    const schema = operators.get(node.operator)?.attributes ?? {};
    return Object.entries(attributes).map(([name, value]) => {
        // Cast's target is an element type's name in our graphs, a number in files.
        if (node.operator === "Cast" && name === "to")
            return writeAttribute(name, "int", dataTypes[value]);
        return writeAttribute(name, schema[name]?.kind ?? "int", value);
    });
}
function writeAttribute(name, kind, value) {
    switch (kind) {
        case "int":
            return create(AttributeProtoSchema, { name, type: AttributeType.INT, i: BigInt(value) });
        case "float":
            return create(AttributeProtoSchema, { name, type: AttributeType.FLOAT, f: value });
        case "string":
            return create(AttributeProtoSchema, {
                name,
                type: AttributeType.STRING,
                s: new TextEncoder().encode(value),
            });
        case "strings":
            return create(AttributeProtoSchema, {
                name,
                type: AttributeType.STRINGS,
                strings: value.map((s) => new TextEncoder().encode(s)),
            });
        case "ints":
            return create(AttributeProtoSchema, {
                name,
                type: AttributeType.INTS,
                ints: value.map(BigInt),
            });
        case "floats":
            return create(AttributeProtoSchema, {
                name,
                type: AttributeType.FLOATS,
                floats: [...value],
            });
        case "tensor":
            return create(AttributeProtoSchema, { name, type: AttributeType.TENSOR, t: writeTensor(value, "") });
    }
}
