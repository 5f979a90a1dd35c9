/** Runs .onnx bytes in ONNX Runtime as they are, on numbers that are all different. */
import { type Shape, sizeOf, type Tensor, tensor } from "../../src/graph/index.js";
import type { Runtime } from "../../src/runtime/runtime.js";

/** The outputs, without ONNX Runtime's own optimizations. */
export async function runBytes(
  runtime: Runtime,
  bytes: Uint8Array,
  inputs: Record<string, Tensor>,
): Promise<Record<string, Tensor>> {
  const session = await runtime.createSession(bytes, { optimization: "disabled" });
  const results = await session.run(inputs);
  await session.release();
  return results;
}

/** 2 sin(1.7 i) at element i. */
export const waves = (shape: Shape): Tensor =>
  tensor(
    "float32",
    shape,
    Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(i * 1.7) * 2),
  );
