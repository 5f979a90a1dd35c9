/** Compositions of layers. */
import type { Layer } from "./layer.js";
import { run } from "./scope.js";

/** One layer after the other. Adds nothing to their paths: in nested sequentials the numbering goes on. */
export function sequential(...layers: readonly Layer[]): Layer {
  return { kind: "", apply: (x, scope) => layers.reduce((value, layer) => run(layer, value, scope), x) };
}

/** Layers under a path of their own: `block("stage", conv(…))` declares "stage1/conv1/kernel". */
export function block(kind: string, ...layers: readonly Layer[]): Layer {
  return { ...sequential(...layers), kind };
}
