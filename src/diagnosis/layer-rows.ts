/** The rows of a table of layers: one per layer, and one for all kernels of a recurrent layer. */
import type { LayerDiagnosis } from "./diagnosis.js";
import { median } from "./judge/numbers.js";

/** A row, and whose it is. */
export interface LayerRow {
  /** Of a recurrent layer: the readings of its first kernel, and what sums up those of all. */
  readonly layer: LayerDiagnosis;
  /** Names of the kernels' layers. */
  readonly names: readonly string[];
}

/**
 * One row per layer. The kernels of one recurrent operator are one row: they share its signals; its
 * update is their median, its distinct units the fewest of any.
 */
export function layerRows(layers: readonly LayerDiagnosis[]): readonly LayerRow[] {
  const groups = new Map<string, LayerDiagnosis[]>();
  for (const layer of layers) {
    const key = layer.recurrent === undefined ? `layer ${layer.name}` : `recurrent ${layer.recurrent}`;
    groups.set(key, [...(groups.get(key) ?? []), layer]);
  }
  return [...groups.values()].map((group) => ({
    layer: group.length === 1 ? group[0]! : together(group),
    names: group.map(({ name }) => name),
  }));
}

function together(group: readonly LayerDiagnosis[]): LayerDiagnosis {
  const first = group[0]!;
  const updates = group.flatMap(({ weights }) => weights.updateRatio ?? []);
  const methods = new Set(group.map(({ recipe }) => recipe?.methods[0]?.method));
  return {
    ...first,
    name: first.recurrent ?? first.name,
    distinctUnits: Math.min(...group.map(({ distinctUnits }) => distinctUnits)),
    weights: {
      ...first.weights,
      rms: median(group.map(({ weights }) => weights.rms)),
      updateRatio: updates.length === 0 ? null : median(updates),
    },
    recipe: methods.size === 1 ? first.recipe : null,
  };
}
