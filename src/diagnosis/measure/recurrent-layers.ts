/** Kernels of recurrent operators, which compute their gates inside. */
import type { GraphBuilder } from "../../graph/builder.js";
import type { Node, Value } from "../../graph/graph.js";
import type { NetworkGraph } from "../../network/layers/layer.js";
import type { TensorSpecification } from "../../network/parameter.js";
import type { PlacedLayer } from "../../training/affine-layers.js";

const RECURRENT: ReadonlySet<string> = new Set(["LSTM", "GRU", "RNN"]);

/** A kernel of a recurrent operator. */
export interface RecurrentKernel extends PlacedLayer {
  /** The name of the operator's layer: "lstm_l0". */
  readonly recurrent: string;
}

/**
 * The kernels of recurrent operators as layers, in the order of the forward pass. Each stands for
 * what its operator returns, the hidden states: what the kernel's gate returns lies inside.
 */
export function recurrentLayers(g: GraphBuilder, { parameters }: NetworkGraph): RecurrentKernel[] {
  const names = new Map<string, Node>();
  const kernels = new Map<Value, TensorSpecification>();
  for (const { value, ...specification } of parameters) {
    if (specification.role.kind === "kernel") kernels.set(value, specification);
  }
  const read = new Set<Value>();
  for (const { inputs } of g.nodes) for (const v of inputs) if (v !== undefined) read.add(v);
  return g.nodes.flatMap((node) => {
    const [all, last] = node.outputs;
    if (!RECURRENT.has(node.operator) || all === undefined) return [];
    // What follows may read all steps, or the last one.
    const output = last === undefined || read.has(all) ? all : last;
    const ofNode = kernelsBehind(g, node, kernels);
    const stem = recurrentName(ofNode.map(({ name }) => name));
    const recurrent = names.has(stem) ? `${stem} (${names.size + 1})` : stem;
    names.set(recurrent, node);
    return ofNode.map(({ name, shape, role }) => ({
      recurrent,
      layer: { name, kernel: { name, shape, role }, units: output.shape.at(-1)! },
      product: node,
      output,
      unitAxis: output.shape.length - 1,
    }));
  });
}

/**
 * What a recurrent layer is called: what the names of its kernels begin with, without "weight", and
 * PyTorch's number of the layer.
 */
export function recurrentName(kernels: readonly string[]): string {
  const stems = [...new Set(kernels.map((name) => name.replace(/\[.*$/, "")))];
  const [first = "", ...others] = stems;
  let length = first.length;
  for (const other of others) while (!other.startsWith(first.slice(0, length))) length--;
  const start = first.slice(0, length).replace(/[./_-]?(weight|kernel|re(current)?)?[./_-]*$/, "");
  const layer = /_l\d+/.exec(first)?.[0] ?? "";
  return start === "" ? first : `${start}${layer}`;
}

/** The kernels that an operator's W and R are made of. */
function kernelsBehind(
  g: GraphBuilder,
  { inputs }: Node,
  kernels: ReadonlyMap<Value, TensorSpecification>,
): TensorSpecification[] {
  const seen = new Set<Value>();
  const pending = inputs.slice(1, 3).filter((v) => v !== undefined);
  while (pending.length > 0) {
    const value = pending.pop()!;
    if (seen.has(value)) continue;
    seen.add(value);
    pending.push(...(g.producer(value)?.inputs ?? []).filter((v) => v !== undefined));
  }
  return [...kernels].flatMap(([value, kernel]) => (seen.has(value) ? [kernel] : []));
}
