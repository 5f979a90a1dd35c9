/** How samples go into an .onnx model and logits come out of it, against sums written out here. */
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { TensorProto_DataType as DataType, ModelProtoSchema } from "onnx-buf";
import { describe, expect, it, test } from "vitest";
import { GraphBuilder } from "../../src/graph/builder.js";
import { writeOnnx } from "../../src/graph/file/write.js";
import { type Shape, sizeOf, tensor } from "../../src/graph/tensor.js";
import { onnxModel, reservedNames } from "../../src/network/from-onnx/index.js";
import { buildNetwork } from "../../src/network/layers/build-network.js";
import type { NetworkGraph } from "../../src/network/layers/layer.js";
import { buildModel } from "../../src/network/models/index.js";
import { normals, stream } from "../../src/random/index.js";
import { logitWeights } from "../../src/training/points.js";
import { names } from "../../src/training/train-graph.js";
import { evaluate } from "../reference/evaluate.js";
import { numbers } from "../reference/numbers.js";
import { type File, type FileNode, fileOf } from "./onnx-file.js";

const floats = (shape: Shape, values: readonly number[]) => ({
  dims: shape.map(BigInt),
  dataType: DataType.FLOAT,
  floatData: [...values],
});
const integers = (values: readonly number[]) => ({
  dims: [BigInt(values.length)],
  dataType: DataType.INT64,
  int64Data: values.map(BigInt),
});
const drawn = (name: string, shape: Shape) => Array.from(normals(stream(0, name), sizeOf(shape)));

/** `nodes` from "x" to "h" [N, 60], then a product with "w" [60, units] to "y" (or to `to`). */
function file(
  nodes: readonly FileNode[],
  { units = 4, to = "y", ...rest }: Partial<File> & { units?: number; to?: string } = {},
) {
  const product = { op: "MatMul", inputs: [nodes.length === 0 ? "x" : "h", "w"], outputs: [to] };
  const w = floats([60, units], drawn("w", [60, units]));
  const { constants = {}, ...others } = rest;
  return fileOf({
    opset: 13,
    input: ["N", 60],
    ...others,
    nodes: [...nodes, product, ...(others.nodes ?? [])],
    constants: { w, ...constants },
  });
}

/** The network of a file, added at a batch; with its notes. */
function built(
  bytes: Uint8Array,
  input: Shape,
  { classes = 4, rows = 3, mode = "evaluate" as "evaluate" | "train" } = {},
) {
  const model = onnxModel(bytes, { name: "net.onnx" });
  const g = new GraphBuilder("test");
  const problem = { input, classes };
  const network = buildNetwork(g, buildModel(model, problem), g.input("x", "float32", [rows, ...input]), { mode });
  g.output("logits", network.logits);
  const options = { input: "x", output: "y" };
  return { g, network, notes: model.notes(problem, options), x: drawn("x", [rows, ...input]) };
}

/** The logits in float64, with the numbers that `file` has for "w". */
function logitsOf({ g, network, x }: { g: GraphBuilder; network: NetworkGraph; x: readonly number[] }, units = 4) {
  const w = drawn("w", [60, units]);
  const kernel = Array.from({ length: units * 60 }, (_, i) => w[(i % 60) * units + Math.floor(i / 60)]!);
  const graph = g.build();
  const inputs = graph.inputs.map((v) => [v.name, numbers(v.type, v.shape, v.name === "x" ? x : kernel)]);
  expect(network.parameters.map(({ shape }) => shape)).toEqual([[units, 60]]);
  return evaluate(graph, Object.fromEntries(inputs)).logits!.data;
}

/** Σ x · w, where place i of the model's flat input is place `from(i)` of the sample. */
function expected(
  x: readonly number[],
  rows: number,
  units: number,
  from: (i: number) => number,
  form = (value: number) => value,
): number[] {
  const w = drawn("w", [60, units]);
  return Array.from({ length: rows * units }, (_, k) => {
    const [row, unit] = [Math.floor(k / units), k % units];
    return Array.from({ length: 60 }, (_, i) => form(x[row * 60 + from(i)]!) * w[i * units + unit]!).reduce(
      (a, b) => a + b,
    );
  });
}

function close(got: ArrayLike<number>, want: readonly number[]): void {
  expect(got.length).toBe(want.length);
  want.forEach((value, i) => {
    expect(got[i]).toBeCloseTo(value, 4);
  });
}

const flat: readonly FileNode[] = [{ op: "Flatten", inputs: ["x"], outputs: ["h"] }];

describe("samples", () => {
  // [h, w, c] of place i of a [4, 5, 3] image → its place in [c, h, w].
  const channelsFirst = (i: number) => (i % 3) * 20 + Math.floor(i / 3);
  test.each<
    [title: string, input: File["input"], sample: Shape, note: string | undefined, from?: (i: number) => number]
  >([
    ["rows as they are", ["N", 60], [60], undefined],
    ["images as they are", ["N", 3, 4, 5], [3, 4, 5], undefined],
    ["images with open sizes", ["N", 3, "h", "w"], [3, 4, 5], undefined],
    ["images flattened", ["N", 60], [3, 4, 5], 'the samples go into "x" flattened: [N, 60]'],
    [
      "images with the channels last",
      ["N", 4, 5, 3],
      [3, 4, 5],
      'the samples go into "x" with the channels last: [N, 4, 5, 3]',
      channelsFirst,
    ],
    ["rows as images", ["N", 3, 4, 5], [60], 'the samples go into "x" in that shape: [N, 3, 4, 5]'],
    [
      "grey images without the axis of channels",
      ["N", 6, 10],
      [1, 6, 10],
      'the samples go into "x" in that shape: [N, 6, 10]',
    ],
    ["at a batch that the file fixes", [1, 3, 4, 5], [3, 4, 5], undefined],
  ])("%s", (_, input, sample, note, from = (i) => i) => {
    const network = built(file(flat, { input: input! }), sample);
    close(logitsOf(network), expected(network.x, 3, 4, from));
    expect(network.notes.filter((one) => one.startsWith("the samples"))).toEqual(note === undefined ? [] : [note]);
  });

  test.each<[title: string, input: File["input"], sample: Shape]>([
    ["other sizes", ["N", 3, 5, 4], [3, 4, 5]],
    ["another number of channels", ["N", 1, 4, 5], [3, 4, 5]],
    ["more numbers", ["N", 61], [60]],
    ["no axis for the batch", [], [60]],
  ])("are refused with both shapes: %s", (_, input, sample) => {
    const shape = (input as readonly (string | number)[]).join(", ");
    expect(() => built(file(flat, { input: input! }), sample)).toThrow(
      `net.onnx: its input "x" [${shape}] does not take samples of [${sample.join(", ")}]. Export the model`,
    );
  });

  it("become whole numbers where the model reads tokens", () => {
    const table = { op: "Gather", inputs: ["table", "x"], outputs: ["t"] };
    const nodes = [table, { op: "Reshape", inputs: ["t", "flat"], outputs: ["h"] }];
    const constants = { table: floats([9, 12], drawn("table", [9, 12])), flat: integers([0, -1]) };
    const bytes = file(nodes, { input: ["N", 5], inputType: DataType.INT64, constants });
    const { notes, network } = built(bytes, [5]);
    expect(network.parameters.map(({ name, role }) => [name, role.kind])).toEqual([
      ["table", "embedding"],
      ["w", "kernel"],
    ]);
    expect(notes[0]).toContain('"x" reads the samples as whole numbers (int64)');
  });

  it("become bytes where the model reads bytes", () => {
    const nodes = [{ op: "Cast", inputs: ["x"], outputs: ["h"], attributes: { to: DataType.FLOAT } }];
    const network = built(file(nodes, { inputType: DataType.UINT8 }), [60]);
    const x = network.x.map((value) => Math.min(1, Math.abs(value)));
    close(
      logitsOf({ ...network, x }),
      expected(
        x,
        3,
        4,
        (i) => i,
        (value) => Math.floor(255 * value + 0.5),
      ),
    );
    expect(network.notes[0]).toBe('"x" reads the samples as bytes: 255 times the samples, rounded');
  });

  it("go into models in double precision", () => {
    const w = { dims: [60n, 4n], dataType: DataType.DOUBLE, doubleData: drawn("w", [60, 4]) };
    const network = built(file([], { inputType: DataType.DOUBLE, constants: { w } }), [60], { mode: "train" });
    close(
      logitsOf(network),
      expected(network.x, 3, 4, (i) => i),
    );
  });

  it("go past inputs that have initializers", () => {
    const model = fromBinary(ModelProtoSchema, file([]));
    model.graph!.input.unshift({ ...model.graph!.input[0]!, name: "w" }); // as files before IR version 4
    const network = built(toBinary(ModelProtoSchema, model), [60]);
    close(
      logitsOf(network),
      expected(network.x, 3, 4, (i) => i),
    );
  });

  it("need one input: others must have initializers", () => {
    const g = new GraphBuilder("two");
    const x = g.input("x", "float32", [1, 60]);
    const mask = g.input("mask", "float32", [1, 60]);
    const w = g.constant(tensor("float32", [60, 4], drawn("w", [60, 4])), "w");
    g.output("y", g.apply("MatMul", [g.apply("Mul", [x, mask]), w]));
    expect(() => built(writeOnnx(g.build()), [60])).toThrow(
      'net.onnx: it reads "mask" [1, 60] besides "x", which receives the samples, and nothing has numbers for that. ' +
        "Export the model with one input, or give the others initializers in the file.",
    );
  });
});

describe("logits", () => {
  const same = (i: number) => i;
  const ending = (op: string, attributes: FileNode["attributes"] = {}): FileNode => ({ op, inputs: ["z"], attributes });
  test.each<[title: string, nodes: readonly FileNode[], notes: readonly string[], units?: number]>([
    ["before a Softmax", [ending("Softmax", { axis: 1 })], ['the loss reads the logits before the Softmax of "y"']],
    [
      "before a LogSoftmax",
      [ending("LogSoftmax", { axis: -1 })],
      ['the loss reads the logits before the LogSoftmax of "y"'],
    ],
    ["before a Sigmoid", [ending("Sigmoid")], ['the loss reads the logits before the Sigmoid of "y"']],
    ["[N, classes, 1, 1]", [{ op: "Unsqueeze", inputs: ["z", "last"] }], ["its output [N, 4, 1, 1] is read as [N, 4]"]],
    ["[N, 1, classes]", [{ op: "Unsqueeze", inputs: ["z", "one"] }], ["its output [N, 1, 4] is read as [N, 4]"]],
    [
      "before the Softmax of images of one pixel",
      [
        { op: "Unsqueeze", inputs: ["z", "last"], outputs: ["u"] },
        { op: "Softmax", inputs: ["u"], outputs: ["s"], attributes: { axis: 1 } },
        { op: "Flatten", inputs: ["s"] },
      ],
      ["its output [N, 4, 1, 1] is read as [N, 4]", 'the loss reads the logits before the Softmax of "y"'],
    ],
  ])("%s", (_, nodes, notes) => {
    const constants = { last: integers([2, 3]), one: integers([1]) };
    const network = built(file([], { to: "z", nodes, constants }), [60]);
    close(logitsOf(network), expected(network.x, 3, 4, same));
    const about = network.notes.filter((one) => !one.startsWith("the file has no recipe"));
    expect(about.toSorted()).toEqual([...notes].toSorted());
  });

  it("of one unit: the second of two classes", () => {
    const network = built(file([], { to: "z", nodes: [ending("Sigmoid")], units: 1 }), [60], { classes: 2 });
    const z = expected(network.x, 3, 1, same);
    close(
      logitsOf(network, 1),
      z.flatMap((value) => [0, value]),
    );
    expect(network.notes).toContain(
      "its one output is the logit of the second class, and the first class has the logit 0",
    );
  });

  it("a softmax over something else than the classes stays", () => {
    const nodes = [
      { op: "Reshape", inputs: ["z", "pairs"], outputs: ["p"] },
      { op: "Softmax", inputs: ["p"], outputs: ["s"], attributes: { axis: 2 } },
      { op: "Flatten", inputs: ["s"] },
    ];
    const network = built(file([], { to: "z", nodes, constants: { pairs: integers([-1, 2, 2]) } }), [60]);
    const z = expected(network.x, 3, 4, same);
    close(
      logitsOf(network),
      z.map((value, i) => Math.exp(value) / (Math.exp(value) + Math.exp(z[i ^ 1]!))),
    );
  });

  test.each<[title: string, nodes: readonly FileNode[], classes: number, message: string]>([
    [
      "other classes than the data",
      [],
      10,
      'its output "y" is [N, 4], 4 classes, and the data has 10. Give its last layer 10 outputs and export it again, or choose data with 4 classes.',
    ],
    [
      "several numbers per class",
      [{ op: "Reshape", inputs: ["z", "pairs"] }],
      2,
      'its output "y" is [N, 2, 2], expected logits [N, 2]. Export the model with an output of logits.',
    ],
    [
      "labels",
      [{ op: "ArgMax", inputs: ["z"], attributes: { axis: 1 } }],
      4,
      'its output "y" holds int64 [N, 1], expected float logits [N, 4]. Export the model with an output of logits.',
    ],
  ])("are refused: %s", (_, nodes, classes, message) => {
    const bytes = file([], { to: nodes.length === 0 ? "y" : "z", nodes, constants: { pairs: integers([-1, 2, 2]) } });
    expect(() => built(bytes, [60], { classes })).toThrow(`net.onnx: ${message}`);
  });
});

describe("training", () => {
  test.each([
    ["opset 10", 10, { op: "Dropout", inputs: ["x"], outputs: ["h"], attributes: { ratio: { float: 0.25 } } }, 0.25],
    ["opset 13", 13, { op: "Dropout", inputs: ["x", "ratio"], outputs: ["h"] }, 0.5],
  ])("Dropout of %s takes stepzero's masks", (_, opset, node, rate) => {
    const bytes = file([node], { opset, constants: { ratio: floats([], [0.5]) } });
    const { network, g } = built(bytes, [60], { mode: "train" });
    expect(network.masks.map(({ name, shape, rate: share }) => [name, shape, share])).toEqual([
      ["dropout1/mask", [3, 60], rate],
    ]);
    expect(g.nodes.map(({ operator }) => operator)).not.toContain("Dropout");
    const still = built(bytes, [60]);
    expect(still.network.masks).toEqual([]);
    close(
      logitsOf(still),
      expected(still.x, 3, 4, (i) => i),
    );
  });

  it("names no tensor as training names its own inputs and outputs", () => {
    const fixed = Object.values(names).filter((name) => typeof name === "string");
    for (const name of [...fixed, logitWeights]) expect([...reservedNames]).toContain(name);
    const nodes = [{ op: "MatMul", inputs: ["x", "weights"], outputs: ["h"] }];
    const bytes = file(nodes, { constants: { weights: floats([60, 60], drawn("weights", [60, 60])) } });
    expect(built(bytes, [60]).network.parameters.map(({ name }) => name)).toEqual(["file/weights", "w"]);
  });
});

describe("the checksum", () => {
  it("depends on the content, not on the name", () => {
    const checksum = (units: number, name: string) => onnxModel(file([], { units }), { name }).checksum;
    expect(checksum(4, "a.onnx")).toMatch(/^[0-9a-f]{64}$/);
    expect(checksum(4, "b.onnx")).toBe(checksum(4, "a.onnx"));
    expect(checksum(5, "a.onnx")).not.toBe(checksum(4, "a.onnx"));
  });

  it("depends on what lies beside the file", () => {
    const entries = [{ key: "location", value: "w.bin" }];
    const w = { dims: [60n, 4n], dataType: DataType.FLOAT, dataLocation: 1, externalData: entries };
    const bytes = file([], { constants: { w } });
    const checksum = (fill: number) =>
      onnxModel(bytes, { externalData: () => new Uint8Array(960).fill(fill) }).checksum;
    expect(checksum(1)).toBe(checksum(1));
    expect(checksum(2)).not.toBe(checksum(1));
    expect(() => onnxModel(bytes, { name: "net.onnx" })).toThrow(
      'net.onnx: initializer "w" keeps its data in the side file',
    );
  });
});
