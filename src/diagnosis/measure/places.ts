/** Where a layer with a kernel is read: before and after its normalization and its activation. */
import type { GraphBuilder } from "../../graph/builder.js";
import type { Node, Value } from "../../graph/graph.js";
import { findActivation } from "../../network/activations/index.js";
import type { NetworkGraph } from "../../network/layers/layer.js";
import type { TensorSpecification } from "../../network/parameter.js";
import { affineLayers } from "../../training/affine-layers.js";

/** A layer in the graph. */
export interface LayerPlace {
  readonly name: string;
  readonly kernel: TensorSpecification;
  readonly bias: TensorSpecification | undefined;
  /** The output of the kernel's product, with its bias. */
  readonly before: Value;
  /** What goes into the activation: `before`, normalized where a normalization follows. */
  readonly input: Value;
  /** What the activation returns; `input` where none follows. */
  readonly after: Value;
  /** The axis of all three that counts units or channels. */
  readonly unitAxis: number;
  /** "relu"; "linear" for none. */
  readonly activation: string;
}

const NORMS: ReadonlySet<string> = new Set([
  "BatchNormalization",
  "LayerNormalization",
  "InstanceNormalization",
  "GroupNormalization",
]);

/** The layers with a kernel, in the order of the forward pass. */
export function layerPlaces(g: GraphBuilder, network: NetworkGraph): LayerPlace[] {
  const readers = readersOf(g);
  const constants = constantsOf(g, network);
  return affineLayers(g, network).map(({ layer: { name, kernel, bias }, output, unitAxis }) => {
    const { value: input, next } = throughNorms(output, readers, constants);
    const { activation = "linear", activationFunction } = kernel.role;
    // The activation of a sum of branches is not that of the layer.
    const isLinear = activation === "linear" || activation === "softmax" || joins(next, constants);
    const after = isLinear ? input : findActivation(activationFunction ?? activation).apply(g, input);
    return { name, kernel, bias, before: output, input, after, unitAxis, activation: isLinear ? "linear" : activation };
  });
}

/** Follows a value through normalizations and through sums and products with constants. */
function throughNorms(
  output: Value,
  readers: ReadonlyMap<Value, readonly Node[]>,
  constants: ReadonlySet<Value>,
): { readonly value: Value; readonly next: Node | undefined } {
  let value = output;
  for (;;) {
    const [next, ...others] = readers.get(value) ?? [];
    if (next === undefined || others.length > 0) return { value, next };
    const isNorm = NORMS.has(next.operator) && next.inputs[0] === value;
    const isAffine = (next.operator === "Add" || next.operator === "Mul") && !joins(next, constants);
    const out = next.outputs[0]!;
    if (!(isNorm || isAffine) || out.shape.length !== output.shape.length) return { value, next };
    value = out;
  }
}

/** Whether a node adds or multiplies two values that depend on the samples. */
const joins = (node: Node | undefined, constants: ReadonlySet<Value>): boolean =>
  node !== undefined &&
  (node.operator === "Add" || node.operator === "Mul" || node.operator === "Sum") &&
  node.inputs.filter((v) => v !== undefined && !constants.has(v)).length > 1;

function readersOf(g: GraphBuilder): ReadonlyMap<Value, readonly Node[]> {
  const readers = new Map<Value, Node[]>();
  for (const node of g.nodes) {
    for (const v of new Set(node.inputs)) {
      if (v !== undefined) readers.set(v, [...(readers.get(v) ?? []), node]);
    }
  }
  return readers;
}

/** Values that do not depend on the samples: constants, parameters, and what is computed of them. */
function constantsOf(g: GraphBuilder, { parameters, states }: NetworkGraph): ReadonlySet<Value> {
  const constants = new Set<Value>([...parameters, ...states].map(({ value }) => value));
  for (const node of g.nodes) {
    for (const v of node.inputs) if (v !== undefined && g.constantOf(v) !== undefined) constants.add(v);
    if (node.inputs.every((v) => v === undefined || constants.has(v))) for (const v of node.outputs) constants.add(v);
  }
  return constants;
}
