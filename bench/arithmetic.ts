/** How many multiplications and additions a training step needs: its convolutions' and products', forward and backward. */
import { parseModel } from "../src/models/index.js";
import type { Graph } from "../src/onnx/graph.js";
import { sizeOf } from "../src/onnx/tensor.js";
import { buildTrainGraph } from "../src/training/train-graph.js";
import { networks } from "./problem.js";

export function stepArithmetic(name: string, batch: number): number {
  const { model: text, shape } = networks[name]!;
  const { model, options } = parseModel(text);
  const layers = model.build({ input: shape, classes: 10 }, options);
  const source = { shape, type: "uint8", count: batch } as const;
  const { graph } = buildTrainGraph(
    { layers, classes: 10, loss: "cross-entropy", source, labelCount: batch, batch },
    { kind: "sgd", learningRate: 0.1 },
  );
  return arithmetic(graph);
}

function arithmetic(graph: Graph): number {
  return graph.nodes.reduce((sum, { operator, inputs, outputs, attributes }) => {
    const [a, b] = inputs.map((v) => v?.shape ?? []);
    const output = sizeOf(outputs[0]!.shape);
    switch (operator) {
      case "MatMul":
        return sum + 2 * output * a!.at(-1)!;
      case "Gemm":
        return sum + 2 * output * a![attributes.transA === 1 ? 0 : 1]!;
      case "Conv":
        return sum + 2 * output * sizeOf(b!.slice(1));
      case "ConvTranspose":
        return sum + 2 * sizeOf(a!) * sizeOf(b!.slice(1));
      default:
        return sum;
    }
  }, 0);
}
