/**
 * Which entry of a PyTorch module's state dictionary an operand of a node holds.
 *
 * The exporters fold constants: a `Linear` on three axes becomes a `MatMul` with the transposed
 * weight under a name of its own, and group norm's weight gets axes of size 1. Each rule undoes
 * one of these. Recurrent layers have rules of their own.
 */
import type { NamedTensor } from "../../data/formats/array.js";
import { sizeOf } from "../../graph/tensor.js";
import { permute } from "../layout.js";
import type { ExportedNode } from "./exported-module.js";

/** Names of the entries that are a node's weight and bias, as far as they are known. */
export interface EntryNames {
  readonly weight?: string | undefined;
  readonly bias?: string | undefined;
}

/** Whether input `slot` of a node is a weight or a bias of a module. */
export function partOf({ operator, call }: ExportedNode, slot: number): keyof EntryNames | undefined {
  switch (operator) {
    case "InstanceNormalization":
      // Of group norm it has ones and zeros; the module's scale and shift follow.
      if (call?.target.includes("group_norm")) return undefined;
      return ([undefined, "weight", "bias"] as const)[slot];
    case "Conv":
    case "ConvTranspose":
    case "Gemm":
    case "MatMul":
    case "PRelu":
    case "LayerNormalization":
    case "RMSNormalization":
    case "GroupNormalization":
      return ([undefined, "weight", "bias"] as const)[slot];
    case "Gather":
      return slot === 0 ? "weight" : undefined;
    case "Mul":
      return "weight";
    case "Add":
      return "bias";
    default:
      return undefined;
  }
}

type Axes = Pick<NamedTensor, "shape" | "data">;

/** A stored operand in PyTorch's axes. */
export function inModuleAxes(node: ExportedNode, part: keyof EntryNames, { shape, data }: Axes): Axes {
  const { operator, transB, call } = node;
  if (part === "weight" && (operator === "MatMul" || (operator === "Gemm" && !transB)) && shape.length === 2) {
    return { shape: [shape[1]!, shape[0]!], data: permute(data, shape, [1, 0]) };
  }
  // A number per channel has one axis in modules: [1, 8, 1, 1] → [8]. A parameter that the
  // module's program multiplies or adds itself has the axes that it has.
  const ofModule = part === "bias" || operator === "Mul" || operator === "PRelu";
  const perChannel = shape.filter((size) => size > 1).length <= 1;
  const asItIs = !ofModule || !perChannel || /^(mul|add)\b/.test(call?.target ?? "");
  return { shape: asItIs ? shape : [sizeOf(shape)], data };
}
