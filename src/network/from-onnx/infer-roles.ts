/** From a model's outline to the roles of its tensors: the order of the steps, on a page. */
import type { Outline, OutlineNode, OutlineValue } from "../../graph/file/outline.js";
import { findActivations } from "./activations/find-activations.js";
import { unnamed } from "./activations/known-functions.js";
import type { Claim } from "./claims/claim.js";
import { normInternals } from "./claims/norm-claims.js";
import { completeModelRoles } from "./complete-model-roles.js";
import { gateKernels } from "./gates.js";
import { groupUses, type UseGroup } from "./group-uses.js";
import { ASKED, fixedTensors, keptTensors } from "./kept-tensors.js";
import { magnitudes } from "./magnitudes.js";
import type { KeptTensor, ModelRoles, ModelState, ModelWeight } from "./model-roles.js";
import { outermostKernels } from "./outermost-kernels.js";
import { overlappingTensors } from "./overlaps.js";
import { paddingRow } from "./padding-row.js";
import { type KernelClaim, projections } from "./projections.js";
import { type ResidualBranches, residualBranches } from "./residual-branches.js";
import { shapeAfter } from "./steps.js";
import { type FindSource, storedSources } from "./stored-source.js";
import { mergeTied } from "./tied-weights.js";
import { type Use, usesIn } from "./uses.js";

/** Which tensors are initialized, whatever their role. */
export interface RoleOptions {
  /** Whether a stored tensor of that name must keep its numbers. */
  readonly keeps?: ((name: string) => boolean) | undefined;
}

/**
 * What every float tensor of a model is for: kernels of Conv, ConvTranspose, Gemm, MatMul, Einsum,
 * LSTM, GRU and RNN, whatever rearranges them on the way; their biases, also as a separate Add;
 * scale, shift and statistics of norms, also spelled out; embeddings, positions, tokens, slopes,
 * scales of residual branches, and magnitudes of weight normalization. The role says which
 * activation follows, which projection of attention a kernel is, and where it stands in residual
 * branches. What is not recognized is listed, never guessed.
 */
export function inferRoles(outline: Outline, { keeps = () => false }: RoleOptions = {}): ModelRoles {
  const isOurs = outline.producer === "stepzero"; // it writes no fixed tables and ties no weights
  const find = storedSources(outline);
  const inFile = usesIn(outline, find);
  const kernels = kernelClaims(inFile.uses);
  const nodes = nodesOf(inFile.uses, "kernel");
  const gates = gateKernels(outline, nodes);
  const branches = residualBranches(outline, find, nodes, gates);
  const uses = [...inFile.uses, ...branchScales(branches, find)];

  const reasons = new Map<OutlineValue, string>(isOurs ? [] : fixedTensors(outline, uses));
  for (const stored of overlappingTensors(uses)) reasons.set(stored, "its parts are used in different ways");
  const movable = uses.filter(({ source }) => !reasons.has(source.stored));

  // Roles are those of the whole model, whichever tensors keep their numbers.
  const groups = groupUses(outline, movable, keeps);
  const complete = completeModelRoles(groups, {
    activations: findActivations(outline, nodes, normInternals(outline)),
    projections: projections(outline, find, kernels),
    branches,
    outermost: outermostKernels(outline, {
      kernels: nodesOf(movable, "kernel"),
      tables: nodesOf(movable, "embedding"),
      shortcuts: branches.shortcuts,
      gates,
    }),
    paddingRows: isOurs ? new Map() : paddingRows(outline, groups),
  });
  const all = [...complete, ...magnitudes(groups, complete)];
  const isPlaced = ({ places: [place] }: ModelWeight) => !keeps(place!.name);
  const free = new Set(all.filter(isPlaced).map(({ tensor }) => tensor.name));
  // A magnitude is the norm of its kernel, and stays with it.
  const weights = all.filter((one) => isPlaced(one) && free.has(one.tensor.role.direction?.name ?? one.tensor.name));
  const merged = isOurs ? { weights, notes: [] } : mergeTied(outline, groups, weights);
  const states = groups.flatMap(stateOf).filter(({ place }) => !keeps(place.name));
  const placed = new Set(
    [...weights.map(({ places: [place] }) => place!), ...states.map(({ place }) => place)].map(({ name }) => name),
  );
  const wished = (name: string) => keeps(name) || all.some((one) => one.places[0]!.name === name);
  return {
    weights: merged.weights,
    states,
    kept: [...keptTensors(outline, placed, reasons, wished), ...keptParts(groups, keeps)],
    missed: inFile.missed,
    notes: [...merged.notes, ...unnamedActivations(merged.weights)],
  };
}

const kindOf = ({ role }: Claim): string => (typeof role === "string" ? role : role.kind);

const nodesOf = (uses: readonly Use[], kind: string): ReadonlySet<OutlineNode> =>
  new Set(uses.filter(({ claim }) => kindOf(claim) === kind).map(({ claim }) => claim.node));

function kernelClaims(uses: readonly Use[]): ReadonlyMap<OutlineNode, KernelClaim> {
  const claims = uses.map(({ claim }) => claim).filter((claim): claim is KernelClaim => claim.units !== undefined);
  return new Map(claims.map((claim) => [claim.node, claim]));
}

/** The learned numbers that multiply the ends of residual branches. */
function branchScales({ scales }: ResidualBranches, find: FindSource): Use[] {
  return [...scales].flatMap((node) => {
    const input = node.inputs.findIndex((value) => find(value) !== undefined);
    const source = find(node.inputs[input])!;
    return [{ source, claim: { node, input, role: { kind: "residual-scale" }, steps: [], factor: 1 } }];
  });
}

function stateOf({ name, uses: [use], place }: UseGroup): ModelState[] {
  const { role } = use!.claim;
  if (typeof role !== "string") return [];
  return [{ name, shape: shapeAfter(place.shape, place.steps), initial: role === "running-mean" ? 0 : 1, place }];
}

/** Weights that keep their numbers by wish, where the file has no tensor for these alone. */
const keptParts = (groups: readonly UseGroup[], keeps: (name: string) => boolean): KeptTensor[] =>
  groups.flatMap(({ name, place }) =>
    place.name === name && place.added !== undefined && keeps(name)
      ? [{ name, shape: place.shape, reason: ASKED, isFixed: true }]
      : [],
  );

function paddingRows(outline: Outline, groups: readonly UseGroup[]): ReadonlyMap<UseGroup, number> {
  return new Map(
    groups.flatMap((group): [UseGroup, number][] => {
      const row = kindOf(group.uses[0]!.claim) === "embedding" ? paddingRow(outline, group.uses[0]!) : undefined;
      return row === undefined ? [] : [[group, row]];
    }),
  );
}

/** A notice for each activation of a kernel that has no name. */
function unnamedActivations(weights: readonly ModelWeight[]): string[] {
  const names = weights.flatMap(({ tensor: { role } }) =>
    role.kind === "kernel" && role.activation?.startsWith(unnamed) ? [role.activation] : [],
  );
  return [...new Set(names)].map(
    (name) => `The ${name} is no activation that has a name: gains are computed from the model's own operators.`,
  );
}
