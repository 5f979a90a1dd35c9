/** Stored floats that keep their numbers, with the reason. */
import type { Outline, OutlineValue } from "../../graph/file/outline.js";
import { sizeOf } from "../../graph/tensor.js";
import { fixedTable } from "./fixed-tables.js";
import type { KeptTensor } from "./model-roles.js";
import { isFloat } from "./stored-source.js";
import type { Use } from "./uses.js";

/** The tensors used as kernels, embeddings or positions whose numbers no training made. */
export function fixedTensors(outline: Outline, uses: readonly Use[]): ReadonlyMap<OutlineValue, string> {
  const fixed = new Map<OutlineValue, string>();
  for (const { source, claim } of uses) {
    const { stored } = source;
    const kind = typeof claim.role === "string" ? "statistic" : claim.role.kind;
    if (!["kernel", "embedding", "position", "bias"].includes(kind) || fixed.has(stored)) continue;
    const numbers = outline.numbersOf(stored);
    const reason = numbers && fixedTable(numbers);
    if (reason !== undefined) fixed.set(stored, reason);
  }
  return fixed;
}

/**
 * All stored floats of more than one element that are not placed.
 *
 * @param reasons of some of them
 */
export function keptTensors(
  outline: Outline,
  placed: ReadonlySet<string>,
  reasons: ReadonlyMap<OutlineValue, string>,
): KeptTensor[] {
  return outline.stored.flatMap((value): KeptTensor[] => {
    const { name, tensor } = value;
    if (placed.has(name) || !isFloat(tensor) || sizeOf(tensor.shape) < 2 || value.readers.length === 0) return [];
    if (tensor.place === "generated") return [];
    const reason = reasons.get(value);
    if (reason !== undefined) return [{ name, shape: tensor.shape, reason, isFixed: true }];
    if (tensor.place === "constant node" && isOneNumber(outline, value)) {
      return [{ name, shape: tensor.shape, reason: `a constant of ${readersOf(value)}`, isFixed: true }];
    }
    return [{ name, shape: tensor.shape, reason: `read by ${readersOf(value)}`, isFixed: false }];
  });
}

/** Zeros or ones that an operator needs: they are written by exporters, not trained. */
function isOneNumber(outline: Outline, value: OutlineValue): boolean {
  const data = outline.numbersOf(value)?.data;
  return data?.every((x) => Number(x) === Number(data[0])) ?? false;
}

/** "Mul_3 (Mul)": the nodes that read a value, through copies of it. */
function readersOf(value: OutlineValue): string {
  const nodes = value.readers.flatMap(({ node }) => {
    const [copy] = node.outputs;
    return node.operator === "Identity" && copy !== undefined && copy.readers.length > 0
      ? copy.readers.map((reading) => reading.node)
      : [node];
  });
  const names = [...new Set(nodes)].map(({ name, operator }) => (name === operator ? name : `${name} (${operator})`));
  return names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
}
