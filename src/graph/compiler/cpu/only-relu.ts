/** A ReLU that can be computed in the pass that makes its operand. */
import type { Node } from "../../graph.js";
import type { GraphIndex } from "../../rewrite.js";

/** The ReLU that alone reads a node's first output, which the graph does not return. */
export function onlyRelu(node: Node, { users, isReturned }: GraphIndex): Node | undefined {
  const readers = users(node.outputs[0]!);
  const [first] = readers;
  if (readers.length !== 1 || first?.operator !== "Relu" || first.gradientTo !== undefined) return undefined;
  return isReturned(node.outputs[0]!) ? undefined : first;
}
