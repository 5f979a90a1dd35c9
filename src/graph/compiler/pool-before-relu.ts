/** Forward rewrite, before differentiation: MaxPool(Relu(x)) → Relu(MaxPool(x)). */
import type { Graph, Node, Value } from "../graph.js";

/**
 * Pools first and applies ReLU to the quarter that is left. Values are the same bits, since ReLU is monotone, and so are
 * gradients, ties included: a window whose maximum is not positive passes nothing either way, and a positive maximum is the
 * same first element before and after ReLU. Fires where the ReLU feeds nothing but poolings. Values other than the ReLU's
 * own output keep their identity, so references to them stay good.
 */
export function poolBeforeRelu(graph: Graph): Graph {
  const users = new Map<Value, Node[]>();
  for (const node of graph.nodes) {
    for (const v of node.inputs) if (v !== undefined) users.set(v, [...(users.get(v) ?? []), node]);
  }
  const returned = new Set(graph.outputs.values());
  const moved = new Map<Value, Value>(); // a ReLU's output → its input
  for (const node of graph.nodes) {
    const [y] = node.outputs;
    if (node.operator !== "Relu" || node.gradientTo !== undefined || returned.has(y!)) continue;
    const poolings = users.get(y!) ?? [];
    if (poolings.length > 0 && poolings.every((p) => p.operator === "MaxPool" && p.outputs.length === 1)) {
      moved.set(y!, node.inputs[0]!);
    }
  }
  const nodes = graph.nodes.flatMap((node): Node[] => {
    if (node.operator === "Relu" && moved.has(node.outputs[0]!)) return [];
    const before = node.operator === "MaxPool" ? moved.get(node.inputs[0]!) : undefined;
    if (before === undefined) return [node];
    const [out] = node.outputs;
    const pooled: Value = { ...out!, name: `${out!.name}__before_relu` };
    return [
      { ...node, inputs: [before], outputs: [pooled] },
      { operator: "Relu", inputs: [pooled], outputs: [out!], attributes: {}, layer: node.layer },
    ];
  });
  return { ...graph, nodes };
}
