/** Whether a runtime's blocked layout is what `blocked-layout.ts` takes it for: tried on a small convolution. */
import { GraphBuilder } from "../onnx/builder.js";
import { sizeOf, tensor } from "../onnx/tensor.js";
import { writeOnnx } from "../onnx/write.js";
import { normals, stream } from "../random/index.js";
import type { Runtime, Tensors } from "../runtime/runtime.js";
import { blockedLayout } from "./blocked-layout.js";

/** Widest first: a wider block gives other numbers on a processor that has the narrower. */
const blocks = [16, 8];

/** Channels in a block; undefined where the operators are missing or do something else. */
export async function findBlock(runtime: Runtime): Promise<number | undefined> {
  const g = new GraphBuilder("probe");
  const x = g.input("x", "float32", [1, 32, 4, 4]);
  const w = g.input("w", "float32", [16, 32, 3, 3]);
  g.output("y", g.apply("Conv", [x, w], { pads: [1, 1, 1, 1] }));
  const graph = g.build();
  const inputs: Tensors = Object.fromEntries(
    graph.inputs.map(({ name, shape }) => [
      name,
      tensor("float32", shape, normals(stream(0, "probe", name), sizeOf(shape))),
    ]),
  );
  const answer = async (bytes: Uint8Array) => {
    const session = await runtime.createSession(bytes);
    const { y } = await session.run(inputs);
    await session.release();
    return y!.data as Float32Array;
  };
  const expected = await answer(writeOnnx(graph));
  for (const block of blocks) {
    try {
      const got = await answer(writeOnnx(blockedLayout(graph, block)));
      if (got.every((value, i) => Math.abs(value - expected[i]!) < 1e-3)) return block;
    } catch {
      // A runtime without these operators says so when the session is made.
    }
  }
  return undefined;
}
