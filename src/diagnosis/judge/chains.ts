/**
 * Layers whose signals can be compared with each other. Along a plain network that is every hidden
 * layer. Beside a residual stream it is not: what opens a branch reads the stream, and what closes
 * it adds as much or as little as it may, so only layers at the same place of their blocks tell how
 * the stream and its gradient change with depth.
 */
import type { TensorRole } from "../../network/parameter.js";

/** Layers in the order of the forward pass. */
export interface Chain<L> {
  /**
   * "network": all hidden layers; "blocks": those at one place of their blocks; "trunk": those
   * outside of branches; "branch": those of one long branch.
   */
  readonly along: "network" | "blocks" | "trunk" | "branch";
  readonly layers: readonly L[];
}

/** A branch of fewer layers has no depth of its own in which a signal could vanish. */
const LONG_BRANCH = 5;

/** The chains of the hidden layers: those that do not make the logits. */
export function chainsOf<L>(layers: readonly L[], roleOf: (layer: L) => TensorRole): readonly Chain<L>[] {
  const hidden = layers.filter((layer) => roleOf(layer).head !== true);
  if (hidden.every((layer) => roleOf(layer).residual === undefined)) return [{ along: "network", layers: hidden }];
  const trunk = hidden.filter((layer) => roleOf(layer).residual === undefined);
  const places = grouped(hidden, (layer) => {
    const { residual, projection, activation } = roleOf(layer);
    return residual && `${residual.layer}/${residual.layers} ${projection ?? ""} ${activation ?? ""}`;
  });
  const branches = grouped(hidden, (layer) => {
    const { residual } = roleOf(layer);
    return residual === undefined || residual.layers < LONG_BRANCH ? undefined : String(residual.branch);
  });
  return [
    ...places.map((of) => ({ along: "blocks" as const, layers: of })),
    ...branches.map((of) => ({ along: "branch" as const, layers: of })),
    { along: "trunk", layers: trunk },
  ];
}

function grouped<L>(layers: readonly L[], keyOf: (layer: L) => string | undefined): readonly (readonly L[])[] {
  const groups = new Map<string, L[]>();
  for (const layer of layers) {
    const key = keyOf(layer);
    if (key !== undefined) groups.set(key, [...(groups.get(key) ?? []), layer]);
  }
  return [...groups.values()];
}
