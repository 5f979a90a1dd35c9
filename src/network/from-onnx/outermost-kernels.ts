/** The first kernels of a model, which see its data, and the last, which make its outputs. */
import type { Outline, OutlineNode, OutlineValue } from "../../graph/file/outline.js";
import { walkBack } from "./neighbourhood.js";

/** First and last kernels by the nodes that read them. */
export interface OutermostKernels {
  readonly first: ReadonlySet<OutlineNode>;
  readonly last: ReadonlySet<OutlineNode>;
}

/**
 * The first: computed from an input of the model with no kernel and no embedding in between, except
 * for the shortcut around a residual branch. The last: from which the model's outputs are computed
 * with no other kernel in between, and no kernel.
 *
 * @param kernels the nodes that read kernels
 * @param tables the nodes that look embeddings up
 * @param shortcuts the nodes of kernels beside residual branches
 */
export function outermostKernels(
  { outputs }: Outline,
  kernels: ReadonlySet<OutlineNode>,
  tables: ReadonlySet<OutlineNode>,
  shortcuts: ReadonlySet<OutlineNode>,
): OutermostKernels {
  const reached = new Set<OutlineNode>();
  for (const output of outputs) for (const node of nearest(output, kernels)) reached.add(node);
  const hasSuccessor = new Set<OutlineNode>();
  const first = new Set<OutlineNode>();
  for (const kernel of kernels) {
    const before = kernel.inputs.flatMap((input) => (input === undefined ? [] : nearest(input, kernels)));
    for (const node of before) hasSuccessor.add(node);
    const seesTable = kernel.inputs.some((input) => input !== undefined && nearest(input, tables).length > 0);
    if (before.length === 0 && !seesTable && !shortcuts.has(kernel)) first.add(kernel);
  }
  const last = new Set([...reached].filter((node) => !hasSuccessor.has(node)));
  return { first, last };
}

/** The nodes of a set that a value is computed from, with no other of them in between. */
function nearest(value: OutlineValue, nodes: ReadonlySet<OutlineNode>): OutlineNode[] {
  const found: OutlineNode[] = [];
  walkBack(value, (node) => {
    if (!nodes.has(node)) return true;
    found.push(node);
    return false;
  });
  return found;
}
