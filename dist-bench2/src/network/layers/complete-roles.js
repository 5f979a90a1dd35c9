/** Adds to the roles of parameters what only the complete network shows. */
import { InputError } from "../../errors.js";
import { describe } from "../../graph/tensor.js";
import { activationRole } from "../activations/find-activation.js";
/**
 * The kernel of that value.
 *
 * @throws InputError where the network has declared no such kernel
 */
export function kernelOf(value, declarations, name) {
    const declaration = declarations.findLast((one) => one.value === value && one.role.kind === "kernel");
    if (declaration !== undefined)
        return declaration;
    const isValue = typeof value?.name === "string" && Array.isArray(value.shape);
    const kernels = declarations.filter(({ role }) => role.kind === "kernel").map((kernel) => kernel.name);
    throw new InputError(`The role of "${name}" must refer to its kernel by the value that scope.parameter returned for it; ` +
        `got ${isValue ? `"${value.name}" ${describe(value)}` : "an object that is no value of the graph"}. ` +
        `Kernels declared before it: ${kernels.join(", ") || "none"}.`);
}
/**
 * The parameters with complete roles: `first` is the first kernel's layer, `head` the last one's;
 * branches, and the layers with kernels in each, are counted from 0; a norm belongs to the kernel
 * before it in its branch (to layer 0 if there is none). `last` holds for the branch's last kernel,
 * its bias, and a norm that follows it. What refers to a kernel has the kernel's activation. A role
 * that its layer declared complete stays as it is.
 *
 * @param applied activations in the order in which the network applied them
 * @param branches number of residual branches
 */
export function completeRoles(g, declarations, applied, branches) {
    const kernels = declarations.filter(({ role }) => role.kind === "kernel");
    const activations = activationsOf(g, kernels, applied);
    const positions = residualPositions(declarations, branches);
    const kernelRoles = new Map(kernels.map((kernel, i) => [
        kernel,
        kernel.complete ?? {
            ...withoutReferences(kernel.role),
            ...roleOf(activations.get(kernel)),
            ...positions.get(kernel),
            ...(i === 0 ? { first: true } : {}),
            ...(i === kernels.length - 1 ? { head: true } : {}),
        },
    ]));
    const otherRole = (parameter) => {
        const { role, name } = parameter;
        const plain = { ...withoutReferences(role), ...positions.get(parameter) };
        if (role.kernel === undefined)
            return { ...plain, ...roleOf(role.activation) };
        const kernel = kernelOf(role.kernel, declarations, name);
        const kernelRole = kernelRoles.get(kernel);
        const { first, head } = kernelRole;
        return {
            ...plain,
            ...roleOf(activations.get(kernel) ?? role.activation),
            ...(first ? { first } : {}),
            ...(head ? { head } : {}),
            kernel: { shape: kernel.shape, role: kernelRole },
        };
    };
    return declarations.map((parameter) => {
        const { name, shape, value, complete } = parameter;
        return { name, shape, value, role: complete ?? kernelRoles.get(parameter) ?? otherRole(parameter) };
    });
}
/** The role without what is a reference into the graph or to an activation object. */
function withoutReferences({ kernel: _kernel, activation: _activation, ...role }) {
    return role;
}
const roleOf = (activation) => activation === undefined ? {} : activationRole(activation);
/**
 * The activation of each kernel's output: the declared one, else the first that the output reaches.
 */
function activationsOf(g, kernels, applied) {
    const activations = new Map(kernels.map((kernel) => [kernel, kernel.role.activation]));
    for (const { value, activation } of applied) {
        for (const kernel of makersOf(g, value, kernels)) {
            const present = activations.get(kernel);
            if (present === undefined || present === "linear")
                activations.set(kernel, activation);
        }
    }
    return activations;
}
/** The kernels that `x` is computed from, with no other kernel in between. */
function makersOf(g, x, kernels) {
    const byValue = new Map(kernels.map((kernel) => [kernel.value, kernel]));
    const makers = [];
    const seen = new Set();
    const pending = [x];
    while (pending.length > 0) {
        const value = pending.pop();
        if (seen.has(value))
            continue;
        seen.add(value);
        const inputs = g.producer(value)?.inputs.filter((input) => input !== undefined) ?? [];
        const direct = inputs.flatMap((input) => byValue.get(input) ?? []);
        makers.push(...direct);
        if (direct.length === 0)
            pending.push(...inputs);
    }
    return makers;
}
/** The role's `residual` of each parameter in a branch. */
function residualPositions(declarations, branches) {
    const layerOf = layersInBranches(declarations);
    const layersOf = new Map();
    for (const [{ branch }, layer] of layerOf)
        layersOf.set(branch, Math.max(layersOf.get(branch) ?? 0, layer + 1));
    const positions = new Map();
    for (const [parameter, layer] of layerOf) {
        const branch = parameter.branch;
        const layers = layersOf.get(branch);
        const last = layer === layers - 1 && layer >= 0;
        positions.set(parameter, { residual: { branch, branches, layer: Math.max(layer, 0), layers, last } });
    }
    return positions;
}
/** The kernel layer, within its branch, of each parameter in a branch; −1 before the first. */
function layersInBranches(declarations) {
    const layers = new Map();
    const latest = new Map();
    for (const parameter of declarations) {
        if (parameter.branch === undefined)
            continue;
        const now = latest.get(parameter.branch) ?? { layer: -1, kernel: undefined };
        if (parameter.role.kind === "kernel") {
            if (!sideBySide(now.kernel, parameter))
                now.layer++;
            now.kernel = parameter;
        }
        latest.set(parameter.branch, now);
        layers.set(parameter, now.layer);
    }
    return layers;
}
/** The query, key and value projections of one attention are one layer. */
function sideBySide(a, b) {
    const inputs = ["query", "key", "value"];
    return a?.layer === b.layer && inputs.includes(a.role.projection ?? "") && inputs.includes(b.role.projection ?? "");
}
