/** Where a layer's output goes through its activation, in a graph that has been walked. */
import type { Node, Value } from "../../graph/graph.js";
import type { PlacedLayer } from "../../training/affine-layers.js";
import type { Walked } from "./walk.js";

/** What the activation of a layer returns; undefined where none follows. */
export const activationOf = (
  { layer, output }: PlacedLayer,
  walked: Walked,
  readers: ReadonlyMap<Value, readonly Node[]>,
): Value | undefined =>
  layer.kernel.role.activation === "linear" ? undefined : activationBehind(output, walked, readers);

/** The nodes that read each value. */
export function readersOf(nodes: readonly Node[]): ReadonlyMap<Value, readonly Node[]> {
  const readers = new Map<Value, Node[]>();
  for (const node of nodes) {
    for (const value of new Set(node.inputs)) {
      if (value !== undefined) readers.set(value, [...(readers.get(value) ?? []), node]);
    }
  }
  return readers;
}

/** Operators behind which another layer begins. */
const PRODUCTS: ReadonlySet<string> = new Set(["Gemm", "MatMul", "Conv", "ConvTranspose"]);

/** How many values behind a layer are looked at. */
const FARTHEST = 200;

/**
 * What the activation behind a value returns: the nearest function of it, or of what follows from
 * it without another kernel, that is no line. At the end of a residual branch that is the
 * activation of the sum.
 */
function activationBehind(
  output: Value,
  walked: Walked,
  readers: ReadonlyMap<Value, readonly Node[]>,
): Value | undefined {
  // A bias of zeros, or of one number, makes the output itself a function of the product.
  const state = walked.stateOf(output);
  const pending = [state?.kind === "function" ? state.root : output];
  const seen = new Set<Value>(pending);
  for (let i = 0; i < Math.min(pending.length, FARTHEST); i++) {
    const root = pending[i]!;
    const end = functionOf(root, walked, readers);
    if (end !== undefined) return end;
    for (const node of readers.get(root) ?? []) {
      if (PRODUCTS.has(node.operator)) continue;
      for (const value of node.outputs) {
        if (seen.has(value) || walked.stateOf(value)?.kind !== "signal") continue;
        seen.add(value);
        pending.push(value);
      }
    }
  }
  return undefined;
}

/** The last in a chain of functions of one signal, where it is no line. */
function functionOf(root: Value, walked: Walked, readers: ReadonlyMap<Value, readonly Node[]>): Value | undefined {
  const chain = new Set<Value>();
  const pending = [root];
  while (pending.length > 0) {
    for (const { outputs } of readers.get(pending.pop()!) ?? []) {
      for (const value of outputs) {
        const state = walked.stateOf(value);
        if (state?.kind !== "function" || state.root !== root || chain.has(value)) continue;
        chain.add(value);
        pending.push(value);
      }
    }
  }
  const isEnd = (value: Value) =>
    (readers.get(value) ?? []).every(({ outputs }) => outputs.every((next) => !chain.has(next)));
  return [...chain].find((value) => {
    const state = walked.stateOf(value);
    if (!isEnd(value) || state?.kind !== "function" || walked.signalOf(value) === undefined) return false;
    return walked.functionOf(state.name)?.line === undefined;
  });
}
