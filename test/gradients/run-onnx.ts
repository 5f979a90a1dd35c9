/** ONNX Runtime on a graph of a check. */
import * as ort from "onnxruntime-node";
import { writeOnnx } from "../../src/graph/file/write.js";
import type { Graph } from "../../src/graph/graph.js";
import { sameShape, tensor } from "../../src/graph/tensor.js";
import { evaluate } from "../reference/evaluate.js";
import type { Numbers } from "../reference/kernel.js";
import { numbers } from "../reference/numbers.js";

/** Holds every output of ONNX Runtime, in float32, against the evaluator. */
export async function compareWithRuntime(graph: Graph, data: Readonly<Record<string, Numbers>>): Promise<void> {
  const want = evaluate(graph, data);
  const got = await runOnnx(graph, data);
  for (const [name, numbers] of Object.entries(want)) {
    const scale = Math.max(0.1, ...numbers.data.map(Math.abs));
    numbers.data.forEach((w, i) => {
      const actual = got[name]!.data[i]!;
      if (!(Math.abs(actual - w) <= 1e-4 * scale)) {
        throw new Error(`output ${name}[${i}]: ONNX Runtime ${actual}, evaluator ${w} (shape [${numbers.shape}])`);
      }
    });
  }
}

/** The graph's outputs as ONNX Runtime computes them, one thread, on the CPU. */
export async function runOnnx(graph: Graph, data: Readonly<Record<string, Numbers>>): Promise<Record<string, Numbers>> {
  const session = await ort.InferenceSession.create(writeOnnx(graph), {
    executionProviders: ["cpu"],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  });
  try {
    const feeds = Object.fromEntries(
      graph.inputs.map((v) => {
        const filled = tensor(v.type, v.shape, data[v.name]!.data);
        return [v.name, new ort.Tensor(v.type, filled.data as ort.Tensor.DataType as never, [...v.shape])];
      }),
    );
    const results = await session.run(feeds);
    return Object.fromEntries(
      [...graph.outputs].map(([name, v]) => {
        const { dims, data: values } = results[name]!;
        if (!sameShape(dims, v.shape))
          throw new Error(`output ${name}: shape rule [${v.shape}], ONNX Runtime [${dims}]`);
        return [name, numbers(v.type, v.shape, Array.from(values as ArrayLike<number | bigint>, Number))];
      }),
    );
  } finally {
    await session.release();
  }
}
