/**
 * Files of other opsets and makers: what ONNX Runtime computes from the file and from what we read
 * of it agree.
 */
import fc from "fast-check";
import { TensorProto_DataType as DataType, TensorProto_DataLocation } from "onnx-buf";
import { beforeAll, describe, expect, it } from "vitest";
import { simplify } from "../../src/graph/compiler/simplify/simplify.js";
import { type ReadOptions, readOnnx } from "../../src/graph/file/read.js";
import { writeOnnx } from "../../src/graph/file/write.js";
import { type Graph, GraphBuilder, type Node, type Shape, sizeOf, type Tensor, tensor } from "../../src/graph/index.js";
import { loadRuntime } from "../../src/runtime/node/load-runtime.js";
import type { Runtime } from "../../src/runtime/runtime.js";
import { formCases } from "./form-cases.js";
import { type File, fileOf } from "./onnx-file.js";
import { randomGraphs } from "./random-graphs.js";
import { runBytes } from "./run-bytes.js";

let runtime: Runtime;
beforeAll(async () => {
  runtime = (await loadRuntime()).runtime;
});

const run = (bytes: Uint8Array, inputs: Record<string, Tensor>) => runBytes(runtime, bytes, inputs);

function sequence(shape: Shape): Tensor {
  return tensor(
    "float32",
    shape,
    Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(i * 1.7) * 2),
  );
}

/** The graph read, once its results are those of the file. */
async function readChecked(bytes: Uint8Array, options: ReadOptions = {}): Promise<Graph> {
  const graph = readOnnx(bytes, options);
  const inputs = Object.fromEntries(graph.inputs.map((v) => [v.name, sequence(v.shape)]));
  const expected = await run(bytes, inputs);
  for (const form of [graph, simplify(graph)]) {
    const got = await run(writeOnnx(form), inputs);
    expect(Object.keys(got)).toEqual(Object.keys(expected));
    for (const [name, t] of Object.entries(expected)) {
      expect(got[name]!.shape).toEqual(t.shape);
      expect(got[name]!.type).toBe(t.type);
      expect(Array.from(got[name]!.data as Float32Array)).toEqual(Array.from(t.data as Float32Array));
    }
  }
  return graph;
}

const operatorsOf = (graph: Graph) => graph.nodes.map((node: Node) => node.operator);

const described = ({ operator, attributes, layer, inputs, outputs }: Node) => ({
  operator,
  attributes,
  layer,
  inputs: inputs.map((v) => v && [v.type, v.shape]),
  outputs: outputs.map((v) => [v.type, v.shape]),
});

describe("readOnnx", () => {
  it.each(formCases.map((row) => [row[0], row] as const))("%s", async (name, [, file, operators]) => {
    const graph = await readChecked(fileOf(file));
    expect(operatorsOf(graph)).toEqual(operators ?? [name.split(" ")[0]]);
  });

  it("gives back what was written: the same graph, and the same file from it", () => {
    fc.assert(
      fc.property(randomGraphs, (graph) => {
        const bytes = writeOnnx(graph);
        const again = readOnnx(bytes);
        expect(writeOnnx(again)).toEqual(bytes);
        // The file has an Identity for each output that no node of its own makes; all else is the
        // graph's.
        expect(again.nodes.slice(0, graph.nodes.length).map(described)).toEqual(graph.nodes.map(described));
        expect([...again.constants.values()]).toEqual([...graph.constants.values()]);
        expect(again.inputs).toEqual(graph.inputs);
        expect([...again.outputs].map(([name, v]) => [name, v.shape])).toEqual(
          [...graph.outputs].map(([name, v]) => [name, v.shape]),
        );
      }),
      { numRuns: 200 },
    );
  });

  it("gives open axes the batch size and the shapes of the options", () => {
    const relu: File = { opset: 13, input: ["N", 3, "N"], nodes: [{ op: "Relu", inputs: ["x"] }] };
    expect(readOnnx(fileOf(relu)).inputs[0]!.shape).toEqual([1, 3, 1]);
    expect(readOnnx(fileOf(relu), { batch: 8 }).outputs.get("y")!.shape).toEqual([8, 3, 8]);
    expect(readOnnx(fileOf({ ...relu, input: [2, 3] }), { inputShapes: { x: [5, 7] } }).inputs[0]!.shape).toEqual([
      5, 7,
    ]);
    const open = fileOf({ ...relu, input: ["N", 3, "height"] });
    expect(() => readOnnx(open)).toThrow(
      'input "x" has shape [N, 3, height]: say its sizes with inputShapes: { "x": […, 3, …] }',
    );
    expect(() => readOnnx(open, { inputShapes: { x: [1, 3] } })).toThrow(
      'input "x" has 3 axes, the shape [1, 3] of inputShapes has 2',
    );
    expect(() => readOnnx(open, { inputShapes: { y: [1] } })).toThrow('Unknown input of the model "y"');
  });

  it("takes initializers that are also inputs as constants", () => {
    // IR version 3 wanted every initializer among the inputs.
    const bytes = fileOf({
      opset: 8,
      irVersion: 3,
      nodes: [{ op: "Relu", inputs: ["x"] }],
      constants: { x: { dataType: DataType.FLOAT, dims: [2n], floatData: [-1, 1] } },
    });
    const graph = readOnnx(bytes);
    expect(graph.inputs).toEqual([]);
    expect([...graph.constants.values()]).toEqual([tensor("float32", [2], [-1, 1])]);
  });

  it("reads half precision as float32, with a note", () => {
    const notes: string[] = [];
    const half = {
      dataType: DataType.FLOAT16,
      dims: [6n],
      int32Data: [0x3c00, 0xc000, 0x3555, 0x0001, 0x7c00, 0x8000],
    };
    const bfloat = { dataType: DataType.BFLOAT16, dims: [2n], rawData: Uint8Array.of(0x80, 0x3f, 0x49, 0x40) };
    const graph = readOnnx(
      fileOf({
        opset: 13,
        inputType: DataType.FLOAT16,
        nodes: [{ op: "Cast", inputs: ["x"], attributes: { to: DataType.FLOAT16 } }],
        constants: { half, bfloat },
      }),
      { onNote: (note) => notes.push(note) },
    );
    // numpy: np.array([0x3c00, 0xc000, 0x3555, 0x0001, 0x7c00, 0x8000],
    // "uint16").view("float16").astype("float32")
    const [a, b] = [...graph.constants.values()];
    expect(Array.from(a!.data as Float32Array)).toEqual([
      1,
      -2,
      0.333251953125,
      2 ** -24,
      Number.POSITIVE_INFINITY,
      -0,
    ]);
    expect(Array.from(b!.data as Float32Array)).toEqual([1, 3.140625]);
    expect(graph.inputs[0]!.type).toBe("float32");
    expect(graph.nodes[0]!.attributes).toEqual({ to: "float32" });
    expect(notes).toEqual(["float16 is read as float32", "bfloat16 is read as float32"]);
  });

  it("reads weights from a side file", () => {
    const entries = Object.entries({ location: "weights.bin", offset: "4", length: "8" }).map(([key, value]) => ({
      key,
      value,
    }));
    const w = {
      dataType: DataType.FLOAT,
      dims: [2n],
      dataLocation: TensorProto_DataLocation.EXTERNAL,
      externalData: entries,
    };
    const bytes = fileOf({ opset: 13, input: [2], nodes: [{ op: "Mul", inputs: ["x", "w"] }], constants: { w } });
    expect(() => readOnnx(bytes)).toThrow('initializer "w" keeps its data in the side file "weights.bin"');
    const file = new Uint8Array(Float32Array.of(1, 2, 3).buffer);
    const externalData = (location: string, offset: number, length?: number) => {
      expect(location).toBe("weights.bin");
      return file.subarray(offset, length === undefined ? undefined : offset + length);
    };
    expect([...readOnnx(bytes, { externalData }).constants.values()]).toEqual([tensor("float32", [2], [2, 3])]);
    expect(() => readOnnx(bytes, { externalData: () => file })).toThrow(
      'has 12 bytes in "weights.bin", its shape [2] needs 8',
    );
  });

  it("keeps names and layers", () => {
    const graph = readOnnx(
      fileOf({
        opset: 13,
        nodes: [
          { op: "Relu", inputs: ["x"], outputs: ["h"] },
          { op: "Neg", inputs: ["h"] },
        ],
      }),
    );
    expect(graph.nodes.map((node) => node.outputs[0]!.name)).toEqual(["h", "y"]);
    const g = new GraphBuilder("layers");
    const x = g.input("x", "float32", [2]);
    g.output(
      "y",
      g.inLayer("block3", () => g.inLayer("conv", () => g.apply("Relu", [x]))),
    );
    expect(readOnnx(writeOnnx(g.build())).nodes[0]!.layer).toBe("block3/conv");
  });
});
