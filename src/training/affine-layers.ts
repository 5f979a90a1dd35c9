/** The layers with a kernel, as they stand in a network's graph. */
import type { GraphBuilder } from "../graph/builder.js";
import type { Value } from "../graph/graph.js";
import type { AffineLayer } from "../initializers/network-access.js";
import type { NetworkGraph } from "../network/layers/layer.js";
import type { TensorSpecification } from "../network/parameter.js";

/** A layer, and what it computes before its activation. */
export interface PlacedLayer {
  readonly layer: AffineLayer;
  /** The pre-activation. */
  readonly output: Value;
  /** The axis of `output` that counts units or channels. */
  readonly unitAxis: number;
}

const AFFINE_OPERATORS = ["Conv", "ConvTranspose", "Gemm", "MatMul"];

/** The nodes that read a kernel directly, in the order of the forward pass, as layers. */
export function affineLayers(g: GraphBuilder, { parameters }: NetworkGraph): PlacedLayer[] {
  const byValue = new Map(parameters.map((p) => [p.value, p]));
  return g.nodes.flatMap((node) => {
    const ofNode = node.inputs.flatMap((v) => (v === undefined ? [] : (byValue.get(v) ?? [])));
    const kernel = ofNode.find((p) => p.role.kind === "kernel");
    const output = node.outputs[0]!;
    if (kernel === undefined || !AFFINE_OPERATORS.includes(node.operator)) return [];
    const unitAxis = node.operator.startsWith("Conv") ? 1 : output.shape.length - 1;
    const bias = ofNode.find((p) => p.role.kind === "bias");
    const layer: AffineLayer = {
      name: kernel.name.replace(/[/.-]?kernel$/, ""),
      kernel: specificationOf(kernel),
      ...(bias === undefined ? {} : { bias: specificationOf(bias) }),
      units: output.shape[unitAxis]!,
    };
    return [{ layer, output, unitAxis }];
  });
}

function specificationOf({ name, shape, role }: TensorSpecification): TensorSpecification {
  return { name, shape, role };
}
