/** How samples go into an .onnx model, against sums written out here. */
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { TensorProto_DataType as DataType, ModelProtoSchema } from "onnx-buf";
import { describe, expect, it, test } from "vitest";
import { GraphBuilder } from "../../src/graph/builder.js";
import { writeOnnx } from "../../src/graph/file/write.js";
import { type Shape, tensor } from "../../src/graph/tensor.js";
import { onnxModel, reservedNames } from "../../src/network/from-onnx/index.js";
import { logitWeights } from "../../src/training/points.js";
import { names } from "../../src/training/train-graph.js";
import type { File, FileNode } from "./onnx-file.js";
import { built, close, drawn, expected, file, floats, integers, logitsOf } from "./small-models.js";

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
    ["other sizes", ["N", 3, 5, 6], [3, 4, 5]],
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
    // As files before IR version 4 have them.
    model.graph!.input.unshift({ ...model.graph!.input[0]!, name: "w" });
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
