import { describe, expect, it } from "vitest";
import { GraphBuilder } from "../graph/builder.js";
import { writeOnnx } from "../graph/file/write.js";
import { tensor } from "../graph/tensor.js";
import { loadRuntime } from "./node/load-runtime.js";

const g = new GraphBuilder("affine");
const x = g.input("x", "float32", [2, 3]);
const w = g.input("w", "float32", [3, 2]);
const product = g.apply("MatMul", [x, w]);
g.output("y", product);
g.output("same", x);
g.output("twice", product);
const model = writeOnnx(g.build());

describe.each([
  ["native", undefined],
  ["wasm", "wasm"],
] as const)("runtime: %s", (_, force) => {
  it("runs a graph, names its outputs, and leaves its inputs alone", async () => {
    const { runtime, notice } = await loadRuntime(force);
    expect(runtime.description).toMatch(/^onnxruntime-(node|web) 1\.\d+\.\d+, (cpu|wasm)/);
    expect(notice === undefined).toBe(force === undefined);
    const session = await runtime.createSession(model);
    const inputs = {
      x: tensor("float32", [2, 3], [1, 2, 3, 4, 5, 6]),
      w: tensor("float32", [3, 2], [1, 0, 0, 1, 1, 1]),
    };
    const out = await session.run(inputs);
    expect(out.y).toEqual({ type: "float32", shape: [2, 2], data: Float32Array.of(4, 5, 10, 11) });
    expect(out.same!.data).toEqual(inputs.x.data);
    expect(out.twice!.data).toEqual(out.y!.data);
    // An output goes in again as an input, as parameters do.
    const again = await session.run({ x: inputs.x, w: { ...out.same!, shape: [3, 2] } });
    expect(Array.from(again.y!.data as Float32Array)).toEqual([22, 28, 49, 64]);
    await expect(session.run({ x: inputs.x })).rejects.toThrow('input "w" is missing');
    await session.release();
  });
});
