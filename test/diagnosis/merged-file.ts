/** A file in which equal tensors are one initializer, as PyTorch's older exporter writes it. */
import { type FileNode, fileOf } from "../onnx/onnx-file.js";

/** What a stored tensor holds, by a function of the index. */
export type Fill = (index: number) => number;

/** Zeros, which every seed has. */
export const zeros: Fill = () => 0;

/**
 * Linear layers "0", "2", "4" … with ReLU between them. All square kernels are one initializer,
 * "2.weight", which the others read through Identity; so are their biases, by "0.bias".
 */
export function mergedFile(depth: number, width: number, classes: number, fill: Fill): Uint8Array {
  const nodes: FileNode[] = [];
  const last = 2 * (depth - 1);
  let value = "x";
  for (let layer = 0; layer <= last; layer += 2) {
    if (layer > 2 && layer < last) {
      nodes.push({ op: "Identity", inputs: ["2.weight"], outputs: [`${layer}.weight`] });
    }
    if (layer > 0 && layer < last) nodes.push({ op: "Identity", inputs: ["0.bias"], outputs: [`${layer}.bias`] });
    const sum = layer === last ? "y" : `h${layer}`;
    nodes.push({
      op: "Gemm",
      inputs: [value, `${layer}.weight`, `${layer}.bias`],
      outputs: [sum],
      attributes: { transB: 1 },
    });
    if (layer < last) nodes.push({ op: "Relu", inputs: [sum], outputs: [`a${layer}`] });
    value = `a${layer}`;
  }
  const tensorOf = (dims: readonly number[], values: Fill) => ({
    dataType: 1,
    dims: dims.map(BigInt),
    floatData: Array.from({ length: dims.reduce((a, b) => a * b, 1) }, (_, i) => values(i)),
  });
  return fileOf({
    opset: 17,
    input: ["N", width],
    nodes,
    constants: {
      "0.weight": tensorOf([width, width], fill),
      "0.bias": tensorOf([width], zeros),
      "2.weight": tensorOf([width, width], fill),
      [`${last}.weight`]: tensorOf([classes, width], fill),
      [`${last}.bias`]: tensorOf([classes], zeros),
    },
  });
}
