/** Where the ways to two values part, and what stands between. */
import type { Outline, OutlineNode, OutlineValue } from "../../graph/file/outline.js";
import { operandsOf } from "./neighbourhood.js";

/** Where the ways to two values part. */
export interface Meeting {
  /** The last value, in the order of the file, that both are computed from. */
  readonly common: OutlineValue;
  /** What stands between it and the one, and the other. */
  readonly aboveA: ReadonlySet<OutlineValue>;
  readonly aboveB: ReadonlySet<OutlineValue>;
}

/** Goes back from both values, node by node in the file's order, up to what is behind both. */
export function meetingOf(
  { nodes, inputs }: Outline,
  a: OutlineValue,
  b: OutlineValue,
  fromInputs: ReadonlySet<OutlineValue>,
): Meeting | undefined {
  const [aboveA, aboveB] = [new Set([a]), new Set([b])];
  const met = (value: OutlineValue | undefined) => value !== undefined && aboveA.has(value) && aboveB.has(value);
  const start = Math.max(a.producer?.index ?? -1, b.producer?.index ?? -1);
  for (let i = start; i >= 0; i--) {
    const node = nodes[i]!;
    const common = node.outputs.find(met);
    if (common !== undefined) return { common, aboveA, aboveB };
    for (const above of [aboveA, aboveB]) {
      if (!node.outputs.some((output) => output !== undefined && above.has(output))) continue;
      for (const value of operandsOf(node)) if (fromInputs.has(value)) above.add(value);
    }
  }
  const common = inputs.find(met);
  return common && { common, aboveA, aboveB };
}

/** The nodes on all ways from one value to another. */
export function nodesBetween(from: OutlineValue, to: OutlineValue, above: ReadonlySet<OutlineValue>): Set<OutlineNode> {
  const nodes = new Set<OutlineNode>();
  const pending = [from];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    for (const { node } of value === to ? [] : value.readers) {
      if (nodes.has(node)) continue;
      const outputs = node.outputs.filter((output) => output !== undefined && above.has(output)) as OutlineValue[];
      if (outputs.length === 0) continue;
      nodes.add(node);
      pending.push(...outputs);
    }
  }
  return nodes;
}
