/** The graph of a user's model: where a value comes from, and which nodes read it. */
import type { Graph, Node, Value } from "../../graph/graph.js";
import { sizeOf } from "../../graph/tensor.js";
import { activations } from "../activations/activations.js";

/** A constant that stands behind a value, through Identity and Transpose. */
export interface ConstantBehind {
  readonly constant: Value;
  /** The value is its transpose. */
  readonly transposed: boolean;
}

/** Questions about the neighbourhood of a value. */
export interface ModelGraph {
  /** The node that computes a value; `undefined` for inputs and constants. */
  readonly producer: (value: Value) => Node | undefined;
  /** The float constant that a value is, or is the transpose of; `undefined` where it is none. */
  readonly constantBehind: (value: Value | undefined) => ConstantBehind | undefined;
  /**
   * The constant of `units` numbers that an Add adds to a value; `undefined` unless this Add is the
   * only node that reads the value.
   */
  readonly addedTo: (value: Value, units: number) => Value | undefined;
  /** The activation that follows a kernel's output within a few nodes; "linear" if none does. */
  readonly activationAfter: (output: Value) => string;
}

/** The names of built-in activations by their ONNX operator. */
const byOperator = new Map(
  Object.values(activations).flatMap(({ name, operator }) => (operator === undefined ? [] : [[operator, name]])),
) as ReadonlyMap<string, string>;

/** Operators that may stand between a kernel and its activation. */
const transparent: ReadonlySet<string> = new Set([
  "Add",
  "BatchNormalization",
  "InstanceNormalization",
  "LayerNormalization",
  "MaxPool",
  "AveragePool",
  "Reshape",
  "Flatten",
  "Transpose",
  "Identity",
]);

/** Number of nodes after a kernel among which its activation is looked for. */
const REACH = 6;

/** Indexes a graph. */
export function modelGraph(graph: Graph): ModelGraph {
  const producers = new Map<Value, Node>();
  const readers = new Map<Value, Node[]>();
  for (const node of graph.nodes) {
    for (const output of node.outputs) producers.set(output, node);
    for (const input of node.inputs) {
      if (input === undefined) continue;
      const nodes = readers.get(input);
      if (nodes === undefined) readers.set(input, [node]);
      else nodes.push(node);
    }
  }
  const readersOf = (value: Value): readonly Node[] => readers.get(value) ?? [];
  const producer = (value: Value) => producers.get(value);

  const constantBehind = (value: Value | undefined): ConstantBehind | undefined => {
    let transposed = false;
    let at = value;
    while (at !== undefined && !graph.constants.has(at)) {
      const node = producer(at);
      if (node?.operator === "Transpose" && at.shape.length === 2) {
        const order = node.attributes.perm as readonly number[] | undefined;
        if (order === undefined || order[0] === 1) transposed = !transposed;
      } else if (node?.operator !== "Identity") return undefined;
      at = node.inputs[0];
    }
    return at?.type.startsWith("float") ? { constant: at, transposed } : undefined;
  };

  const addedTo = (value: Value, units: number): Value | undefined => {
    const [reader, ...others] = readersOf(value);
    if (others.length > 0 || reader?.operator !== "Add") return undefined;
    const addend = reader.inputs.find((input) => input !== value);
    const constant = constantBehind(addend)?.constant;
    return constant !== undefined && sizeOf(constant.shape) === units ? addend : undefined;
  };

  /** erf(x / √2) is part of a GELU that is spelled out. */
  const leadsToErf = ({ operator, outputs }: Node): boolean =>
    operator === "Erf" ||
    ((operator === "Div" || operator === "Mul") && readersOf(outputs[0]!).some((node) => node.operator === "Erf"));

  const activationAfter = (output: Value): string => {
    let at = output;
    for (let steps = 0; steps < REACH; steps++) {
      const nodes = readersOf(at);
      const activation = nodes.find(({ operator }) => byOperator.has(operator))?.operator;
      const isMultiplied = nodes.some(({ operator }) => operator === "Mul");
      // silu(x) = x · sigmoid(x); gelu(x) = x · (1 + erf(x / √2)) / 2.
      if (activation === "Sigmoid" && isMultiplied) return "silu";
      if (activation !== undefined) return byOperator.get(activation)!;
      if (isMultiplied && nodes.some(leadsToErf)) return "gelu";
      const [next, ...others] = nodes;
      if (next === undefined || others.length > 0 || !transparent.has(next.operator)) return "linear";
      at = next.outputs[0]!;
    }
    return "linear";
  };

  return { producer, constantBehind, addedTo, activationAfter };
}
