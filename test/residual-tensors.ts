/**
 * The tensors of one small residual block with attention: what methods that act on roles need
 * beside the tensor under test.
 */
import type { TensorRole, TensorSpecification } from "../src/network/parameter.js";

const place = (layer: number): Pick<TensorRole, "residual"> => ({
  residual: { branch: 0, branches: 2, layer, layers: 2, last: layer === 1 },
});
const dense = { kind: "kernel", operation: "dense" } as const;

export const residualTensors: readonly TensorSpecification[] = [
  {
    name: "block/query-key-value-kernel",
    shape: [48, 16],
    role: { ...dense, projection: "query-key-value", fused: 3, heads: 2, ...place(0) },
  },
  {
    name: "block/output-kernel",
    shape: [16, 16],
    role: { ...dense, projection: "output", heads: 2, ...place(1) },
  },
  { name: "block/norm-scale", shape: [16], role: { kind: "norm-scale", ...place(1) } },
  { name: "block/scale", shape: [], role: { kind: "residual-scale", ...place(1) } },
];
