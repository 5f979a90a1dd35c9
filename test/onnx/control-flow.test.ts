/**
 * If, Loop and Scan whose way the file decides: ONNX Runtime's results on the file, and refusals.
 */
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import {
  AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  TensorProto_DataType as DataType,
  type GraphProto,
  ModelProtoSchema,
  ValueInfoProtoSchema,
} from "onnx-buf";
import { beforeAll, describe, expect, it } from "vitest";
import { readOnnx } from "../../src/graph/file/read.js";
import { writeOnnx } from "../../src/graph/file/write.js";
import { type Tensor, tensor } from "../../src/graph/index.js";
import { loadRuntime } from "../../src/runtime/node/load-runtime.js";
import type { Runtime } from "../../src/runtime/runtime.js";
import { type File, fileOf, ints, scalar } from "./onnx-file.js";

let runtime: Runtime;
beforeAll(async () => {
  runtime = (await loadRuntime()).runtime;
});

type Typed = readonly [name: string, type: DataType, axes?: readonly number[]];

/** A graph with these inputs and outputs, for an attribute. */
function bodyOf(file: Omit<File, "opset">, inputs: readonly Typed[], outputs: readonly Typed[]): GraphProto {
  const { graph } = fromBinary(ModelProtoSchema, fileOf({ opset: 13, ...file }));
  const info = ([name, elemType, axes]: Typed) => {
    const shape = axes && { dim: axes.map((n) => ({ value: { case: "dimValue" as const, value: BigInt(n) } })) };
    return create(ValueInfoProtoSchema, {
      name,
      type: { value: { case: "tensorType", value: { elemType, ...(shape && { shape }) } } },
    });
  };
  return { ...graph!, name: "body", input: inputs.map(info), output: outputs.map(info) };
}

/** The file with graphs as attributes of the node that makes "y". */
function withGraphs(file: File, graphs: Readonly<Record<string, GraphProto>>): Uint8Array {
  const model = fromBinary(ModelProtoSchema, fileOf(file));
  const node = model.graph!.node.find(({ output }) => output.includes("y"))!;
  for (const [name, g] of Object.entries(graphs)) {
    node.attribute.push(create(AttributeProtoSchema, { name, type: AttributeType.GRAPH, g }));
  }
  return toBinary(ModelProtoSchema, model);
}

async function run(bytes: Uint8Array, inputs: Record<string, Tensor>) {
  const session = await runtime.createSession(bytes, { optimization: "disabled" });
  const results = await session.run(inputs);
  await session.release();
  return Object.fromEntries(Object.entries(results).map(([name, t]) => [name, { shape: t.shape, data: t.data }]));
}

/** The operators that come out, once the results are those of the file. */
async function readChecked(bytes: Uint8Array, shape: readonly number[]): Promise<string[]> {
  const graph = readOnnx(bytes, { inputShapes: { x: shape } });
  const size = shape.reduce((a, b) => a * b, 1);
  const inputs = {
    x: tensor(
      "float32",
      shape,
      Float32Array.from({ length: size }, (_, i) => Math.sin(i * 1.7)),
    ),
  };
  expect(await run(writeOnnx(graph), inputs)).toEqual(await run(bytes, inputs));
  return graph.nodes.map(({ operator }) => operator);
}

const bool = (value: number) => ({ dataType: DataType.BOOL, dims: [], int32Data: [value] });
const int64 = (value: number) => ({ dataType: DataType.INT64, dims: [], int64Data: [BigInt(value)] });

const branches = {
  then_branch: bodyOf(
    { nodes: [{ op: "Squeeze", inputs: ["x", "first"], outputs: ["taken"] }], constants: { first: ints(0) } },
    [],
    [["taken", DataType.FLOAT]],
  ),
  else_branch: bodyOf({ nodes: [{ op: "Relu", inputs: ["x"], outputs: ["taken"] }] }, [], [["taken", DataType.FLOAT]]),
};

describe("If", () => {
  it.each([
    [1, ["Squeeze"]],
    [0, ["Relu"]],
  ])("takes the branch of the constant %i", async (value, operators) => {
    const file: File = {
      opset: 13,
      input: [1, 3],
      nodes: [{ op: "If", inputs: ["c"] }],
      constants: { c: bool(value) },
    };
    expect(await readChecked(withGraphs(file, branches), [1, 3])).toEqual(operators);
  });

  it("takes the branch that follows from a shape, as PyTorch writes squeeze(0)", async () => {
    const file: File = {
      opset: 13,
      input: ["rows", 3],
      nodes: [
        { op: "Shape", inputs: ["x"], outputs: ["s"] },
        { op: "Gather", inputs: ["s", "zero"], outputs: ["n"] },
        { op: "Equal", inputs: ["n", "one"], outputs: ["c"] },
        { op: "If", inputs: ["c"] },
      ],
      constants: { zero: ints(0), one: ints(1) },
    };
    expect((await readChecked(withGraphs(file, branches), [1, 3])).at(-1)).toBe("Squeeze");
    expect((await readChecked(withGraphs(file, branches), [2, 3])).at(-1)).toBe("Relu");
  });

  it("is refused where a run decides", () => {
    const file: File = {
      opset: 13,
      input: [1, 1],
      nodes: [
        { op: "Greater", inputs: ["x", "zero"], outputs: ["c"] },
        { op: "If", inputs: ["c"] },
      ],
      constants: { zero: scalar(0) },
    };
    expect(() => readOnnx(withGraphs(file, branches))).toThrow(
      'node "If_1" (If): the condition "c" is computed when the graph runs, and graphs are read with one way through',
    );
  });

  it("has names of its own: both branches and the graph may use one", async () => {
    const inner = (op: string) =>
      bodyOf(
        {
          nodes: [
            { op, inputs: ["x"], outputs: ["a"] },
            { op: "Neg", inputs: ["a"], outputs: ["b"] },
          ],
        },
        [],
        [["b", DataType.FLOAT]],
      );
    const file: File = {
      opset: 13,
      input: [2],
      nodes: [
        { op: "If", inputs: ["c"], outputs: ["y"] },
        { op: "Abs", inputs: ["y"], outputs: ["z"] },
      ],
      constants: { c: bool(0) },
      outputs: ["z"],
    };
    const bytes = withGraphs(file, { then_branch: inner("Relu"), else_branch: inner("Sigmoid") });
    expect(await readChecked(bytes, [2])).toEqual(["Sigmoid", "Neg", "Abs"]);
  });
});

describe("Loop", () => {
  /** Doubles, stacks, and goes on while the pass is before `until`. */
  const body = bodyOf(
    {
      nodes: [
        { op: "Add", inputs: ["v", "v"], outputs: ["next"] },
        { op: "Neg", inputs: ["next"], outputs: ["piece"] },
        { op: "Less", inputs: ["i", "until"], outputs: ["go"] },
      ],
      constants: { until: int64(2) },
    },
    [
      ["i", DataType.INT64, []],
      ["going", DataType.BOOL, []],
      ["v", DataType.FLOAT],
    ],
    [
      ["go", DataType.BOOL],
      ["next", DataType.FLOAT],
      ["piece", DataType.FLOAT],
    ],
  );
  const file = (inputs: readonly string[], constants: File["constants"] = {}): File => ({
    opset: 13,
    input: [2],
    nodes: [{ op: "Loop", inputs, outputs: ["y", "all"] }],
    constants,
    outputs: ["y", "all"],
  });
  const passes = (operators: readonly string[]) => operators.filter((name) => name === "Add").length;

  it("runs its body as often as the count says", async () => {
    const bytes = withGraphs(file(["n", "", "x"], { n: int64(2) }), { body });
    expect(passes(await readChecked(bytes, [2]))).toBe(2);
  });

  it("ends where its condition is false", async () => {
    const bytes = withGraphs(file(["n", "starts", "x"], { n: int64(9), starts: bool(1) }), { body });
    expect(passes(await readChecked(bytes, [2]))).toBe(3);
    const endless = withGraphs(file(["", "starts", "x"], { starts: bool(1) }), { body });
    expect(passes(await readChecked(endless, [2]))).toBe(3);
  });

  it.each([
    ["a count that a run decides", file(["x", "", "x"]), 'the number of passes "x" is computed when the graph runs'],
    ["no pass, whose results have no sizes", file(["n", "", "x"], { n: int64(0) }), "stacks results of no pass"],
  ])("refuses %s", (_, other, message) => {
    expect(() => readOnnx(withGraphs(other, { body }))).toThrow(message);
  });

  it("refuses more passes than a graph has room for", () => {
    const forever = bodyOf(
      { nodes: [{ op: "Identity", inputs: ["v"], outputs: ["next"] }] },
      [
        ["i", DataType.INT64, []],
        ["going", DataType.BOOL],
        ["v", DataType.FLOAT],
      ],
      [
        ["going", DataType.BOOL],
        ["next", DataType.FLOAT],
      ],
    );
    const endless: File = { opset: 13, input: [2], nodes: [{ op: "Loop", inputs: ["", "", "x"] }] };
    expect(() => readOnnx(withGraphs(endless, { body: forever }))).toThrow("more than 1000 times");
  });
});

describe("Scan", () => {
  const body = bodyOf(
    {
      nodes: [
        { op: "Add", inputs: ["sum", "piece"], outputs: ["next"] },
        { op: "Mul", inputs: ["next", "piece"], outputs: ["product"] },
      ],
    },
    [
      ["sum", DataType.FLOAT],
      ["piece", DataType.FLOAT],
    ],
    [
      ["next", DataType.FLOAT],
      ["product", DataType.FLOAT],
    ],
  );

  it.each([
    { num_scan_inputs: 1 },
    { num_scan_inputs: 1, scan_input_directions: [1], scan_output_directions: [1], scan_output_axes: [1] },
  ])("runs its body for each piece: %o", async (attributes) => {
    const file: File = {
      opset: 13,
      input: [3, 2],
      nodes: [{ op: "Scan", inputs: ["start", "x"], outputs: ["y", "all"], attributes }],
      constants: { start: { dataType: DataType.FLOAT, dims: [2n], floatData: [1, 2] } },
      outputs: ["y", "all"],
    };
    const operators = await readChecked(withGraphs(file, { body }), [3, 2]);
    expect(operators.filter((name) => name === "Mul").length).toBe(3);
  });

  it("has one constant for a weight in its body, which all passes read", () => {
    const weighted = bodyOf(
      { nodes: [{ op: "Mul", inputs: ["sum", "weight"], outputs: ["next"] }], constants: { weight: scalar(3) } },
      [
        ["sum", DataType.FLOAT],
        ["piece", DataType.FLOAT],
      ],
      [["next", DataType.FLOAT]],
    );
    const node = { op: "Scan", inputs: ["start", "x"], attributes: { num_scan_inputs: 1 } };
    const file: File = { opset: 13, input: [3], nodes: [node], constants: { start: scalar(1) } };
    const graph = readOnnx(withGraphs(file, { body: weighted }));
    expect([...graph.constants.keys()].filter(({ type }) => type === "float32").map(({ name }) => name)).toEqual([
      "start",
      "weight",
    ]);
    expect(graph.nodes.filter(({ operator }) => operator === "Mul").length).toBe(3);
  });
});
