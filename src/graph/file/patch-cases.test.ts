/** What a patch refuses, and what it adds; files in PyTorch's and in older forms. */
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import {
  AttributeProto_AttributeType as AttributeType,
  TensorProto_DataType as DataType,
  ModelProtoSchema,
  SparseTensorProtoSchema,
  TensorProto_DataLocation,
} from "onnx-buf";
import { describe, expect, it } from "vitest";
import { fileOf, floats, ints } from "../../../test/onnx/onnx-file.js";
import { InputError } from "../../errors.js";
import { toNumbers } from "../tensor.js";
import { patchTensors, valueNames } from "./patch.js";
import { readOnnx } from "./read.js";

const shared = fileOf({
  opset: 13,
  input: [3],
  nodes: [
    { op: "Add", inputs: ["x", "b"], outputs: ["h"] },
    { op: "Add", inputs: ["h", "b"], outputs: ["y"] },
  ],
  constants: { b: floats(1, 2, 3), shape: ints(3) },
});
const withIr = (irVersion: number) => {
  const model = fromBinary(ModelProtoSchema, shared);
  return toBinary(ModelProtoSchema, { ...model, irVersion: BigInt(irVersion) });
};
const patch = (numbers: Record<string, readonly number[]>, options = {}) =>
  patchTensors(shared, new Map(Object.entries(numbers).map(([name, data]) => [name, Float32Array.from(data)])), {
    source: "net.onnx",
    ...options,
  });
const added = { name: "b2", shape: [3], type: "float32", data: Float32Array.of(7, 8, 9) } as const;

const graphOf = (bytes: Uint8Array) => fromBinary(ModelProtoSchema, bytes).graph!;

describe("patchTensors", () => {
  it.each([
    [
      "a name that the file does not have",
      { w: [1] },
      {},
      'net.onnx has no initializer and no Constant node named "w".',
    ],
    ["a computed value", { h: [1, 2, 3] }, {}, '"h" of net.onnx is computed by Add, expected an initializer'],
    ["a wrong count", { b: [1, 2] }, {}, 'initializer "b" of net.onnx [3] has 3 numbers, got 2'],
    [
      "integers",
      { shape: [1] },
      {},
      'initializer "shape" of net.onnx is int64; new numbers can be written as float16,',
    ],
    [
      "an unknown node",
      {},
      { rename: [{ node: [2], input: 0, to: "b" }] },
      "input 0 of node 2 of net.onnx: there is no",
    ],
    ["an unknown input", {}, { rename: [{ node: [1], input: 2, to: "b" }] }, "node 1 of net.onnx: Add has 2 inputs"],
    ["an unknown value", {}, { rename: [{ node: [1], input: 1, to: "c" }] }, 'there is no value "c"'],
    ["a name that is taken", {}, { add: [{ ...added, name: "h" }] }, 'net.onnx has a value named "h" already'],
    ["two of one name", {}, { add: [added, added] }, 'net.onnx has a value named "b2" already'],
    ["too few numbers", {}, { add: [{ ...added, shape: [4] }] }, '"b2", which is new in net.onnx, has 3 numbers, its'],
  ])("refuses %s", (_, numbers, options, message) => {
    expect(() => patch(numbers, options)).toThrow(InputError);
    expect(() => patch(numbers, options)).toThrow(message);
  });

  it("splits a tensor that is used twice", () => {
    const after = patch({ b: [4, 5, 6] }, { add: [added], rename: [{ node: [1], input: 1, to: "b2" }] });
    const { nodes, constants } = readOnnx(after);
    expect(nodes.map(({ inputs }) => inputs.map((value) => value?.name))).toEqual([
      ["x", "b"],
      ["h", "b2"],
    ]);
    const numbers = Object.fromEntries([...constants].map(([value, data]) => [value.name, toNumbers(data)]));
    expect(numbers).toEqual({ b: [4, 5, 6], b2: [7, 8, 9], shape: [3] });
    expect(graphOf(after).input.map(({ name }) => name)).toEqual(["x"]);
  });

  it("lists an added tensor among the inputs before IR version 4, with its type and shape", () => {
    const after = patchTensors(withIr(3), new Map(), { add: [{ ...added, type: "float16" }] });
    const [, input] = graphOf(after).input;
    expect(input).toMatchObject({ name: "b2", type: { value: { case: "tensorType", value: { elemType: 10 } } } });
    expect(graphOf(after).initializer.at(-1)).toMatchObject({ name: "b2", dims: [3n], dataType: DataType.FLOAT16 });
    expect(graphOf(patchTensors(withIr(4), new Map(), { add: [added] })).input).toHaveLength(1);
  });

  it("refuses a sparse tensor by its name", () => {
    const model = fromBinary(ModelProtoSchema, shared);
    const sparse = create(SparseTensorProtoSchema, {
      values: { ...floats(1), name: "s" },
      indices: ints(2),
      dims: [9n],
    });
    model.graph!.sparseInitializer.push(sparse);
    const refused = () => patchTensors(toBinary(ModelProtoSchema, model), new Map([["s", new Float32Array(9)]]));
    expect(refused).toThrow('"s" of the model is a sparse tensor: make it an ordinary initializer');
  });

  it("refuses 2 GB and more before it reads the side files", () => {
    const external = {
      dataType: DataType.FLOAT,
      dims: [600_000_000n],
      dataLocation: TensorProto_DataLocation.EXTERNAL,
      externalData: [{ key: "location", value: "w.bin" }],
    };
    const bytes = fileOf({ opset: 13, nodes: [{ op: "Relu", inputs: ["w"] }], constants: { w: external } });
    const read = () =>
      patchTensors(bytes, new Map(), {
        source: "net.onnx",
        externalData: () => {
          throw new Error("was read");
        },
      });
    expect(read).toThrow(
      "net.onnx would have 2.4 GB with all its weights inside; an .onnx file can have less than 2.1 GB",
    );
  });

  it("knows every name of the file", () => {
    expect([...valueNames(shared)].sort()).toEqual(["b", "h", "shape", "x", "y"]);
  });
});

/** Two subgraphs with a tensor "w" each, which the graph around them may have too. */
function nested(inMain: boolean) {
  const branch = (value: number) => ({
    node: [{ opType: "Identity", input: ["w"], output: ["z"] }],
    initializer: [{ ...floats(value), name: "w" }],
  });
  const attribute = [1, 2].map((n) => ({ name: `branch${n}`, type: AttributeType.GRAPH, g: branch(n) }));
  const graph = {
    node: [{ opType: "If", input: ["x"], output: ["y"], attribute }],
    initializer: [{ ...floats(0), name: inMain ? "w" : "v" }],
  };
  return toBinary(ModelProtoSchema, create(ModelProtoSchema, { irVersion: 8n, graph }));
}

describe("one name in several graphs", () => {
  const numbers = new Map([["w", Float32Array.of(9)]]);

  it("is the outer graph's", () => {
    const after = graphOf(patchTensors(nested(true), numbers));
    expect(after.initializer[0]!.rawData).toEqual(new Uint8Array(Float32Array.of(9).buffer));
    expect(after.node[0]!.attribute.map(({ g }) => g!.initializer[0]!.floatData)).toEqual([[1], [2]]);
  });

  it("is refused where only subgraphs have it", () => {
    expect(() => patchTensors(nested(false), numbers)).toThrow(
      'the model has 2 tensors named "w" (subgraph): give each a name of its own',
    );
  });

  it("a node of a subgraph can read an added tensor", () => {
    const rename = [{ node: [0, "branch2", 0], input: 0, to: "b2" }];
    const after = graphOf(patchTensors(nested(false), new Map(), { add: [added], rename }));
    expect(after.node[0]!.attribute.map(({ g }) => g!.node[0]!.input)).toEqual([["w"], ["b2"]]);
  });
});
