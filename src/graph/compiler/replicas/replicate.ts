/** Several networks of one architecture in one graph: what JAX calls vmap, as a transform of our graphs. */
import { GraphBuilder } from "../../builder.js";
import { reshape, slice } from "../../expressions.js";
import type { Graph, Value } from "../../graph.js";
import { stackedValue } from "./axes.js";
import type { Operand, ReplicaContext, ReplicaRule } from "./rule.js";
import { rules } from "./rules/index.js";

/**
 * The graph for `count` replicas at once. The inputs that `isStacked` chooses have an axis in front, `[count, ...shape]`, with the
 * numbers of each replica; all other inputs are shared by them. Every output is stacked: part r is what the graph gives for
 * replica r's inputs, to rounding. What depends on shared inputs alone is computed once.
 *
 * The result is a graph to run: it is to be differentiated before, and simplified before and after.
 *
 * @throws RangeError unless `count` is a positive integer
 * @example
 * const g = new GraphBuilder("affine");
 * const x = g.input("x", "float32", [8, 784]);
 * g.output("y", g.apply("MatMul", [x, g.input("w", "float32", [784, 10])]));
 * const four = replicate(g.build(), 4, (input) => input.name === "w"); // x [8, 784], w [4, 784, 10] → y [4, 8, 10]
 */
export function replicate(graph: Graph, count: number, isStacked: (input: Value) => boolean): Graph {
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(`replicate: count must be a positive integer, got ${count}`);
  }
  const g = new GraphBuilder(graph.name);
  const operands = new Map<Value, Operand>();
  for (const input of graph.inputs) {
    const { name, type, shape } = input;
    const stacked = isStacked(input);
    operands.set(input, { value: g.input(name, type, stacked ? [count, ...shape] : shape), stacked, shape });
  }
  for (const [value, numbers] of graph.constants) {
    operands.set(value, { value: g.constant(numbers, value.name), stacked: false, shape: value.shape });
  }
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((v) => (v === undefined ? undefined : operands.get(v)!));
    const stacked = inputs.some((input) => input?.stacked);
    const constant = (input: Operand | undefined) => g.constantOf(input?.value);
    const context: ReplicaContext = { g, count, node, inputs, constant };
    const made = g.atLayer(node.layer, () =>
      stacked ? (rules[node.operator]?.(context) ?? oneByOne(context)!) : shared(context)!,
    );
    node.outputs.forEach((v, i) => {
      operands.set(v, { value: made[i]!, stacked, shape: v.shape });
    });
  }
  for (const [name, v] of graph.outputs) g.output(name, stackedValue({ g, count }, operands.get(v)!));
  return g.build();
}

const shared: ReplicaRule = ({ g, node, inputs }) =>
  g.applyAll(
    node.operator,
    inputs.map((input) => input?.value),
    node.attributes,
    { outputs: node.outputs.length },
  );

/** The node once for each replica, and the results stacked. */
const oneByOne: ReplicaRule = ({ g, count, node, inputs }) => {
  const results = Array.from({ length: count }, (_, r) => {
    const own = inputs.map((input) => {
      if (!input?.stacked) return input?.value;
      return reshape(g, slice(g, input.value, [0], [r], [r + 1]), input.shape);
    });
    return g.applyAll(node.operator, own, node.attributes, { outputs: node.outputs.length });
  });
  return node.outputs.map(({ shape }, i) => {
    const parts = results.map((outputs) => reshape(g, outputs[i]!, [1, ...shape]));
    return g.apply("Concat", parts, { axis: 0 });
  });
};
