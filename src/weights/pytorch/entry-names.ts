/** Names of the entries that a node's operands are. */
import type { EntryNames } from "./entries-of-use.js";
import type { ExportedModule, ExportedNode } from "./exported-module.js";

/** The path of an entry's module: "conv1.weight" → "conv1". */
export const moduleOf = (entry: string): string => entry.split(".").slice(0, -1).join(".");

/** Whether a name of a TorchScript file is one that the exporter made up. */
export const isMadeUp = (name: string): boolean => /^(\/|onnx::)/.test(name);

/** Whether a node is a layer that may have a bias of its own. */
export const hasKernel = ({ operator }: ExportedNode): boolean => /^(Conv|ConvTranspose|Gemm)$/.test(operator);

/** A layer whose call is a batch norm has swallowed it. */
export function isFolded(node: ExportedNode): boolean {
  return hasKernel(node) && (node.call?.target ?? "").includes("batch_norm");
}

/** The entries that are a node's weight and bias, by its call or by the path of its module. */
export function namesFor(node: ExportedNode, file: ExportedModule): EntryNames {
  const { call, module, operator, inputs, outputs } = node;
  if (call !== undefined) return call;
  if (file.entries !== undefined || module === "") return {};
  const plain = { weight: `${module}.weight`, bias: `${module}.bias` };
  switch (operator) {
    case "Mul":
    case "Add":
      // Group norm is instance norm between constants, then scale and shift.
      return file.nodes.some((other) => other.module === module && other.operator === "InstanceNormalization")
        ? plain
        : {};
    case "Conv":
    case "ConvTranspose":
      // A folded batch norm renames kernel and bias; a folded weight norm only the kernel.
      return isMadeUp(inputs[2] ?? "") ? plain : {};
    case "MatMul": {
      // Attention adds in_proj_bias to the product with in_proj_weight.
      const sum = file.nodes.find((other) => other.operator === "Add" && other.inputs.includes(outputs[0]!));
      const bias = sum?.inputs.find((name) => moduleOf(name) === module && /bias$/.test(name));
      return bias === undefined ? plain : { weight: bias.replace(/bias$/, "weight") };
    }
    default:
      return plain;
  }
}
