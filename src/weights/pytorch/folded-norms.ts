/** Batch norms that PyTorch's exporters folded into the kernels before them. */
import type { OutlineNode } from "../../graph/file/outline.js";
import { isStoredFloat } from "../../network/from-onnx/index.js";
import type { ExportedModule, ModuleCall } from "./exported-module.js";
import { isMadeUp } from "./module-paths.js";

/** A node that is a kernel's operator and a batch norm at once. */
export interface FoldedNorm {
  readonly node: OutlineNode;
  /** The path of the batch norm's module, or of the kernel's where the file does not tell. */
  readonly path: string;
  /** The norm's entries: scale, shift, running mean and variance, as far as it has them. */
  readonly entries?: readonly (string | undefined)[] | undefined;
}

const kernels: ReadonlySet<string> = new Set(["Conv", "ConvTranspose", "Gemm", "MatMul"]);

/** Whether the exporter joined a kernel's operator and a batch norm. */
export const isFolded = ({ target }: ModuleCall, { operator }: OutlineNode): boolean =>
  target.includes("batch_norm") && kernels.has(operator);

/**
 * The folded batch norms. The exporter of `torch.export` notes the call of the norm. TorchScript
 * renames a convolution's kernel and bias; a folded weight norm renames only the kernel.
 */
export function foldedNorms(module: ExportedModule): readonly FoldedNorm[] {
  return module.outline.nodes.flatMap((node): FoldedNorm[] => {
    const call = module.callOf(node);
    if (call !== undefined) {
      return isFolded(call, node) ? [{ node, path: module.pathOf(node), entries: call.tensors.slice(1, 5) }] : [];
    }
    const [, kernel, bias] = node.inputs;
    if (module.entries !== undefined || node.operator !== "Conv" || !isStoredFloat(kernel)) return [];
    return isMadeUp(kernel.name) && bias !== undefined && isMadeUp(bias.name)
      ? [{ node, path: module.pathOf(node) }]
      : [];
  });
}
