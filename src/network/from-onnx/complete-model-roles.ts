/** Adds to what operators claim of tensors what only the whole model shows. */
import type { OutlineNode } from "../../graph/file/outline.js";
import type { Activation } from "../activations/activation.js";
import { activationRole } from "../activations/find-activation.js";
import type { TensorRole } from "../parameter.js";
import type { Claim, ClaimedRole } from "./claims/claim.js";
import type { UseGroup } from "./group-uses.js";
import type { ModelWeight } from "./model-roles.js";
import type { OutermostKernels } from "./outermost-kernels.js";
import type { Projection } from "./projections.js";
import type { ResidualBranches } from "./residual-branches.js";
import { type Step, shapeAfter } from "./steps.js";

/** What is known of the whole model. */
export interface ModelFacts {
  readonly activations: ReadonlyMap<OutlineNode, string | Activation>;
  readonly projections: ReadonlyMap<OutlineNode, Projection>;
  readonly branches: ResidualBranches;
  readonly outermost: OutermostKernels;
  /** Rows of embeddings that are 0 in the file and alone in it. */
  readonly paddingRows: ReadonlyMap<UseGroup, number>;
}

/** The weights of all groups that are no statistics, in their order. */
export function completeModelRoles(groups: readonly UseGroup[], facts: ModelFacts): ModelWeight[] {
  const kernels = new Map<string, ModelWeight>();
  const weights = new Map<UseGroup, ModelWeight>();
  for (const group of groups) {
    const { role } = group.uses[0]!.claim;
    if (typeof role === "string" || (role.kind !== "kernel" && role.kind !== "embedding")) continue;
    const weight = weightOf(
      group,
      role.kind === "kernel" ? kernelRole(group, role, facts) : tableRole(group, role, facts),
      facts,
    );
    weights.set(group, weight);
    for (const { claim } of group.uses) if (isKernel(claim)) kernels.set(keyOf(claim, claim.node), weight);
  }
  return groups.flatMap((group) => {
    const weight = weights.get(group);
    const { claim } = group.uses[0]!;
    if (weight !== undefined || typeof claim.role === "string") return weight ?? [];
    const kernel = claim.kernelNode && kernels.get(keyOf(claim, claim.kernelNode));
    return weightOf(group, otherRole(group, claim.role, kernel, facts), facts);
  });
}

const isKernel = ({ role }: Claim): boolean => typeof role !== "string" && role.kind === "kernel";

/** A kernel of a node; of a recurrent one by direction, part and gate. */
function keyOf({ role, direction }: Claim, node: OutlineNode): string {
  const place = typeof role === "string" ? undefined : role.recurrent;
  if (place === undefined) return `${node.index}`;
  return `${node.index} ${direction} ${place.part === "peephole" ? "hidden" : place.part} ${place.gate}`;
}

function weightOf(group: UseGroup, role: TensorRole, facts: ModelFacts): ModelWeight {
  const { name, place, uses } = group;
  const { claim } = uses[0]!;
  const projection = facts.projections.get(claim.kernelNode ?? claim.node);
  const steps = [...place.steps, ...ordering(projection, shapeAfter(place.shape, place.steps), role)];
  return { tensor: { name, shape: shapeAfter(place.shape, steps), role }, places: [{ ...place, steps }] };
}

/** The steps that bring interleaved projections one after the other. */
function ordering(projection: Projection | undefined, shape: readonly number[], { kind }: TensorRole): readonly Step[] {
  if (projection?.steps === undefined || (kind !== "kernel" && kind !== "bias")) return [];
  const width = shape[1] ?? 1;
  const filled = projection.steps.map(
    (step): Step => (step.kind === "reshape" ? { ...step, shape: step.shape.map((n) => (n < 0 ? width : n)) } : step),
  );
  return shape.length === 1 ? [...filled, { kind: "reshape", shape }] : filled;
}

const multiplierOf = ({ multiplier }: UseGroup) => (multiplier === 1 ? {} : { multiplier });

function kernelRole(group: UseGroup, claimed: ClaimedRole, facts: ModelFacts): TensorRole {
  const { node } = group.uses[0]!.claim;
  const { projection, heads, fused } = facts.projections.get(node) ?? {};
  const { activation = facts.activations.get(node) ?? "linear" } = claimed;
  return {
    ...claimed,
    ...multiplierOf(group),
    ...activationRole(activation),
    ...(projection && { projection }),
    ...(heads && { heads }),
    ...(fused && { fused }),
    ...positionOf(node, facts),
    // The data meet a recurrent layer's kernels of the input only.
    ...(facts.outermost.first.has(node) && claimed.recurrent?.part !== "hidden" ? { first: true } : {}),
    ...(facts.outermost.last.has(node) ? { head: true } : {}),
  };
}

function tableRole(group: UseGroup, claimed: ClaimedRole, facts: ModelFacts): TensorRole {
  const paddingRow = facts.paddingRows.get(group);
  return { ...claimed, ...multiplierOf(group), ...(paddingRow === undefined ? {} : { paddingRow }) };
}

function otherRole(
  group: UseGroup,
  claimed: ClaimedRole,
  kernel: ModelWeight | undefined,
  facts: ModelFacts,
): TensorRole {
  const { claim } = group.uses[0]!;
  const plain = { ...claimed, ...multiplierOf(group), ...positionOf(claim.kernelNode ?? claim.node, facts) };
  if (kernel === undefined) return plain;
  const { shape, role } = kernel.tensor;
  const { projection, heads, fused, activation, activationFunction, first, head } = role;
  return {
    ...plain,
    ...(projection && { projection }),
    ...(heads && { heads }),
    ...(fused && { fused }),
    ...(activation && { activation }),
    ...(activationFunction && { activationFunction }),
    ...(first && { first }),
    ...(head && { head }),
    kernel: { shape, role },
  };
}

function positionOf(node: OutlineNode, { branches }: ModelFacts) {
  const residual = branches.positionOf(node);
  return residual === undefined ? {} : { residual };
}
