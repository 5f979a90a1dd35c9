/**
 * Operators of several parts and modes: what we read computes what ONNX Runtime computes on the
 * file.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { simplify } from "../../src/graph/compiler/simplify/simplify.js";
import { type DropoutMask, readOnnx } from "../../src/graph/file/read.js";
import { writeOnnx } from "../../src/graph/file/write.js";
import { type Tensor, tensor } from "../../src/graph/index.js";
import { loadRuntime } from "../../src/runtime/node/load-runtime.js";
import type { Runtime } from "../../src/runtime/runtime.js";
import { evaluate } from "../reference/evaluate.js";
import { numbers } from "../reference/numbers.js";
import { numbers as constant, fileOf, floats, scalar } from "./onnx-file.js";
import { runBytes, waves } from "./run-bytes.js";
import { structuredCases } from "./structured-cases.js";

let runtime: Runtime;
beforeAll(async () => {
  runtime = (await loadRuntime()).runtime;
});

const run = (bytes: Uint8Array, inputs: Record<string, Tensor>) => runBytes(runtime, bytes, inputs);

function expectNear(got: Record<string, Tensor>, want: Record<string, Tensor>): void {
  expect(Object.keys(got)).toEqual(Object.keys(want));
  for (const [name, t] of Object.entries(want)) {
    expect(got[name]!.shape).toEqual(t.shape);
    const scale = Math.max(1, ...Array.from(t.data as Float32Array, Math.abs));
    Array.from(t.data as Float32Array).forEach((w, i) => {
      expect(Math.abs((got[name]!.data as Float32Array)[i]! - w), `${name}[${i}]`).toBeLessThan(2e-6 * scale);
    });
  }
}

describe("readOnnx", () => {
  it.each(structuredCases)("%s", async (_, file) => {
    const bytes = fileOf(file);
    const graph = readOnnx(bytes);
    const inputs = { x: waves(graph.inputs[0]!.shape) };
    const want = await run(bytes, inputs);
    for (const form of [graph, simplify(graph)]) expectNear(await run(writeOnnx(form), inputs), want);
  });

  it("reads layout 1, which ONNX Runtime refuses, as layout 0 between transpositions", () => {
    const attributes = { hidden_size: 3 };
    const constants = { w: constant(1, 12, 4), r: constant(1, 12, 3), b: constant(1, 24), h0: constant(2, 1, 3) };
    const outputs = ["y", "h", "c"];
    const node = { op: "LSTM", inputs: ["x", "w", "r", "b", "", "h0"], outputs };
    const sampleFirst = readOnnx(
      fileOf({
        opset: 14,
        input: [2, 3, 4],
        nodes: [{ ...node, attributes: { ...attributes, layout: 1 } }],
        constants,
        outputs,
      }),
    );
    const timeFirst = readOnnx(
      fileOf({
        opset: 14,
        input: [3, 2, 4],
        nodes: [{ ...node, attributes }],
        constants: { ...constants, h0: { ...constants.h0, dims: [1n, 2n, 3n] } },
        outputs,
      }),
    );
    const x = Array.from({ length: 24 }, (_, i) => Math.sin(i));
    const swapped = Array.from({ length: 24 }, (_, i) => {
      const [t, n, k] = [Math.floor(i / 8), Math.floor(i / 4) % 2, i % 4];
      return x[n * 12 + t * 4 + k]!;
    });
    const got = evaluate(sampleFirst, { x: numbers("float32", [2, 3, 4], x) });
    const want = evaluate(timeFirst, { x: numbers("float32", [3, 2, 4], swapped) });
    expect(got.y!.shape).toEqual([2, 3, 1, 3]);
    expect(got.h!.shape).toEqual([2, 1, 3]);
    for (let n = 0; n < 2; n++) {
      for (let k = 0; k < 3; k++) {
        for (let t = 0; t < 3; t++) {
          expect(got.y!.data[n * 9 + t * 3 + k]).toBe(want.y!.data[t * 6 + n * 3 + k]);
        }
        expect(got.c!.data[n * 3 + k]).toBe(want.c!.data[n * 3 + k]);
      }
    }
  });
});

describe("Dropout that draws when the graph runs", () => {
  const file = (opset: number, constants: Parameters<typeof fileOf>[0]["constants"], inputs: readonly string[]) =>
    fileOf({
      opset,
      input: [2, 2],
      nodes: [
        { op: "ReduceSum", inputs: ["x"], outputs: ["sum"], attributes: { keepdims: 0 } },
        { op: "Greater", inputs: ["sum", "zero"], outputs: ["positive"] },
        { op: "Dropout", inputs, outputs: ["y", "mask"] },
      ],
      constants: { zero: scalar(0), ...constants },
      outputs: ["y", "mask"],
    });
  const computed = file(13, { r: scalar(0.25) }, ["x", "r", "positive"]);

  it("is refused unless the caller takes the mask", () => {
    expect(() => readOnnx(computed)).toThrow(
      'node "Dropout_2" (Dropout): training_mode is decided when the graph runs, so it draws at random; export',
    );
  });

  it("takes the mask as an input, and honours the mode", () => {
    const masks: DropoutMask[] = [];
    const graph = readOnnx(computed, { onDropout: (mask) => masks.push(mask) });
    expect(masks).toEqual([{ name: "y/mask", shape: [2, 2], rate: 0.25 }]);
    const mask = numbers("uint8", [2, 2], [1, 0, 0, 1]);
    const results = (x: readonly number[]) => evaluate(graph, { x: numbers("float32", [2, 2], x), "y/mask": mask });
    const on = results([3, 6, 9, 12]);
    expect([...on.y!.data]).toEqual([4, 0, 0, 16]); // 3 / 0.75 and 12 / 0.75
    expect([...on.mask!.data]).toEqual([1, 0, 0, 1]);
    const off = results([-3, 6, -9, 1]);
    expect([...off.y!.data]).toEqual([-3, 6, -9, 1]);
    expect([...off.mask!.data]).toEqual([1, 1, 1, 1]);
  });

  it("says no rate where the graph computes it", () => {
    const masks: DropoutMask[] = [];
    const graph = readOnnx(file(13, {}, ["x", "sum", "positive"]), { onDropout: (mask) => masks.push(mask) });
    expect(masks).toEqual([{ name: "y/mask", shape: [2, 2], rate: undefined }]);
    const x = numbers("float32", [2, 2], [0.125, 0.125, 0.125, 0.125]);
    const results = evaluate(graph, { x, "y/mask": numbers("uint8", [2, 2], [1, 1, 0, 1]) });
    expect([...results.y!.data]).toEqual([0.25, 0.25, 0, 0.25]);
  });

  it("always draws with a constant mode, and in opset 6 unless is_test", () => {
    const on = { r: scalar(0.5), t: { dataType: 9, dims: [], int32Data: [1] } };
    const x = numbers("float32", [2, 2], [1, 2, 3, 4]);
    const mask = numbers("uint8", [2, 2], [1, 0, 1, 0]);
    for (const [opset, constants, inputs] of [
      [13, on, ["x", "r", "t"]],
      [6, {}, ["x"]],
    ] as const) {
      const graph = readOnnx(file(opset, constants, inputs), { onDropout: () => {} });
      expect([...evaluate(graph, { x, "y/mask": mask }).y!.data]).toEqual([2, 0, 6, 0]);
    }
    const node = { op: "Dropout", inputs: ["x"], attributes: { is_test: 1 } };
    expect(readOnnx(fileOf({ opset: 6, nodes: [node] })).nodes.map(({ operator }) => operator)).toEqual(["Identity"]);
  });
});

describe("Dropout for training", () => {
  it.each([
    [10, { op: "Dropout", inputs: ["x"], attributes: { ratio: { float: 0.25 } } }],
    [13, { op: "Dropout", inputs: ["x", "r", "t"] }],
  ])("stays with its ratio in opset %i", (opset, node) => {
    const constants = { r: scalar(0.25), t: { dataType: 9, dims: [], int32Data: [1] } };
    const { nodes, constants: numbersOf } = readOnnx(fileOf({ opset, nodes: [node], constants }), {
      keepDropout: true,
    });
    expect(nodes.map(({ operator, outputs }) => [operator, outputs.length])).toEqual([["Dropout", 1]]);
    expect(numbersOf.get(nodes[0]!.inputs[1]!)).toEqual(tensor("float32", [], [0.25]));
  });
});

describe("BatchNormalization 6", () => {
  const constants = { s: floats(1, 2), b: floats(0, 0), m: floats(0, 0), v: floats(1, 1) };
  const modeOf = (attributes: Record<string, number>) => {
    const node = { op: "BatchNormalization", inputs: ["x", "s", "b", "m", "v"], attributes };
    return readOnnx(fileOf({ opset: 6, input: [3, 2, 4], nodes: [node], constants })).nodes[0]!.attributes
      .training_mode;
  };

  it("is in training unless is_test, whose default is 0", () => {
    expect(modeOf({})).toBe(1);
    expect(modeOf({ is_test: 0 })).toBe(1);
    expect(modeOf({ is_test: 1 })).toBe(0);
  });
});
