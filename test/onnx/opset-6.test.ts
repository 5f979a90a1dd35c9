/** The forms of opset 6, which ONNX Runtime does not run, against their closed forms. */
import { describe, expect, it } from "vitest";
import { readOnnx } from "../../src/graph/file/read.js";
import { sizeOf } from "../../src/graph/tensor.js";
import { evaluate } from "../reference/evaluate.js";
import { numbers } from "../reference/numbers.js";
import { type File, type FileNode, fileOf, floats } from "./onnx-file.js";

/** The elements of y for x = −3, −2, …. */
function resultOf(node: FileNode, input: readonly number[], constants: File["constants"] = {}): number[] {
  const graph = readOnnx(fileOf({ opset: 6, nodes: [node], input, constants: constants! }));
  const count = sizeOf(graph.inputs[0]!.shape);
  const x = numbers(
    "float32",
    graph.inputs[0]!.shape,
    Array.from({ length: count }, (_, i) => i - 3),
  );
  return Array.from(evaluate(graph, { x }).y!.data);
}

describe("opset 6", () => {
  const column = { w: floats(10, 20, 30) };

  it("broadcasts the second input from an axis on", () => {
    const attributes = { broadcast: 1, axis: 0 };
    expect(resultOf({ op: "Add", inputs: ["x", "w"], attributes }, [3, 2], column)).toEqual([7, 8, 19, 20, 31, 32]);
    expect(resultOf({ op: "Mul", inputs: ["x", "w"], attributes: { broadcast: 1 } }, [2, 3], column)).toEqual([
      -30, -40, -30, 0, 20, 60,
    ]);
  });

  it("refuses shapes that differ where broadcast is not 1", () => {
    const node = { op: "Sub", inputs: ["x", "w"] };
    expect(() => resultOf(node, [2, 3], column)).toThrow("the shapes differ and broadcast is not 1");
    const late = { op: "Sub", inputs: ["x", "w"], attributes: { broadcast: 1, axis: 2 } };
    expect(() => resultOf(late, [3, 2], column)).toThrow("the second input does not fit behind axis 2 of the first");
  });

  it("has a slope for each channel", () => {
    const slope = { s: floats(0.5, 2) };
    expect(resultOf({ op: "PRelu", inputs: ["x", "s"] }, [1, 2, 2], slope)).toEqual([-1.5, -1, -2, 0]);
  });

  it("upsamples by a factor for height and one for width", () => {
    const attributes = { height_scale: { float: 1 }, width_scale: { float: 2 } };
    expect(resultOf({ op: "Upsample", inputs: ["x"], attributes }, [1, 1, 2, 1])).toEqual([-3, -3, -2, -2]);
  });

  it("has Gemm with an attribute that says nothing", () => {
    const w = { dataType: 1, dims: [2n, 1n], floatData: [1, 10] };
    const node = { op: "Gemm", inputs: ["x", "w", "c"], attributes: { broadcast: 1 } };
    expect(resultOf(node, [2, 2], { w, c: floats(100) })).toEqual([77, 99]);
  });
});
