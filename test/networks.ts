/** Runs layers and whole networks in ONNX Runtime, for tests. */

import { GraphBuilder } from "../src/graph/builder.js";
import { writeOnnx } from "../src/graph/file/write.js";
import type { Graph, Value } from "../src/graph/graph.js";
import { emptyData, type Shape, sizeOf, type Tensor } from "../src/graph/tensor.js";
import { buildNetwork, type Layer, type NetworkGraph } from "../src/network/layers/index.js";
import { loadRuntime } from "../src/runtime/node/load-runtime.js";

/** One run of a graph. */
export async function runGraph(
  graph: Graph,
  inputs: Readonly<Record<string, Tensor>>,
): Promise<Record<string, Tensor>> {
  const { runtime } = await loadRuntime();
  const session = await runtime.createSession(writeOnnx(graph));
  try {
    return await session.run(inputs);
  } finally {
    await session.release();
  }
}

/**
 * The graph of a layer on an input "x" of that shape, with output "y" and an output "<state>:next"
 * for each state.
 */
export function graphOf(
  layer: Layer,
  input: Shape,
  mode: "train" | "evaluate" = "evaluate",
  extend: (g: GraphBuilder, network: NetworkGraph) => void = () => {},
): { readonly graph: Graph; readonly network: NetworkGraph } {
  const g = new GraphBuilder("test");
  const network = buildNetwork(g, layer, g.input("x", "float32", input), { mode });
  g.output("y", network.logits);
  for (const state of network.states) if (state.next !== undefined) g.output(`${state.name}:next`, state.next);
  extend(g, network);
  return { graph: g.build(), network };
}

/**
 * Numbers for every input of a graph that has none: a fixed irregular sequence in ±1, kernels
 * scaled by √(1 / fanIn), norm scales and states around 1, masks of ones with every third element
 * zero.
 */
export function plausibleInputs(graph: Graph, network: NetworkGraph): Record<string, Tensor> {
  const roles = new Map(network.parameters.map((p) => [p.value, p]));
  const states = new Map<Value, number>(network.states.map((s) => [s.value, s.initial]));
  return Object.fromEntries(
    graph.inputs.map((value, k) => {
      const data = emptyData(value.type, sizeOf(value.shape));
      const parameter = roles.get(value);
      const fanIn = parameter?.role.kind === "kernel" ? sizeOf(parameter.shape.slice(1)) : 1;
      const centre = states.get(value) ?? (parameter?.role.kind === "norm-scale" ? 1 : 0);
      for (let i = 0; i < data.length; i++) {
        if (value.type === "uint8") data[i] = i % 3 === 0 ? 0 : 1;
        else
          data[i] =
            centre +
            (2 * frac(Math.sin(i * 12.9898 + k * 78.233) * 43758.5453) - 1) *
              (states.has(value) ? 0.1 : 1 / Math.sqrt(fanIn));
      }
      return [value.name, { type: value.type, shape: value.shape, data }];
    }),
  );
}

const frac = (x: number) => x - Math.floor(x);

/**
 * The largest difference relative to 1 + |expected|; Infinity where lengths differ or a number is
 * not finite.
 */
export function worstDifference(
  got: Tensor,
  expected: { readonly shape: Shape; readonly data: readonly number[] },
): number {
  if (got.shape.join() !== expected.shape.join()) return Number.POSITIVE_INFINITY;
  const values = Array.from(got.data as Float32Array);
  return values.reduce((worst, v, i) => {
    const difference = Math.abs(v - expected.data[i]!) / (1 + Math.abs(expected.data[i]!));
    return Number.isFinite(difference) ? Math.max(worst, difference) : Number.POSITIVE_INFINITY;
  }, 0);
}
