import { isStoredFloat } from "../../network/from-onnx/index.js";
import { isMadeUp } from "./module-paths.js";
const kernels = new Set(["Conv", "ConvTranspose", "Gemm", "MatMul"]);
/** Whether the exporter joined a kernel's operator and a batch norm. */
export const isFolded = ({ target }, { operator }) => target.includes("batch_norm") && kernels.has(operator);
/**
 * The folded batch norms. The exporter of `torch.export` notes the call of the norm. TorchScript
 * renames a convolution's kernel and bias; a folded weight norm renames only the kernel.
 */
export function foldedNorms(module) {
    return module.outline.nodes.flatMap((node) => {
        const call = module.callOf(node);
        if (call !== undefined) {
            return isFolded(call, node) ? [{ node, path: module.pathOf(node), entries: call.tensors.slice(1, 5) }] : [];
        }
        const [, kernel, bias] = node.inputs;
        if (module.entries !== undefined || node.operator !== "Conv" || !isStoredFloat(kernel))
            return [];
        return isMadeUp(kernel.name) && bias !== undefined && isMadeUp(bias.name)
            ? [{ node, path: module.pathOf(node) }]
            : [];
    });
}
