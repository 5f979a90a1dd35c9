/**
 * Operators that are read by their definitions: what we read computes what ONNX Runtime's own
 * operator computes, and its gradient is the central difference.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { simplify } from "../../src/graph/compiler/simplify/simplify.js";
import { definitions } from "../../src/graph/file/read/definitions/index.js";
import { readOnnx } from "../../src/graph/file/read.js";
import { writeOnnx } from "../../src/graph/file/write.js";
import type { Tensor } from "../../src/graph/index.js";
import { loadRuntime } from "../../src/runtime/node/load-runtime.js";
import type { Runtime } from "../../src/runtime/runtime.js";
import { checkGradient } from "../operators/gradient.js";
import { evaluate } from "../reference/evaluate.js";
import { numbers } from "../reference/numbers.js";
import { definitionCases } from "./definition-cases.js";
import { fileOf } from "./onnx-file.js";
import { runBytes, waves } from "./run-bytes.js";

let runtime: Runtime;
beforeAll(async () => {
  runtime = (await loadRuntime()).runtime;
});

const run = (bytes: Uint8Array, inputs: Record<string, Tensor>) => runBytes(runtime, bytes, inputs);

function expectNear(got: Tensor, want: Tensor): void {
  expect(got.shape).toEqual(want.shape);
  const expected = Array.from(want.data as Float32Array);
  const scale = Math.max(1, ...expected.map(Math.abs));
  expected.forEach((w, i) => {
    expect(Math.abs((got.data as Float32Array)[i]! - w), `element ${i}`).toBeLessThan(4e-6 * scale);
  });
}

describe("readOnnx", () => {
  it.each(definitionCases)("%s", async (_, file) => {
    const bytes = fileOf(file);
    const graph = readOnnx(bytes);
    const x = waves(graph.inputs[0]!.shape);
    const want = await run(bytes, { x });
    for (const form of [graph, simplify(graph)]) expectNear((await run(writeOnnx(form), { x })).y!, want.y!);
    const data = { x: numbers("float32", x.shape, Array.from(x.data as Float32Array)) };
    expect(evaluate(graph, data).y!.shape).toEqual(want.y!.shape);
    const extreme = file.nodes.some(({ attributes }) => attributes?.reduction === "max");
    expect(checkGradient(graph, data).gradient === false).toBe(extreme);
    expect(graph.outputs.get("y")!.name).toBe("y");
  });

  it("has a case for every definition", () => {
    const tried = new Set(definitionCases.flatMap(([, file]) => file.nodes.map(({ op }) => op)));
    expect(Object.keys(definitions).filter((name) => !tried.has(name))).toEqual([]);
  });
});
