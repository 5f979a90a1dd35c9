/** The first kernels of a model, which see its data, and the last, which make its outputs. */
import type { Outline, OutlineNode, OutlineValue } from "../../graph/file/outline.js";
import { operandsOf } from "./neighbourhood.js";

/** First and last kernels by the nodes that read them. */
export interface OutermostKernels {
  readonly first: ReadonlySet<OutlineNode>;
  readonly last: ReadonlySet<OutlineNode>;
}

/** Nodes that kernels are told apart by. */
export interface KernelNodes {
  /** Those that read kernels. */
  readonly kernels: ReadonlySet<OutlineNode>;
  /** Those that look embeddings up. */
  readonly tables: ReadonlySet<OutlineNode>;
  /** Those of kernels beside residual branches. */
  readonly shortcuts: ReadonlySet<OutlineNode>;
  /** Those of kernels that make gates. */
  readonly gates: ReadonlySet<OutlineNode>;
}

/**
 * The first: computed from an input of the model with no kernel and no embedding in between, except
 * for the shortcut around a residual branch. The last: from which the model's outputs are computed
 * with no other kernel in between, except for gates.
 */
export function outermostKernels(
  { nodes, outputs }: Outline,
  { kernels, tables, shortcuts, gates }: KernelNodes,
): OutermostKernels {
  const first = new Set<OutlineNode>();
  const behind = new Set<OutlineValue>(); // what kernels or tables stand before
  for (const node of nodes) {
    const isBehind = operandsOf(node).some((value) => behind.has(value));
    if (kernels.has(node) && !isBehind && !shortcuts.has(node)) first.add(node);
    if (!isBehind && !kernels.has(node) && !tables.has(node)) continue;
    for (const output of node.outputs) if (output !== undefined) behind.add(output);
  }
  const last = new Set<OutlineNode>();
  const reached = new Set<OutlineValue>(outputs); // what leads to an output
  const before = new Set<OutlineValue>(); // what leads to a kernel
  for (const node of [...nodes].reverse()) {
    const isBefore = node.outputs.some((output) => output !== undefined && before.has(output));
    const isReached = node.outputs.some((output) => output !== undefined && reached.has(output));
    if (kernels.has(node) && isReached && !isBefore && !gates.has(node)) last.add(node);
    for (const value of operandsOf(node)) {
      if (isReached) reached.add(value);
      if (isBefore || kernels.has(node)) before.add(value);
    }
  }
  return { first, last };
}
