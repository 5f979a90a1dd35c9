/** Convolutions over numbers of channels for which WebGPU's kernel gives wrong results. */
import { pad } from "../onnx/expressions.js";
import type { Rewrite } from "./rewrite.js";

/**
 * Conv over 6, 9, 15, 18, … channels (multiples of 3, not of 4, more than 3) → over the next multiple of 4, with channels and
 * kernels of zeros added, which changes nothing. onnxruntime-node 1.30 reads such inputs by threes, and where the filters are a
 * multiple of 4 wrongly (seen with SwiftShader; like onnxruntime#29651).
 */
export const paddedChannels: Rewrite = (node, { g, renewed }) => {
  const channels = node.inputs[1]?.shape[1];
  if (node.operator !== "Conv" || channels === undefined || (node.attributes.group ?? 1) !== 1) return undefined;
  if (channels <= 3 || channels % 3 !== 0 || channels % 4 === 0) return undefined;
  const [x, kernel, ...bias] = node.inputs.map((v) => renewed(v!));
  const before = x!.shape.map(() => 0);
  const after = before.map((_, axis) => (axis === 1 ? 4 - (channels % 4) : 0));
  return [g.apply("Conv", [pad(g, x!, before, after), pad(g, kernel!, before, after), ...bias], node.attributes)];
};
