import { activationRole } from "../activations/find-activation.js";
import { shapeAfter } from "./steps.js";
/** The weights of all groups that are no statistics, in their order. */
export function completeModelRoles(groups, facts) {
    const kernels = new Map();
    const weights = new Map();
    for (const group of groups) {
        const { role } = group.uses[0].claim;
        if (typeof role === "string" || (role.kind !== "kernel" && role.kind !== "embedding"))
            continue;
        const weight = weightOf(group, role.kind === "kernel" ? kernelRole(group, role, facts) : tableRole(group, role, facts), facts);
        weights.set(group, weight);
        for (const { claim } of group.uses)
            if (isKernel(claim))
                kernels.set(keyOf(claim, claim.node), weight);
    }
    return groups.flatMap((group) => {
        const weight = weights.get(group);
        const { claim } = group.uses[0];
        if (weight !== undefined || typeof claim.role === "string")
            return weight ?? [];
        const kernel = claim.kernelNode && kernels.get(keyOf(claim, claim.kernelNode));
        return weightOf(group, otherRole(group, claim.role, kernel, facts), facts);
    });
}
const isKernel = ({ role }) => typeof role !== "string" && role.kind === "kernel";
/** A kernel of a node; of a recurrent one by direction, part and gate. */
function keyOf({ role, direction }, node) {
    const place = typeof role === "string" ? undefined : role.recurrent;
    if (place === undefined)
        return `${node.index}`;
    return `${node.index} ${direction} ${place.part === "peephole" ? "hidden" : place.part} ${place.gate}`;
}
function weightOf(group, role, facts) {
    const { name, place, uses } = group;
    const { claim } = uses[0];
    const projection = facts.projections.get(claim.kernelNode ?? claim.node);
    const steps = [...place.steps, ...ordering(projection, shapeAfter(place.shape, place.steps), role)];
    return { tensor: { name, shape: shapeAfter(place.shape, steps), role }, places: [{ ...place, steps }] };
}
/** The steps that bring interleaved projections one after the other. */
function ordering(projection, shape, { kind }) {
    if (projection?.steps === undefined || (kind !== "kernel" && kind !== "bias"))
        return [];
    const width = shape[1] ?? 1;
    const filled = projection.steps.map((step) => (step.kind === "reshape" ? { ...step, shape: step.shape.map((n) => (n < 0 ? width : n)) } : step));
    return shape.length === 1 ? [...filled, { kind: "reshape", shape }] : filled;
}
const multiplierOf = ({ multiplier }) => (multiplier === 1 ? {} : { multiplier });
function kernelRole(group, claimed, facts) {
    const { node } = group.uses[0].claim;
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
function tableRole(group, claimed, facts) {
    const paddingRow = facts.paddingRows.get(group);
    return { ...claimed, ...multiplierOf(group), ...(paddingRow === undefined ? {} : { paddingRow }) };
}
function otherRole(group, claimed, kernel, facts) {
    const { claim } = group.uses[0];
    const plain = { ...claimed, ...multiplierOf(group), ...positionOf(claim.kernelNode ?? claim.node, facts) };
    if (kernel === undefined)
        return plain;
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
function positionOf(node, { branches }) {
    const residual = branches.positionOf(node);
    return residual === undefined ? {} : { residual };
}
