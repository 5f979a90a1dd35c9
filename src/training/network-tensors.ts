/** The numbers of a network as inputs of its graph. */
import { sizeOf, type Tensor } from "../graph/tensor.js";
import type { Weights } from "../initializers/network-access.js";
import type { NetworkGraph } from "../network/layers/layer.js";
import type { TensorSpecification } from "../network/parameter.js";
import { filled } from "./state.js";

/**
 * Weights as inputs of a graph.
 *
 * @throws Error naming a parameter whose weights are missing or have the wrong size
 */
export function weightTensors(
  { parameters }: { readonly parameters: readonly TensorSpecification[] },
  weights: Weights,
): Record<string, Tensor> {
  return Object.fromEntries(
    parameters.map(({ name, shape }) => {
      const data = weights[name];
      if (data?.length === sizeOf(shape)) return [name, { type: "float32", shape, data }];
      throw new Error(
        `Parameter "${name}" [${shape.join(", ")}] needs ${sizeOf(shape)} numbers, got ${data?.length ?? "none"}.`,
      );
    }),
  );
}

/** Running statistics at their initial values, as inputs of a graph. */
export function stateTensors({ states }: NetworkGraph): Record<string, Tensor> {
  return Object.fromEntries(states.map(({ name, shape, initial }) => [name, filled("float32", shape, initial)]));
}
