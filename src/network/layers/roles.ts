/** What a parameter's role says of the whole network, filled in when all of it is known. */

import type { GraphBuilder } from "../../graph/builder.js";
import type { Value } from "../../graph/graph.js";
import type { Shape } from "../../graph/tensor.js";
import type { TensorRole } from "../parameter.js";
import type { NetworkGraph } from "./layer.js";

export interface DeclaredParameter {
  readonly name: string;
  readonly shape: Shape;
  readonly value: Value;
  /** As its layer declared it. */
  readonly role: TensorRole;
  /** Path of the layer that declared it. */
  readonly layer: string;
  /** The residual branch it stands in, from 0. */
  readonly branch: number | undefined;
  /** The activation that its layer's output goes through, as far as it is known. */
  activation: string | undefined;
}

/** The kernels whose layers' outputs `x` is made of, with nothing between that has a kernel itself. */
export function makersOf(g: GraphBuilder, x: Value, parameters: readonly DeclaredParameter[]): DeclaredParameter[] {
  const kernels = new Map(parameters.filter((p) => p.role.kind === "kernel").map((p) => [p.value, p]));
  const found: DeclaredParameter[] = [];
  const seen = new Set<Value>();
  const pending = [x];
  while (pending.length > 0) {
    const value = pending.pop()!;
    if (seen.has(value)) continue;
    seen.add(value);
    const inputs = g.producer(value)?.inputs.filter((v) => v !== undefined) ?? [];
    const own = inputs.flatMap((v) => kernels.get(v) ?? []);
    found.push(...own);
    if (own.length === 0) pending.push(...inputs);
  }
  return found;
}

/**
 * The parameters with complete roles: `first` is the first kernel's layer, `head` the last one's; branches, and the layers
 * with kernels in each, are counted from 0; a norm belongs to the kernel before it in its branch (to layer 0 if there is
 * none). `last` holds for the branch's last kernel, its bias, and a norm that follows it.
 */
export function completeRoles(parameters: readonly DeclaredParameter[], branches: number): NetworkGraph["parameters"] {
  const kernels = parameters.filter((p) => p.role.kind === "kernel");
  const layerOf = positionsInBranches(parameters);
  const completed = new Map<TensorRole, TensorRole>();
  const positionOf = (p: DeclaredParameter): Partial<TensorRole> => {
    if (p.branch === undefined) return {};
    const mates = parameters.filter((other) => other.branch === p.branch);
    const layers = Math.max(...mates.map((m) => layerOf.get(m)!)) + 1;
    const layer = layerOf.get(p)!;
    return {
      residual: {
        branch: p.branch,
        branches,
        layer: Math.max(layer, 0),
        layers,
        last: layer === layers - 1 && layer >= 0,
      },
    };
  };
  for (const p of kernels) {
    completed.set(p.role, {
      ...p.role,
      ...(p.activation === undefined ? {} : { activation: p.activation }),
      ...positionOf(p),
      ...(p === kernels[0] ? { first: true } : {}),
      ...(p === kernels.at(-1) ? { head: true } : {}),
    });
  }
  return parameters.map((p) => {
    const { name, shape, value } = p;
    const kernel = p.role.kernel === undefined ? undefined : completed.get(p.role.kernel.role);
    if (p.role.kind === "kernel") return { name, shape, value, role: completed.get(p.role)! };
    const role: TensorRole = { ...p.role, ...positionOf(p) };
    if (kernel === undefined) return { name, shape, value, role };
    const { activation, first, head } = kernel;
    return {
      name,
      shape,
      value,
      role: {
        ...role,
        ...(activation === undefined ? {} : { activation }),
        ...(first === undefined ? {} : { first }),
        ...(head === undefined ? {} : { head }),
        kernel: { shape: p.role.kernel!.shape, role: kernel },
      },
    };
  });
}

/** For each parameter in a branch, which of the branch's kernel layers it belongs to; −1 before the first. */
function positionsInBranches(parameters: readonly DeclaredParameter[]): Map<DeclaredParameter, number> {
  const positions = new Map<DeclaredParameter, number>();
  const present = new Map<number, { layer: number; kernel: DeclaredParameter | undefined }>();
  for (const p of parameters) {
    if (p.branch === undefined) continue;
    const now = present.get(p.branch) ?? { layer: -1, kernel: undefined };
    if (p.role.kind === "kernel") {
      if (!sideBySide(now.kernel, p)) now.layer++;
      now.kernel = p;
    }
    present.set(p.branch, now);
    positions.set(p, now.layer);
  }
  return positions;
}

/** The query, key and value projections of one attention are one layer. */
function sideBySide(a: DeclaredParameter | undefined, b: DeclaredParameter): boolean {
  const inputs = ["query", "key", "value"];
  return a?.layer === b.layer && inputs.includes(a.role.projection ?? "") && inputs.includes(b.role.projection ?? "");
}
