/** Graph → bytes for one runtime: simplify, lower to its fast forms, serialize. */
import type { Graph } from "../onnx/graph.js";
import { simplify } from "../onnx/simplify.js";
import { writeOnnx } from "../onnx/write.js";
import type { Runtime } from "../runtime/runtime.js";
import { blockedLayout } from "./blocked-layout.js";
import { lower } from "./lower.js";
import { portable } from "./portable.js";

/** The .onnx file that a runtime is handed for a (differentiated) graph. */
export function compile(graph: Graph, runtime: Runtime): Uint8Array {
  const simple = simplify(graph);
  if (!runtime.fastOperators) return writeOnnx(simplify(portable(simple)));
  const { block } = runtime;
  const lowered = simplify(lower(simple, block));
  return writeOnnx(block === undefined ? lowered : simplify(blockedLayout(lowered, block)));
}
