/** Small .onnx models around one product, whose logits a test can write out as sums. */
import { TensorProto_DataType as DataType } from "onnx-buf";
import { expect } from "vitest";
import { GraphBuilder } from "../../src/graph/builder.js";
import { type Shape, sizeOf } from "../../src/graph/tensor.js";
import { onnxModel } from "../../src/network/from-onnx/index.js";
import { buildNetwork } from "../../src/network/layers/build-network.js";
import type { NetworkGraph } from "../../src/network/layers/layer.js";
import { buildModel } from "../../src/network/models/index.js";
import { normals, stream } from "../../src/random/index.js";
import { evaluate } from "../reference/evaluate.js";
import { numbers } from "../reference/numbers.js";
import { type File, type FileNode, fileOf } from "./onnx-file.js";

export const floats = (shape: Shape, values: readonly number[]) => ({
  dims: shape.map(BigInt),
  dataType: DataType.FLOAT,
  floatData: [...values],
});
export const integers = (values: readonly number[]) => ({
  dims: [BigInt(values.length)],
  dataType: DataType.INT64,
  int64Data: values.map(BigInt),
});
export const drawn = (name: string, shape: Shape) => Array.from(normals(stream(0, name), sizeOf(shape)));

/** `nodes` from "x" to "h" [N, 60], then a product with "w" [60, units] to "y" (or to `to`). */
export function file(
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
export function built(
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
export function logitsOf(
  { g, network, x }: { g: GraphBuilder; network: NetworkGraph; x: readonly number[] },
  units = 4,
) {
  const w = drawn("w", [60, units]);
  const kernel = Array.from({ length: units * 60 }, (_, i) => w[(i % 60) * units + Math.floor(i / 60)]!);
  const graph = g.build();
  const inputs = graph.inputs.map((v) => [v.name, numbers(v.type, v.shape, v.name === "x" ? x : kernel)]);
  expect(network.parameters.map(({ shape }) => shape)).toEqual([[units, 60]]);
  return evaluate(graph, Object.fromEntries(inputs)).logits!.data;
}

/** Σ x · w, where place i of the model's flat input is place `from(i)` of the sample. */
export function expected(
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

export function close(got: ArrayLike<number>, want: readonly number[]): void {
  expect(got.length).toBe(want.length);
  want.forEach((value, i) => {
    expect(got[i]).toBeCloseTo(value, 4);
  });
}
