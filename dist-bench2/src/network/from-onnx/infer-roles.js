import { findActivations } from "./activations/find-activations.js";
import { unnamed } from "./activations/known-functions.js";
import { normInternals } from "./claims/norm-claims.js";
import { completeModelRoles } from "./complete-model-roles.js";
import { gateKernels } from "./gates.js";
import { groupUses } from "./group-uses.js";
import { ASKED, fixedTensors, keptTensors } from "./kept-tensors.js";
import { magnitudes } from "./magnitudes.js";
import { outermostKernels } from "./outermost-kernels.js";
import { overlappingTensors } from "./overlaps.js";
import { paddingRow } from "./padding-row.js";
import { projections } from "./projections.js";
import { residualBranches } from "./residual-branches.js";
import { shapeAfter } from "./steps.js";
import { storedSources } from "./stored-source.js";
import { mergeTied } from "./tied-weights.js";
import { usesIn } from "./uses.js";
/**
 * What every float tensor of a model is for: kernels of Conv, ConvTranspose, Gemm, MatMul, Einsum,
 * LSTM, GRU and RNN, whatever rearranges them on the way; their biases, also as a separate Add;
 * scale, shift and statistics of norms, also spelled out; embeddings, positions, tokens, slopes,
 * scales of residual branches, and magnitudes of weight normalization. The role says which
 * activation follows, which projection of attention a kernel is, and where it stands in residual
 * branches. What is not recognized is listed, never guessed.
 */
export function inferRoles(outline, { keeps = () => false } = {}) {
    const isOurs = outline.producer === "stepzero"; // it writes no fixed tables and ties no weights
    const find = storedSources(outline);
    const inFile = usesIn(outline, find);
    const kernels = kernelClaims(inFile.uses);
    const nodes = nodesOf(inFile.uses, "kernel");
    const gates = gateKernels(outline, nodes);
    const branches = residualBranches(outline, find, nodes, gates);
    const all = [...inFile.uses, ...branchScales(branches, find)];
    const reasons = new Map(isOurs ? [] : fixedTensors(outline, all));
    for (const stored of overlappingTensors(all))
        reasons.set(stored, "its parts are used in different ways");
    for (const { source } of all)
        if (keeps(source.stored.name))
            reasons.set(source.stored, ASKED);
    const uses = all.filter(({ source }) => !reasons.has(source.stored));
    const groups = groupUses(outline, uses);
    const weights = completeModelRoles(groups, {
        activations: findActivations(outline, nodes, normInternals(outline)),
        projections: projections(outline, find, kernels),
        branches,
        outermost: outermostKernels(outline, {
            kernels: nodesOf(uses, "kernel"),
            tables: nodesOf(uses, "embedding"),
            shortcuts: branches.shortcuts,
            gates,
        }),
        paddingRows: isOurs ? new Map() : paddingRows(outline, groups),
    });
    const withMagnitudes = [...weights, ...magnitudes(groups, weights)];
    const merged = isOurs ? { weights: withMagnitudes, notes: [] } : mergeTied(outline, groups, withMagnitudes);
    const placed = new Set(groups.map(({ place }) => place.name));
    for (const { places } of withMagnitudes)
        placed.add(places[0].name);
    return {
        weights: merged.weights,
        states: groups.flatMap(stateOf),
        kept: keptTensors(outline, placed, reasons, keeps),
        missed: inFile.missed,
        notes: [...merged.notes, ...unnamedActivations(merged.weights)],
    };
}
const kindOf = ({ role }) => (typeof role === "string" ? role : role.kind);
const nodesOf = (uses, kind) => new Set(uses.filter(({ claim }) => kindOf(claim) === kind).map(({ claim }) => claim.node));
function kernelClaims(uses) {
    const claims = uses.map(({ claim }) => claim).filter((claim) => claim.units !== undefined);
    return new Map(claims.map((claim) => [claim.node, claim]));
}
/** The learned numbers that multiply the ends of residual branches. */
function branchScales({ scales }, find) {
    return [...scales].flatMap((node) => {
        const input = node.inputs.findIndex((value) => find(value) !== undefined);
        const source = find(node.inputs[input]);
        return [{ source, claim: { node, input, role: { kind: "residual-scale" }, steps: [], factor: 1 } }];
    });
}
function stateOf({ name, uses: [use], place }) {
    const { role } = use.claim;
    if (typeof role !== "string")
        return [];
    return [{ name, shape: shapeAfter(place.shape, place.steps), initial: role === "running-mean" ? 0 : 1, place }];
}
function paddingRows(outline, groups) {
    return new Map(groups.flatMap((group) => {
        const row = kindOf(group.uses[0].claim) === "embedding" ? paddingRow(outline, group.uses[0]) : undefined;
        return row === undefined ? [] : [[group, row]];
    }));
}
/** A notice for each activation of a kernel that has no name. */
function unnamedActivations(weights) {
    const names = weights.flatMap(({ tensor: { role } }) => role.kind === "kernel" && role.activation?.startsWith(unnamed) ? [role.activation] : []);
    return [...new Set(names)].map((name) => `The ${name} is no activation that has a name: gains are computed from the model's own operators.`);
}
